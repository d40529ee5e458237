import Crypto
import Foundation
import OnRecord

/// What only this installation knows. Made at the first start, kept in `secrets.json` (mode 0600), never logged.
public struct Secrets: Sendable, Codable {
    /// Opens console and API.
    public var operatorKey: String
    /// Lets services ask the registry and mint tokens.
    public var registryKey: String
    /// One token per source of the policy, by source id.
    public var sources: [String: String]
    /// The last part of the address that a heartbeat reports to, by source id.
    public var heartbeats: [String: String]
    /// Turns what the policy wants unreadable into keyed hashes; hex. Another key would make old and new ones differ.
    public var pseudonymKey: String
    /// Signs links and sessions; hex.
    public var linkKey: String

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        operatorKey = try container.decode(String.self, forKey: .operatorKey)
        registryKey = try container.decode(String.self, forKey: .registryKey)
        sources = try container.decode([String: String].self, forKey: .sources)
        linkKey = try container.decode(String.self, forKey: .linkKey)
        // Files of earlier versions have neither.
        heartbeats = try container.decodeIfPresent([String: String].self, forKey: .heartbeats) ?? [:]
        pseudonymKey = try container.decodeIfPresent(String.self, forKey: .pseudonymKey) ?? Secrets.fresh("")
    }

    private init() {
        (operatorKey, registryKey) = (Secrets.fresh("orop_"), Secrets.fresh("orreg_"))
        (linkKey, pseudonymKey) = (Secrets.fresh(""), Secrets.fresh(""))
        (sources, heartbeats) = ([:], [:])
    }

    /// Reads the file, adds what is missing (a source that is new in the policy), and writes it back when it changed.
    public static func open(in folder: String, sources: [Source]) throws -> Secrets {
        try DurableFile.makeFolder(folder, mode: 0o700)
        let path = "\(folder)/secrets.json"
        var secrets: Secrets
        if let bytes = try DurableFile.read(path) {
            do { secrets = try CanonicalJSON.decode(Secrets.self, from: bytes) } catch {
                throw StartProblem(
                    "\(path) cannot be read as JSON. Restore it from a backup; without it links and tokens already given out stop working.",
                    exitCode: .dataDamaged)
            }
        } else {
            secrets = Secrets()
        }
        for source in sources {
            if secrets.sources[source.id] == nil { secrets.sources[source.id] = freshToken() }
            if source.isHeartbeat, secrets.heartbeats[source.id] == nil { secrets.heartbeats[source.id] = freshUUID() }
        }
        let after = CanonicalJSON.encode(secrets)
        if try DurableFile.read(path) != after { try DurableFile.write(after, to: path, mode: 0o600) }
        return secrets
    }

    private static func fresh(_ prefix: String) -> String {
        var random = SystemRandomNumberGenerator()
        return prefix + (0..<24).map { _ in UInt8.random(in: .min ... .max, using: &random) }.hex
    }

    /// 32 characters, which is what PagerDuty's routing keys have, with 130 random bits behind the prefix.
    private static func freshToken() -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz234567")
        var random = SystemRandomNumberGenerator()
        return "orsrc_" + String((0..<26).map { _ in letters[Int.random(in: 0..<32, using: &random)] })
    }

    /// RFC 9562, version 4: what clients of the heartbeat convention expect.
    private static func freshUUID() -> String { UUID().uuidString.lowercased() }

    /// The source a token belongs to. Compared by hash, so that time tells nothing about how much of it was right.
    func source(withToken token: String) -> String? {
        let wanted = Array(SHA256.hash(data: Array(token.utf8)))
        return sources.first { Array(SHA256.hash(data: Array($0.value.utf8))) == wanted }?.key
    }

    /// The source whose heartbeat has this address.
    func source(withHeartbeat uuid: String) -> String? {
        let wanted = Array(SHA256.hash(data: Array(uuid.lowercased().utf8)))
        return heartbeats.first { Array(SHA256.hash(data: Array($0.value.utf8))) == wanted }?.key
    }

    func isOperatorKey(_ key: String) -> Bool { Secrets.equal(key, operatorKey) }
    func isRegistryKey(_ key: String) -> Bool { Secrets.equal(key, registryKey) }

    static func equal(_ a: String, _ b: String) -> Bool {
        Array(SHA256.hash(data: Array(a.utf8))) == Array(SHA256.hash(data: Array(b.utf8)))
    }

    /// A code over words that only this installation can make; 128 bits in hex.
    func code(_ purpose: String, _ words: String...) -> String { code([purpose] + words) }

    func isCode(_ code: String, _ purpose: String, _ words: String...) -> Bool {
        Secrets.equal(code, self.code([purpose] + words))
    }

    private func code(_ words: [String]) -> String {
        let text = Array(words.joined(separator: "\u{1f}").utf8)
        return HMAC<SHA256>.authenticationCode(for: text, using: SymmetricKey(data: Array(linkKey.utf8))).prefix(16).hex
    }
}

extension Sequence<UInt8> {
    /// Two lower-case digits a byte.
    var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(2 * underestimatedCount)
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0x0f)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
