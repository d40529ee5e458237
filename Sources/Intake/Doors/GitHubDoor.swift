import OnRecord
import Sigma

/// GitHub's repository and organisation webhook (github/docs, “Webhook events and payloads”): a leaked credential fires,
/// and what was pushed, deployed or released is a change. GitHub sends nothing again by itself.
public struct GitHubDoor: Door {
    public static let name = "github"
    public static let verifiesSignatures = true
    public static let keepsBody = false

    public init() {}

    public func read(_ request: DoorRequest) -> DoorReading {
        if let refusal = wrongMethod(request) { return refusal }
        if let secret = request.secret, !isSigned(request, with: secret) { return unauthorised }
        let event = request.headers["x-github-event"] ?? ""
        return reading(request, status: event == "ping" ? 200 : 202) { () throws(Unreadable) in
            guard !event.isEmpty else {
                throw Unreadable("The header X-GitHub-Event is missing; expected a GitHub webhook.")
            }
            let message = try self.message(request)
            var fields = SignalFields()
            fields.add(["action"], of: message)
            fields.set("event", .string(event))
            fields.set("delivery", request.headers["x-github-delivery"].map { .string($0) })
            fields.set("repository", message["repository"]?["full_name"])
            let delivery = GitHubDelivery(message: message, fields: fields, receivedAt: request.receivedAt)
            let signal: Signal? =
                switch event {
                case "secret_scanning_alert": try delivery.leakedSecret()
                case "push": delivery.push()
                case "deployment": delivery.deployment()
                case "release": delivery.release()
                default: nil
                }
            return signal.map { [$0] } ?? []
        }
    }

    private func isSigned(_ request: DoorRequest, with secret: String) -> Bool {
        let prefix = "sha256="
        guard let signature = request.headers["x-hub-signature-256"], signature.hasPrefix(prefix) else { return false }
        return SharedSecret.signed(request.body, with: secret, as: String(signature.dropFirst(prefix.count)))
    }

    /// GitHub can be told to send the JSON as the form field `payload`.
    private func message(_ request: DoorRequest) throws(Unreadable) -> Value {
        guard request.contentType == "application/x-www-form-urlencoded" else { return try request.json() }
        let payload = FormBody.urlEncoded(request.content).first { $0.name == "payload" }?.value
        return try request.json(of: Array((payload ?? "").utf8)[...])
    }
}
