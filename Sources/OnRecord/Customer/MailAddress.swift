/// What we ask of a mail address at the door: a dot-atom before the @ and host labels behind it (RFC 5321 section 4.1.2),
/// which is what the courier writes to. Who cannot be reached is found out now and not on the day of a breach.
enum MailAddress {
    static func isPlausible(_ text: String) -> Bool {
        let halves = Array(text.utf8).split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard text.utf8.count <= 254, halves.count == 2 else { return false }
        return parts(halves[0]).allSatisfy { !$0.isEmpty && $0.allSatisfy(isAtomByte) }
            && parts(halves[1]).allSatisfy(isLabel)
    }

    private static func parts(_ half: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        half.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    }

    private static func isAtomByte(_ byte: UInt8) -> Bool {
        byte.isIdentifierByte || "!#$%&'*+/=?^`{|}~".utf8.contains(byte)
    }

    private static func isLabel(_ part: ArraySlice<UInt8>) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return (1...63).contains(part.count) && part.first != hyphen && part.last != hyphen
            && part.allSatisfy { $0.isIdentifierByte && $0 != UInt8(ascii: "_") }
    }
}
