import OnRecord
import Sigma

/// The part of Alertmanager's API v2 that Prometheus and `amtool alert add` use (prometheus/alertmanager,
/// `api/v2/openapi.yaml`, `api/v2/api.go`): `POST …/api/v2/alerts` and `GET …/api/v2/status`.
/// Prometheus never repeats a batch it was refused, but sends alerts that fire again about each minute.
public struct PrometheusDoor: Door {
    public static let name = "prometheus"
    /// For how long an alert fires whose sender gives no end: Alertmanager's `resolve_timeout`.
    static let resolveTimeout = Duration.minutes(5)
    /// Faults that one answer names.
    private static let faultsShown = 20

    public init() {}

    public func read(_ request: DoorRequest) -> DoorReading {
        switch request.path.suffix(2) {
        case ["v2", "alerts"]: return wrongMethod(request, allowed: ["POST"]) ?? alerts(request)
        case ["v2", "status"]:
            return wrongMethod(request, allowed: ["GET", "HEAD"]) ?? DoorReading(answer: .json(200, status(request)))
        default:
            return failure(404, "Nothing is here; expected api/v2/alerts. Set `path_prefix` to the door's address.")
        }
    }

    /// Alertmanager's shape for what is wrong with a whole request.
    public func refuse(_ reason: DoorRefusal) -> DoorAnswer {
        failure(reason.status, reason.text).answer.adding(reason.headers)
    }

    private func failure(_ code: Int, _ message: String) -> DoorReading {
        DoorReading(answer: .json(code, ["code": .integer(Int64(code)), "message": .string(message)]))
    }

    private func alerts(_ request: DoorRequest) -> DoorReading {
        let alerts: [Value]
        do { alerts = try request.jsonList() } catch { return failure(400, error.reason) }
        var signals: [Signal] = []
        var faults: [String] = []
        for (index, alert) in alerts.enumerated() {
            let labels = AlertLabels(alert["labels"])
            // Labels alone tell alerts apart; whatever else is wrong costs less than the alert would.
            if labels.values.isEmpty || !labels.values.values.allSatisfy({ $0.string != nil }) {
                faults.append("alert \(index) needs labels, at least one and each a text")
            } else {
                signals.append(signal(alert, labels, request.receivedAt))
            }
        }
        if faults.isEmpty { return DoorReading(signals, answer: DoorAnswer(200)) }
        let more = faults.count > Self.faultsShown ? ["and \(faults.count - Self.faultsShown) more"] : []
        let text = (faults.prefix(Self.faultsShown) + more).joined(separator: "; ")
        return DoorReading(signals, answer: .json(400, .string(text)))
    }

    private func signal(_ alert: Value, _ labels: AlertLabels, _ now: Timestamp) -> Signal {
        let end = alert["endsAt"].flatMap { SenderTime.read($0) }
        let isResolved = end.map { $0 <= now } ?? false
        var fields = SignalFields()
        fields.add(labels.values)
        fields.set("annotations", alert["annotations"])
        fields.set("generatorURL", alert["generatorURL"])
        return Signal(
            state: isResolved ? .resolved : .firing,
            at: SenderTime.at(alert[isResolved ? "endsAt" : "startsAt"], receivedAt: now), key: labels.key,
            severity: labels.severity, title: labels.title ?? alert["annotations"]?["summary"]?.word?.asTitle,
            expiresAt: isResolved ? nil : end ?? now + Self.resolveTimeout, fields: fields.all(product: Self.product))
    }

    /// What the API's definition demands of `alertmanagerStatus`. There is neither a cluster nor a configuration to show.
    private func status(_ request: DoorRequest) -> Value {
        [
            "cluster": ["status": "disabled", "peers": []],
            "config": ["original": ""],
            "uptime": .string(request.receivedAt.rfc3339),
            "versionInfo": [
                "version": "OnRecord", "revision": "", "branch": "", "buildUser": "", "buildDate": "", "goVersion": "",
            ],
        ]
    }
}
