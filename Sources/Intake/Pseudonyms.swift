import Crypto
import Sigma

/// Gives the values of chosen fields stable stand-ins: equal values get equal ones, so rules group and count by them as
/// before, and nobody without the key can tell whom they stand for.
public struct Pseudonyms: Sendable {
    public static let prefix = "pseu_"
    /// Bytes of a value that are sought in the texts beside; shorter ones would be found everywhere.
    private static let soughtMin = 4
    /// Values of one signal that are sought; the sender chooses how many it has.
    private static let soughtCount = 64

    private let fields: Set<String>
    /// Bytes of the longest path that may be one of the fields: equal texts differ by a factor of three at most in length
    /// (Unicode Standard Annex 15, normalisation forms).
    private let pathMax: Int
    private let key: SymmetricKey

    /// - Parameters:
    ///   - fields: dotted paths as rules write them: `remote_addr`, `client.session_id`. List members count as the list.
    ///   - key: at least 16 bytes that stay secret; with another key all stand-ins are others.
    public init(fields: [String], key: [UInt8]) {
        self.fields = Set(fields)
        pathMax = 3 * (fields.map(\.utf8.count).max() ?? 0)
        self.key = SymmetricKey(data: key)
    }

    /// The stand-in: 128 bits of HMAC-SHA256 over the value's text (RFC 2104; truncated as section 5 allows).
    public func pseudonym(of text: String) -> String {
        if Pseudonyms.isPseudonym(text) { return text }
        let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
        return Pseudonyms.prefix + code.prefix(16).map(Pseudonyms.hex).joined()
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.utf8.count == 1 ? "0" + digits : digits
    }

    private static func isPseudonym(_ text: String) -> Bool {
        text.utf8.count == prefix.utf8.count + 32 && text.hasPrefix(prefix)
            && text.utf8.dropFirst(prefix.utf8.count).allSatisfy { $0.hexDigit != nil }
    }

    /// Where a member of a map stands; nil where the map does not lead to any of the fields, or its member does not. So
    /// names of any length, at any depth, cost no more than the fields are long.
    /// - Parameter map: where the map stands; empty for the outermost.
    func path(of name: String, in map: String?) -> String? {
        guard let map, map.utf8.count + name.utf8.count <= pathMax else { return nil }
        return map.isEmpty ? name : "\(map).\(name)"
    }

    /// Nil if the field keeps its value.
    func pseudonym(of value: Value, at path: String?) -> Value? {
        guard let path, fields.contains(path), !value.text.isEmpty else { return nil }
        return .string(pseudonym(of: value.text))
    }

    /// The values that get a stand-in, longest first, so that one inside another is not taken apart.
    func named(in fields: [String: Value]) -> [(value: String, pseudonym: String)] {
        var found: Set<String> = []
        collect(.map(fields), at: "", depth: 0, into: &found)
        return found.filter { $0.utf8.count >= Pseudonyms.soughtMin }
            .sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
            .prefix(Pseudonyms.soughtCount)
            .map { ($0, pseudonym(of: $0)) }
    }

    private func collect(_ value: Value, at path: String?, depth: Int, into found: inout Set<String>) {
        guard let path, depth <= Redactor.depthMax else { return }
        switch value {
        case .map(let members):
            for (name, member) in members {
                collect(member, at: self.path(of: name, in: path), depth: depth + 1, into: &found)
            }
        case .list(let members): for member in members { collect(member, at: path, depth: depth + 1, into: &found) }
        case .null, .bool: return
        default: if fields.contains(path) { found.insert(value.text) }
        }
    }

    /// The same for the members of JSON in bytes, wherever it begins; nil if none of the fields is there.
    func applied(to bytes: [UInt8]) -> [UInt8]? {
        if fields.isEmpty { return nil }
        var scanner = MemberScanner(bytes, paths: path(of:in:))
        var output: [UInt8] = []
        var copied = 0
        while let member = scanner.next() {
            guard fields.contains(member.path), let value = try? JSONReader.read(bytes[member.value]),
                let pseudonym = pseudonym(of: value, at: member.path)
            else { continue }
            output += bytes[copied..<member.value.lowerBound]
            output += pseudonym.json.utf8
            copied = member.value.upperBound
        }
        return copied == 0 ? nil : output + bytes[copied...]
    }
}
