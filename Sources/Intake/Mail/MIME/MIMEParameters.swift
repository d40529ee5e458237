/// `value; name=value; name="value"`, the shape of Content-Type and Content-Disposition (RFC 2045 section 5.1,
/// RFC 2183); value and names in lower case.
package struct MIMEParameters: Sendable, Equatable {
    package let value: String
    private let parameters: [String: String]

    /// Pieces that a long parameter may be broken into (RFC 2231 section 3).
    private static let pieceCountMax = 32

    package init(_ field: String) {
        let pieces = Self.pieces(field)
        value = pieces.first?.lowercased() ?? ""
        var parameters: [String: String] = [:]
        for piece in pieces.dropFirst() {
            guard let equals = piece.firstIndex(of: "=") else { continue }
            let name = piece[..<equals].filter { $0 != " " }.lowercased()
            // The first of a name counts, so that no later one can replace what was looked at.
            if parameters[name] == nil { parameters[name] = String(piece[equals...].dropFirst().drop { $0 == " " }) }
        }
        self.parameters = parameters
    }

    /// A parameter as it stands.
    package subscript(name: String) -> String? { parameters[name] }

    /// A parameter that people read: broken up, percent-encoded (RFC 2231) or, against the standard but common, written
    /// in encoded words.
    func text(_ name: String) -> String? {
        if let plain = parameters[name] { return EncodedWords.decode(plain) }
        if let extended = parameters["\(name)*"] { return Self.extended(extended) }
        var joined = ""
        var isExtended = false
        for number in 0..<Self.pieceCountMax {
            if let piece = parameters["\(name)*\(number)*"] {
                joined += piece
                isExtended = true
            } else if let piece = parameters["\(name)*\(number)"] {
                joined += piece
            } else {
                break
            }
        }
        return joined.isEmpty ? nil : isExtended ? Self.extended(joined) : joined
    }

    /// `charset'language'percent-encoded` (RFC 2231 section 4).
    private static func extended(_ text: String) -> String {
        let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return text }
        return Charset.decode(HexEscapes.decode(Array(parts[2].utf8)[...]), named: String(parts[0]))
    }

    /// Cuts at semicolons outside quotes, and takes the quotes away.
    private static func pieces(_ field: String) -> [String] {
        var pieces: [[UInt8]] = [[]]
        var isQuoted = false
        var isEscaped = false
        for byte in field.utf8 {
            switch byte {
            case _ where isEscaped:
                pieces[pieces.count - 1].append(byte)
                isEscaped = false
            case MailByte.backslash where isQuoted: isEscaped = true
            case MailByte.quote: isQuoted.toggle()
            case UInt8(ascii: ";") where !isQuoted: pieces.append([])
            default: pieces[pieces.count - 1].append(byte)
            }
        }
        return pieces.map { String(decoding: $0[...].trimmingBlanks(), as: UTF8.self) }
    }
}
