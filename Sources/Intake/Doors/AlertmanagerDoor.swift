import OnRecord

/// Prometheus Alertmanager's webhook, version 4 (prometheus/alertmanager, `notify/webhook`, `template/template.go`).
/// Alertmanager gives up on every 4xx, so a body that cannot be read is kept as one unparsed signal.
public struct AlertmanagerDoor: Door {
    public static let name = "alertmanager"
    private static let group = AlertGroup(
        product: name, alertMembers: ["generatorURL"],
        messageMembers: ["receiver", "externalURL", "notification_reason", "truncatedAlerts"])

    public init() {}

    public func read(_ request: DoorRequest) -> DoorReading {
        if let refusal = wrongMethod(request) { return refusal }
        return reading(request) { () throws(Unreadable) in
            try Self.group.signals(of: request.json(), receivedAt: request.receivedAt)
        }
    }
}
