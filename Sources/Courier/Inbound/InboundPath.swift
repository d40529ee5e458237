/// The argument of MAIL and RCPT: `FROM:<address> KEY=value …` (RFC 5321 section 4.1.2).
struct InboundPath {
    let address: String
    let parameters: [(key: String, value: Substring)]

    /// Bytes of an address (section 4.5.3.1.3 says 256 with its brackets; VERP senders go further).
    private static let lengthMax = 512

    /// Nil unless a bracketed address without blanks and control characters follows the keyword.
    init?(_ argument: Substring, after keyword: String) {
        guard argument.prefix(keyword.count).uppercased() == keyword else { return nil }
        let rest = argument.dropFirst(keyword.count).drop { $0 == " " }
        guard rest.first == "<", let end = rest.firstIndex(of: ">") else { return nil }
        let address = rest[..<end].dropFirst()
        let isClean = address.unicodeScalars.allSatisfy {
            $0.isASCII
                ? ASCII.visible.contains(UInt8(truncatingIfNeeded: $0.value))
                : $0.properties.generalCategory != .control
        }
        guard isClean, !address.contains("<"), address.utf8.count <= Self.lengthMax else { return nil }
        self.address = String(address)
        parameters = rest[end...].dropFirst().split(separator: " ").map { parameter in
            (parameter.prefix { $0 != "=" }.uppercased(), parameter.drop { $0 != "=" }.dropFirst())
        }
    }

    var isASCII: Bool { address.utf8.allSatisfy { $0 < 0x80 } }
}
