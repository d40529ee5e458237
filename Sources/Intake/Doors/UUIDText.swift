/// A UUID as text (RFC 9562, section 4), with or without its hyphens, in either case.
struct UUIDText {
    /// Hyphenated, in lower case.
    let text: String

    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 32 || bytes.count == 36 else { return nil }
        let hyphens = bytes.count == 36 ? [8, 13, 18, 23] : []
        guard hyphens.allSatisfy({ bytes[$0] == UInt8(ascii: "-") }) else { return nil }
        let digits = bytes.indices.filter { !hyphens.contains($0) }.map { Character(Unicode.Scalar(bytes[$0])) }
        guard digits.count == 32, digits.allSatisfy(\.isHexDigit) else { return nil }
        var start = 0
        let groups = [8, 4, 4, 4, 12].map { length in
            defer { start += length }
            return String(digits[start..<start + length]).lowercased()
        }
        self.text = groups.joined(separator: "-")
    }
}
