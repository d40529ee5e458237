import Foundation

/// Debian's Prometheus and Alertmanager, watching one small exporter, as an operator would set them up.
struct Monitoring {
    let exporterPort: Int
    let alertmanagerPort: Int
    let prometheusPort: Int
    let folder: TemporaryFolder

    init() throws {
        exporterPort = try Port.free()
        alertmanagerPort = try Port.free()
        prometheusPort = try Port.free()
        folder = try TemporaryFolder()
    }

    func exporting<T>(_ body: (Child) async throws -> T) async throws -> T {
        let script = Program.shipped("Tests/Fixtures/exporter.py")
        return try await Child.running(Stored.python, [script, "\(exporterPort)"]) { child in
            try await eventually("the exporter", hint: { child.errors }) { child.output.contains("ready") }
            return try await body(child)
        }
    }

    /// - Parameter webhook: where Alertmanager sends its groups.
    func alerting<T>(webhook: String, _ body: (Child) async throws -> T) async throws -> T {
        let configuration = try folder.write(
            """
            route: {receiver: onrecord, group_by: [alertname], group_wait: 0s, group_interval: 1s, repeat_interval: 1h}
            receivers:
              - name: onrecord
                webhook_configs:
                  - url: \(webhook)
                    send_resolved: true

            """, to: "alertmanager.yml")
        let arguments = [
            "--config.file=\(configuration)", "--storage.path=\(folder / "alertmanager")", "--cluster.listen-address=",
            "--web.listen-address=127.0.0.1:\(alertmanagerPort)",
        ]
        return try await Child.running("/usr/bin/prometheus-alertmanager", arguments) { child in
            try await ready("http://127.0.0.1:\(alertmanagerPort)/-/ready", child)
            return try await body(child)
        }
    }

    /// - Parameter direct: host and port, and the path in front of Alertmanager's own, where alerts go beside Alertmanager.
    func watching<T>(direct: (address: String, prefix: String), _ body: (Child) async throws -> T) async throws -> T {
        _ = try folder.write(
            """
            groups:
              - name: vault
                rules:
                  - alert: VaultDown
                    expr: up{job="vault"} == 0
                    labels: {severity: critical}
                    annotations: {summary: The vault does not answer}

            """, to: "rules.yml")
        let configuration = try folder.write(
            """
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
            rule_files: [rules.yml]
            scrape_configs:
              - job_name: vault
                static_configs: [{targets: ["127.0.0.1:\(exporterPort)"]}]
            alerting:
              alertmanagers:
                - static_configs: [{targets: ["127.0.0.1:\(alertmanagerPort)"]}]
                - path_prefix: \(direct.prefix)
                  static_configs: [{targets: ["\(direct.address)"]}]

            """, to: "prometheus.yml")
        let arguments = [
            "--config.file=\(configuration)", "--storage.tsdb.path=\(folder / "prometheus")",
            "--web.listen-address=127.0.0.1:\(prometheusPort)", "--rules.alert.resend-delay=1s",
        ]
        return try await Child.running("/usr/bin/prometheus", arguments) { child in
            try await ready("http://127.0.0.1:\(prometheusPort)/-/ready", child)
            return try await body(child)
        }
    }

    private func ready(_ url: String, _ child: Child) async throws {
        try await eventually(url, hint: { child.errors }) { (try? await Web("").get(url))?.status == 200 }
    }
}
