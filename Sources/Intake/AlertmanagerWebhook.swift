import OnRecord

/// Alertmanager's door at its older address, `/intake/alertmanager`.
public enum AlertmanagerWebhook {
    public static func read(_ body: [UInt8], from source: String, receivedAt: Timestamp) -> SignalBatch {
        let request = DoorRequest(body: body, source: source, receivedAt: receivedAt)
        return SignalBatch(source: source, receivedAt: receivedAt, signals: AlertmanagerDoor().read(request).signals)
    }
}
