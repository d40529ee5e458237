import Foundation
import Server
import Testing

extension RealProgram {
    @Suite("Prometheus and Alertmanager page through us") struct PrometheusPages {}
}

extension RealProgram.PrometheusPages {
    @Test("Down, firing, acknowledged, resolved; and expired when Prometheus itself falls silent")
    func fromDownToUp() async throws {
        let house = try Installation(
            sources: ["alertmanager", "prometheus"], rules: ["down.yml": PrometheusRules.down])
        let monitoring = try Monitoring()
        try await MailServer.running { mail in
            try await house.serving(relay: mail.port) { _ in
                let tokens = try house.secrets().sources
                let webhook = "\(house.house.base)/in/\(tokens["alertmanager"] ?? "")/alertmanager"
                let direct = ("127.0.0.1:\(house.privatePort)", "/in/\(tokens["prometheus"] ?? "")")
                try await monitoring.alerting(webhook: webhook) { _ in
                    try await monitoring.watching(direct: direct) { prometheus in
                        try await downAndUp(house, monitoring, mail)
                        try await silence(house, prometheus)
                    }
                }
            }
        }
    }

    private func downAndUp(_ house: Installation, _ monitoring: Monitoring, _ mail: MailServer) async throws {
        // Down: nothing answers yet.
        let incident = try await eventually("an incident") { try await house.incidents().first }
        #expect(incident.eventClass == "data-plane-downtime")
        let page = try await eventually("the page") { try mail.letters().first }
        #expect(page.recipients == ["oncall@keyvault.example"])
        try await eventually("both alerts") {
            Set(try await house.alerts().filter { $0.state == "firing" }.map { $0.group["source"] })
                == ["alertmanager", "prometheus"]
        }
        let link = try #require(page.text.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+\/ack\/\S+/))
        #expect(try await house.site.post(String(link.output)).status == 200)
        try await eventually("the acknowledgement") {
            try await house.incidents()[0].milestones["acknowledged"] != nil
        }
        // Up: both senders say so, and the incident is over by itself.
        try await monitoring.exporting { _ in
            try await eventually("both resolved") {
                try await house.alerts().allSatisfy { $0.state == "resolved" }
            }
            // It has to stay well for a minute before it counts as over.
            try await eventually("the end", within: .seconds(150)) {
                try await house.incidents()[0].milestones["resolved"] != nil
            }
            #expect(try mail.letters().count == 1, "one cause, one page")
            #expect(try await house.incidents().count == 1)
        }
    }

    /// The exporter is gone again, and then so is Prometheus: nobody says that it is over, and nobody may believe it.
    private func silence(_ house: Installation, _ prometheus: Child) async throws {
        try await eventually("both firing again") {
            try await house.alerts().filter { $0.state == "firing" }.count == 2
        }
        prometheus.kill()
        let last = try await eventually("the expiry") {
            try await house.alerts().first { $0.state == "expired" }
        }
        #expect(last.group["source"] == "prometheus")
        #expect(try await house.incidents().last?.milestones["resolved"] == nil, "silence is no resolution")
    }
}

private enum PrometheusRules {
    /// Whoever says it: two senders of one thing are one incident.
    static let down = """
        title: The vault does not answer
        id: vault_down
        logsource: {category: monitoring}
        detection:
          selection: {alertname: VaultDown, signal.state: firing}
          condition: selection
        onrecord:
          priority: P1
          class: data-plane-downtime
          says: We watch whether the data plane answers.
          resolves: true
          rearm: 1m

        """
}
