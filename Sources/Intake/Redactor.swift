import OnRecord
import Sigma

/// Takes secrets out of what is stored, before it is stored: members named like secrets, and credentials known by how
/// they look, become `[redacted]`; fields that the policy names become pseudonyms. What is left is for rules to work with.
///
/// Works on bytes as they came, in one pass and in linear time; nothing is allocated where nothing is found. Applying it
/// twice gives what applying it once gives.
public struct Redactor: Sendable {
    public static let mark = "[redacted]"
    static let depthMax = 64

    private let pseudonyms: Pseudonyms?

    /// - Parameter pseudonyms: nil leaves every field that is no secret as it is.
    public init(pseudonyms: Pseudonyms? = nil) { self.pseudonyms = pseudonyms }
}

// MARK: Bytes

extension Redactor {
    /// A body of JSON, of lines of JSON, of plain text, or of all of them mixed. JSON stays JSON, broken JSON too is read.
    public func redact(_ body: [UInt8]) -> [UInt8] { redacted(body) ?? body }

    /// The same, or nil where the body may stay as it is.
    public func redacted(_ body: [UInt8]) -> [UInt8]? {
        let text = RedactionScanner.withoutSecrets(body)
        return pseudonyms?.applied(to: text ?? body) ?? text
    }

    /// Plain text, as a log line or a message has it.
    public func redact(text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            bytes.count < 3
                ? nil : RedactionScanner.withoutSecrets(Array(bytes)).map { String(decoding: $0, as: UTF8.self) }
        } ?? text
    }
}

// MARK: Forms

extension Redactor {
    /// A form's body or a query string (`application/x-www-form-urlencoded`), names and values decoded to be judged.
    public func redact(form: String) -> String {
        let pairs = form.split(separator: "&", omittingEmptySubsequences: false).map { pair -> String in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return redact(text: String(pair)) }
            if let kind = SecretName.kind(of: FormBody.decoded(parts[0])), !parts[1].isEmpty {
                let isCount = kind == .plural && Int64(parts[1]) != nil
                return isCount ? String(pair) : "\(parts[0])=\(Redactor.mark)"
            }
            let value = FormBody.decoded(parts[1])
            let redacted = redact(text: value)
            return redacted == value ? String(pair) : "\(parts[0])=\(Redactor.encoded(redacted))"
        }
        return pairs.joined(separator: "&")
    }

    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "["),
                UInt8(ascii: "]"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

// MARK: Values

extension Redactor {
    /// - Parameter path: where the value stands, as rules would name it; empty for a whole map of fields.
    public func redact(_ value: Value, at path: String = "") -> Value { redact(value, path, depth: 0) }

    /// - Parameter path: nil where no pseudonym is given.
    private func redact(_ value: Value, _ path: String?, depth: Int) -> Value {
        // Deeper than any door reads: what cannot be looked at is not kept.
        guard depth <= Redactor.depthMax else { return .string(Redactor.mark) }
        switch value {
        case .null, .bool: return value
        case .integer, .double: return pseudonyms?.pseudonym(of: value, at: path) ?? value
        case .string(let text): return pseudonyms?.pseudonym(of: value, at: path) ?? .string(redact(text: text))
        case .list(let members): return .list(members.map { redact($0, path, depth: depth + 1) })
        case .map(let members):
            var redacted: [String: Value] = [:]
            for (name, member) in members {
                // A secret may also stand where a name is expected.
                let shown = redact(text: name)
                let isSecret = SecretName.kind(of: name).map { Redactor.hides($0, member) } ?? false
                redacted[shown] =
                    isSecret
                    ? .string(Redactor.mark)
                    : redact(member, pseudonyms?.path(of: name, in: path), depth: depth + 1)
            }
            return .map(redacted)
        }
    }

    /// `true`, `false`, `null` and nothing at all tell nothing; a number of tokens is a count.
    private static func hides(_ kind: SecretName.Kind, _ value: Value) -> Bool {
        switch value {
        case .null, .bool: false
        case .integer, .double: kind != .plural
        case .string(let text): !text.isEmpty
        case .list, .map: true
        }
    }

    /// The fields, and the texts beside them: what became a pseudonym in the fields does so there too.
    public func redact(_ signal: Signal) -> Signal {
        var signal = signal
        let fields = signal.fields
        signal.fields = redact(.map(fields)).map ?? [:]
        let named = pseudonyms?.named(in: fields) ?? []
        func nameless(_ text: String) -> String {
            named.reduce(text) { $0.replacing($1.value, with: $1.pseudonym) }
        }
        signal.text = signal.text.map { nameless(redact(text: $0)) }
        signal.title = signal.title.map { nameless(redact(text: $0)) }
        // A door makes the key of names and numbers that tell signals apart (`secret:7`): what looks like a secret is none.
        signal.key = signal.key.map(nameless)
        return signal
    }
}
