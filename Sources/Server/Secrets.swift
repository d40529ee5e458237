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
    /// Signs links and sessions; hex.
    public var linkKey: String

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
            secrets = Secrets(
                operatorKey: fresh("orop_"), registryKey: fresh("orreg_"), sources: [:], linkKey: fresh(""))
        }
        let before = CanonicalJSON.encode(secrets)
        for source in sources where secrets.sources[source.id] == nil { secrets.sources[source.id] = fresh("orsrc_") }
        let after = CanonicalJSON.encode(secrets)
        if try before != after || DurableFile.read(path) == nil { try DurableFile.write(after, to: path, mode: 0o600) }
        return secrets
    }

    private static func fresh(_ prefix: String) -> String {
        var random = SystemRandomNumberGenerator()
        return prefix + (0..<24).map { _ in UInt8.random(in: .min ... .max, using: &random) }.hex
    }

    /// The source a token belongs to. Compared by hash, so that time tells nothing about how much of it was right.
    func source(withToken token: String) -> String? {
        let wanted = Array(SHA256.hash(data: Array(token.utf8)))
        return sources.first { Array(SHA256.hash(data: Array($0.value.utf8))) == wanted }?.key
    }

    func isOperatorKey(_ key: String) -> Bool { Secrets.equal(key, operatorKey) }
    func isRegistryKey(_ key: String) -> Bool { Secrets.equal(key, registryKey) }

    private static func equal(_ a: String, _ b: String) -> Bool {
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
    var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
