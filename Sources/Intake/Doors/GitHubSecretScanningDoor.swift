import Crypto
import Foundation
import OnRecord
import Sigma

/// GitHub's secret scanning partner programme (github/docs, `secret-scanning-partner-program.md`): tokens of ours that
/// were found in public. The message holds them in clear, so none of its text is kept: a token leaves this door as its hash.
public struct GitHubSecretScanningDoor: Door {
    public static let name = "github-secret-scanning"
    public static let verifiesSignatures = true
    public static let keepsBody = false

    private let keys: [String: P256.Signing.PublicKey]
    /// Identifiers of the keys that could not be read.
    public let unreadableKeys: [String]

    /// - Parameter keys: by identifier, each as PEM or as base64 of a DER SubjectPublicKeyInfo, as GitHub serves them.
    public init(keys: [String: String]) {
        let readable = keys.compactMapValues { Self.publicKey($0) }
        self.keys = readable
        unreadableKeys = keys.keys.filter { readable[$0] == nil }.sorted()
    }

    /// The keys in GitHub's own list, `GET /meta/public_keys/secret_scanning`; nil when it is none.
    public static func keys(inList body: [UInt8]) -> [String: String]? {
        guard let list = try? JSONReader.read(body[...])["public_keys"]?.list else { return nil }
        return Dictionary(
            list.compactMap { key in
                key["key_identifier"]?.string.flatMap { name in key["key"]?.string.map { (name, $0) } }
            }, uniquingKeysWith: { first, _ in first })
    }

    /// The key that a request says it was signed with, where this door has none of that name: time to fetch the list again.
    public func missingKey(for request: DoorRequest) -> String? {
        request.headers["github-public-key-identifier"].flatMap { keys[$0] == nil ? $0 : nil }
    }

    public func read(_ request: DoorRequest) -> DoorReading {
        if let refusal = wrongMethod(request, allowed: ["POST"]) { return refusal }
        guard isGenuine(request) else { return unauthorised }
        do throws(Unreadable) {
            let list = try request.jsonList()
            let leaks = list.compactMap { LeakedToken($0, request) }
            var signals = leaks.map { $0.signal(at: request.receivedAt) }
            if leaks.count < list.count {
                let reason = "\(list.count - leaks.count) of \(list.count) members have no token or no type."
                signals += unparsed(request, because: reason, text: nil).signals
            }
            return DoorReading(signals, answer: .json(200, .list(leaks.map(\.label))))
        } catch {
            return unparsed(request, because: error.reason, text: nil)
        }
    }

    /// ECDSA over P-256 with SHA-256, DER in base64, over the bytes as they came.
    private func isGenuine(_ request: DoorRequest) -> Bool {
        guard let key = request.headers["github-public-key-identifier"].flatMap({ keys[$0] }),
            let der = request.headers["github-public-key-signature"].flatMap({ Data(base64Encoded: $0) }),
            let signature = try? P256.Signing.ECDSASignature(derRepresentation: der)
        else { return false }
        return key.isValidSignature(signature, for: request.body)
    }

    private static func publicKey(_ text: String) -> P256.Signing.PublicKey? {
        if let key = try? P256.Signing.PublicKey(pemRepresentation: text) { return key }
        guard let der = Data(base64Encoded: text, options: .ignoreUnknownCharacters) else { return nil }
        return try? P256.Signing.PublicKey(derRepresentation: der)
    }
}

/// One token of the message, of which only the hash remains.
private struct LeakedToken {
    let hash: String
    let type: String
    let fields: SignalFields
    let isOurs: Bool

    init?(_ member: Value, _ request: DoorRequest) {
        guard let token = member["token"]?.string, !token.isEmpty, let type = member["type"]?.word else { return nil }
        hash = TokenSecret.hash(token)
        self.type = Self.redacted(type, token)
        let known = request.registeredToken(hash)
        isOurs = known != nil
        var fields = SignalFields()
        for name in ["type", "url", "source"] {
            fields.set(name, member[name]?.word.map { .string(Self.redacted($0, token)) })
        }
        fields.set("token_hash", .string(hash))
        fields.set("token_id", known.map { .string($0.id) })
        fields.set("customer", known.map { .string($0.customer) })
        self.fields = fields
    }

    /// An address may name the very token that was found there, cut or not: it is taken out before anything is cut.
    private static func redacted(_ text: String, _ token: String) -> String {
        text.replacing(token, with: "[token]")
    }

    var label: Value {
        [
            "token_hash": .string(hash), "token_type": .string(type),
            "label": .string(isOurs ? "true_positive" : "false_positive"),
        ]
    }

    func signal(at moment: Timestamp) -> Signal {
        Signal(
            state: .leak, at: moment, key: "github:token:\(hash)", severity: .critical,
            title: "GitHub found a token of type \(type) in public".asTitle,
            fields: fields.all(product: GitHubSecretScanningDoor.product))
    }
}
