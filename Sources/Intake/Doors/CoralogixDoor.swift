import OnRecord
import Sigma

/// Coralogix' outbound webhook, whose body is the operator's own template: the one of docs/doors-alerts.md, or the case
/// object of the newer Notification Center. Substitution is textual, so a log line with quotes can break the JSON.
public struct CoralogixDoor: Door {
    public static let name = "coralogix"

    public init() {}

    public func read(_ request: DoorRequest) -> DoorReading {
        if let refusal = wrongMethod(request, allowed: ["GET", "POST", "PUT"]) { return refusal }
        return reading(request) { () throws(Unreadable) in
            let message = try request.json()
            let signal =
                message["case"]?.map == nil
                ? self.alert(message, request.receivedAt) : self.case(message, request.receivedAt)
            guard let signal else {
                throw Unreadable("The message names no alert. Paste the template of docs/doors-alerts.md.")
            }
            return [signal]
        }
    }

    private func alert(_ message: Value, _ receivedAt: Timestamp) -> Signal? {
        let members = (message.map ?? [:]).filter { !isUnfilled($0.value) }
        let key = members["dedup_key"] ?? members["alert_unique_identifier"]
        guard let name = (members["name"] ?? key)?.word?.asTitle else { return nil }
        var fields = SignalFields()
        fields.add(members)
        let severity = Signal.Severity(of: members["severity"])
        return Signal(
            state: state(members["alert_action"]),
            at: SenderTime.at(members["timestamp_iso"], members["timestamp_ms"], receivedAt: receivedAt),
            key: key?.word?.asKey,
            severity: severity == .unknown ? Signal.Severity(of: members["priority"]) : severity, title: name,
            fields: fields.all(product: Self.product))
    }

    private func `case`(_ message: Value, _ receivedAt: Timestamp) -> Signal? {
        let members = (message["case"]?.map ?? [:]).filter { !isUnfilled($0.value) }
        let alert = members["indicators"]?["alerts"]?.list?.first
        let title = members["title"] ?? members["name"] ?? alert?["name"] ?? members["id"]
        guard let title = title?.word?.asTitle else { return nil }
        var fields = SignalFields()
        fields.add(["name", "description", "priority"], of: alert)
        fields.set("case", .map(members))
        return Signal(
            state: state(members["status"], members["state"]),
            at: SenderTime.at(
                members["updatedAt"], members["updated_at"], members["createdAt"], members["created_at"],
                receivedAt: receivedAt),
            key: members["id"]?.word.flatMap { "case:\($0)".asKey },
            severity: Signal.Severity(of: members["priority"] ?? alert?["priority"]), title: title,
            fields: fields.all(product: Self.product))
    }

    /// `trigger`, `triggered` and `TRIGGERED` occur, as do `resolve` and `resolved`; a case is also `CLOSED`.
    private func state(_ words: Value?...) -> Signal.State {
        let words = words.compactMap { $0?.word?.lowercased() }.joined(separator: " ")
        if words.contains("resolve") || words.contains("closed") { return .resolved }
        return words.contains("acknowledge") ? .acknowledged : .firing
    }

    /// `$ALERT_NAME` or `{{ case.id }}`: a placeholder that was not replaced says nothing.
    private func isUnfilled(_ value: Value) -> Bool {
        guard let text = value.string else { return value.isNull }
        return text.isEmpty || text.wholeMatch(of: /\$[A-Z][A-Z0-9_]*/) != nil
            || (text.hasPrefix("{{") && text.hasSuffix("}}"))
    }
}
