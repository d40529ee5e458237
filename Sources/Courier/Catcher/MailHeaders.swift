/// The header fields of a message or part, unfolded (RFC 5322 section 2.2).
struct MailHeaders {
    private let fields: [(name: String, value: String)]

    /// The value of the first field of that name, in any case.
    subscript(name: String) -> String? {
        fields.first { $0.name == name.lowercased() }?.value
    }

    /// The same with its encoded words decoded; empty when there is no such field.
    func decoded(_ name: String) -> String { EncodedWords.decode(self[name] ?? "") }

    /// Parts a message at its first empty line.
    static func split(_ message: ArraySlice<UInt8>) -> (MailHeaders, ArraySlice<UInt8>) {
        var fields: [(name: String, value: String)] = []
        var rest = message
        while !rest.isEmpty {
            let end = rest.firstIndex(of: ASCII.lineFeed) ?? rest.endIndex
            let bytes = rest[..<end]
            rest = rest[min(end + 1, rest.endIndex)...]
            let line = String(decoding: bytes, as: UTF8.self).trimming { $0 == "\r" }
            if line.isEmpty { break }
            if let first = bytes.first, ASCII.isBlank(first), !fields.isEmpty {
                fields[fields.count - 1].value += " " + line.trimming { $0.isWhitespace }
            } else if let colon = line.firstIndex(of: ":") {
                let name = line[..<colon].trimming { $0.isWhitespace }.lowercased()
                fields.append((name, line[colon...].dropFirst().trimming { $0.isWhitespace }))
            }
        }
        return (MailHeaders(fields: fields), rest)
    }
}
