import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import OnRecord

/// Runs a containment action by POSTing it to the operator's own hook, signed and with an idempotency key
/// (Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature` over `id.timestamp.body`).
public struct WebhookConnector: Sendable {
    /// Follows no redirect: a signed request is for its own address, and a sign-in page that a proxy leads to would answer
    /// 200 for an action that never ran.
    private static let client = HTTPClient(
        eventLoopGroupProvider: .singleton, configuration: .init(redirectConfiguration: .disallow))

    public init() {}

    public struct Hook: Sendable {
        public var url: String
        /// Shared secret; empty when the hook needs no signature.
        public var secret: String

        public init(url: String, secret: String) { (self.url, self.secret) = (url, secret) }
    }

    /// 2xx is success. Redirects, 410 and other 4xx, except 408, 425 and 429, are final; everything else is worth another try.
    public func run(_ action: ActionSpec, _ effect: Effect, hook: Hook, at now: Timestamp) async -> JobResult {
        let body = CanonicalJSON.encode(
            Message(
                type: "action.\(action.id)", timestamp: now.rfc3339,
                data: .init(incident: effect.incident, action: action.id)))
        var request = HTTPClientRequest(url: hook.url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "webhook-id", value: WebhookConnector.messageID(effect.id))
        let seconds = "\(now.milliseconds / 1000)"
        request.headers.add(name: "webhook-timestamp", value: seconds)
        if !hook.secret.isEmpty {
            let signed = Array("\(WebhookConnector.messageID(effect.id)).\(seconds).".utf8) + body
            request.headers.add(
                name: "webhook-signature", value: WebhookConnector.signature(of: signed, secret: hook.secret))
        }
        request.body = .bytes(ByteBuffer(bytes: body))
        do {
            let response = try await WebhookConnector.client.execute(
                request, timeout: .milliseconds(action.timeout.milliseconds))
            // The outcome is kept for good, so it holds the code and not the hook's own words.
            let detail = "HTTP \(response.status.code)"
            switch response.status.code {
            case 200..<300: return .done(detail: detail)
            case 408, 425, 429, 500...: return .failed(detail: detail, final: false)
            default: return .failed(detail: detail, final: true)
            }
        } catch {
            return .failed(detail: "no answer (\(error))", final: false)
        }
    }

    /// Dots separate the signed parts, so the id may have none.
    static func messageID(_ effect: EffectID) -> String { "msg_" + effect.replacing(".", with: "-") }

    /// `whsec_` secrets are base64 behind the prefix; others are taken as they are.
    static func signature(of signed: [UInt8], secret: String) -> String {
        let key: [UInt8]
        if secret.hasPrefix("whsec_"), let data = Data(base64Encoded: String(secret.dropFirst(6))) {
            key = Array(data)
        } else {
            key = Array(secret.utf8)
        }
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: key))
        return "v1," + Data(code).base64EncodedString()
    }

    private struct Message: Encodable {
        var type, timestamp: String
        var data: Data
        struct Data: Encodable { var incident, action: String }
    }
}
