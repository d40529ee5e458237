import OnRecord
import Sigma

/// Prometheus Alertmanager's webhook, version 4 (prometheus/alertmanager, `notify/webhook`, `template/template.go`).
/// Alertmanager gives up on every 4xx, so a body that cannot be read is kept as one unparsed signal.
public enum AlertmanagerWebhook {
    /// Alerts of one message, and bytes of the group key that each of them is stored with.
    static let alertsMax = 10_000
    static let groupKeyMax = 1024

    public static func read(_ body: [UInt8], from source: String, receivedAt: Timestamp) -> SignalBatch {
        var batch = SignalBatch(source: source, receivedAt: receivedAt, signals: [])
        guard let message = try? JSONReader.read(body[...]), let alerts = message["alerts"]?.list,
            alerts.count <= alertsMax
        else {
            let text = String(decoding: body, as: UTF8.self)
            batch.signals = [Signal(state: .unparsed, at: receivedAt, fields: [:], text: text)]
            return batch
        }
        let group = message["groupKey"]?.string.map {
            Value.string(String(decoding: $0.utf8.prefix(groupKeyMax), as: UTF8.self))
        }
        batch.signals = alerts.map { signal($0, group: group, receivedAt) }
        return batch
    }

    /// Labels become fields of their own names, where rules look for them; the rest keeps Alertmanager's names.
    private static func signal(_ alert: Value, group: Value?, _ receivedAt: Timestamp) -> Signal {
        let state: Signal.State = alert["status"]?.string == "resolved" ? .resolved : .firing
        var fields = alert["labels"]?.map ?? [:]
        fields["logsource_product"] = "alertmanager"
        fields["fingerprint"] = alert["fingerprint"]
        fields["annotations"] = alert["annotations"]
        fields["group_key"] = group
        let moment = alert[state == .firing ? "startsAt" : "endsAt"]?.string.flatMap { Timestamp(rfc3339: $0) }
        // An open alert may carry the year 1, which means that no time was set.
        let at = moment.flatMap { $0.milliseconds > 0 && $0 <= receivedAt ? $0 : nil } ?? receivedAt
        return Signal(state: state, at: at, fields: fields)
    }
}
