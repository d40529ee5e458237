import OnRecord
import Sigma

/// A message about a group of alerts, in the shape that Alertmanager made (prometheus/alertmanager,
/// `template/template.go`) and Grafana took over. A group that is firing may hold members that are resolved.
struct AlertGroup {
    /// The door's name.
    let product: String
    /// Members of an alert that are kept under their own names.
    let alertMembers: [String]
    /// Members of the message that each of its alerts is kept with; cut short, for there may be 10,000 alerts.
    let messageMembers: [String]

    func signals(of message: Value, receivedAt: Timestamp) throws(Unreadable) -> [Signal] {
        guard let alerts = message["alerts"]?.list else {
            throw Unreadable("alerts is missing; expected a list of alerts. Send the tool's own message, untemplated.")
        }
        try Unreadable.check(count: alerts.count)
        let sharedMax = min(DoorLimit.line, DoorLimit.shared / max(alerts.count, 1))
        let shared = messageMembers.map { ($0, self.shared(message[$0], sharedMax)) }
        let group = self.shared(message["groupKey"], sharedMax)
        return alerts.map { signal($0, group: group, shared: shared, receivedAt) }
    }

    private func shared(_ value: Value?, _ max: Int) -> Value? {
        value?.word.map { .string($0.cut(toBytes: max)) }
    }

    private func signal(
        _ alert: Value, group: Value?, shared: [(name: String, value: Value?)], _ receivedAt: Timestamp
    ) -> Signal {
        let labels = AlertLabels(alert["labels"])
        let isResolved = alert["status"]?.string == "resolved"
        var fields = SignalFields()
        fields.add(labels.values)
        fields.set("fingerprint", alert["fingerprint"])
        fields.set("annotations", alert["annotations"])
        fields.set("group_key", group)
        for name in alertMembers { fields.set(name, alert[name]) }
        for (name, value) in shared { fields.set(name, value) }
        return Signal(
            state: isResolved ? .resolved : .firing,
            at: SenderTime.at(alert[isResolved ? "endsAt" : "startsAt"], receivedAt: receivedAt),
            key: alert["fingerprint"]?.word?.asKey ?? labels.key, severity: labels.severity,
            title: labels.title ?? alert["annotations"]?["summary"]?.word?.asTitle, fields: fields.all(product: product)
        )
    }
}
