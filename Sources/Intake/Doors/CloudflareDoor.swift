import OnRecord
import Sigma

/// Cloudflare's notifications (cloudflare/cloudflare-docs, `notifications/reference/webhook-payload-schema.mdx`). The
/// header `cf-webhook-auth` carries the secret itself; any member but `text` may be missing.
public struct CloudflareDoor: Door {
    public static let name = "cloudflare"
    public static let verifiesSignatures = true

    public init() {}

    public func read(_ request: DoorRequest) -> DoorReading {
        if let refusal = wrongMethod(request) { return refusal }
        if let secret = request.secret, !SharedSecret.equals(secret, request.headers["cf-webhook-auth"]) {
            return unauthorised
        }
        return reading(request) { () throws(Unreadable) in
            let message = try request.json()
            let title = message["name"]?.word ?? message["alert_type"]?.word ?? message["text"]?.word
            guard let title = title?.asTitle else {
                throw Unreadable("The message has neither name nor text; expected a Cloudflare notification.")
            }
            return [signal(message, title, request.receivedAt)]
        }
    }

    private func signal(_ message: Value, _ title: String, _ receivedAt: Timestamp) -> Signal {
        let state = state(of: message)
        var fields = SignalFields()
        fields.add(
            [
                "name", "text", "data", "account_id", "policy_id", "policy_name", "alert_type", "alert_event",
                "alert_correlation_id",
            ], of: message)
        let key = message["alert_correlation_id"]?.word ?? message["policy_id"]?.word.map { "policy:\($0)" }
        return Signal(
            state: state, at: SenderTime.at(message["ts"], receivedAt: receivedAt),
            key: key.flatMap { "cloudflare:\($0)".asKey },
            severity: state == .change ? nil : Signal.Severity(of: message["data"]?["severity"]), title: title,
            fields: fields.all(product: Self.product))
    }

    private func state(of message: Value) -> Signal.State {
        switch message["alert_event"]?.string {
        case "ALERT_STATE_EVENT_START": .firing
        case "ALERT_STATE_EVENT_END": .resolved
        // The call that tests a new destination holds only a text.
        default: message["alert_type"]?.word == nil && message["policy_id"]?.word == nil ? .change : .firing
        }
    }
}
