/// One sender or recipient of a header field: `Nadia <nadia@researcher.example>` (RFC 5322 section 3.4).
struct Mailbox: Equatable {
    /// Decoded, one line; empty when there is none.
    var name: String
    var address: String
    /// What stands behind the @, in lower case.
    var domain: String

    /// The first mailbox of a field; nil when its address is not a plain one.
    init?(_ field: String) {
        var name: [UInt8] = []
        var address: [UInt8]?
        var isQuoted = false
        var isEscaped = false
        var comments = 0
        scan: for byte in field.utf8 {
            switch byte {
            case _ where isEscaped:
                name.append(byte)
                isEscaped = false
            case MailByte.backslash where isQuoted: isEscaped = true
            case MailByte.quote where comments == 0 && address == nil: isQuoted.toggle()
            case _ where isQuoted: name.append(byte)
            case UInt8(ascii: "("): comments += 1
            case UInt8(ascii: ")") where comments > 0: comments -= 1
            case _ where comments > 0: continue
            case UInt8(ascii: "<") where address == nil: address = []
            case UInt8(ascii: ">"), UInt8(ascii: ","), UInt8(ascii: ";"): break scan
            default: if address == nil { name.append(byte) } else { address?.append(byte) }
            }
        }
        let before = String(decoding: name[...].trimmingBlanks(), as: UTF8.self)
        let found = address.map { String(decoding: $0[...].trimmingBlanks(), as: UTF8.self) } ?? before
        guard Self.isPlain(found) else { return nil }
        self.address = found
        domain = found.drop { $0 != "@" }.dropFirst().lowercased()
        self.name = address == nil ? "" : EncodedWords.decode(before).oneLine(max: 200)
    }

    /// A dot-atom before the @ and host labels behind it, in ASCII or UTF-8 (RFC 5321 section 4.1.2, RFC 6531
    /// section 3.3). Quoted local parts are refused: nobody has them, and each hides an injection.
    static func isPlain(_ text: String) -> Bool {
        let halves = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard text.utf8.count <= 254, halves.count == 2, text == text.oneLine(max: 254) else { return false }
        return labels(halves[0]) {
            MailByte.isLetterOrDigit($0) || $0 >= 0x80 || "!#$%&'*+-/=?^_`{|}~".utf8.contains($0)
        }
            && labels(halves[1]) { MailByte.isLetterOrDigit($0) || $0 >= 0x80 || $0 == UInt8(ascii: "-") }
    }

    private static func labels(_ half: Substring.UTF8View, _ isAllowed: (UInt8) -> Bool) -> Bool {
        half.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.allSatisfy(isAllowed) }
    }
}
