/// Modifiers that turn a value into the bytes it would have inside an encoded text
/// (modifiers appendix, "Encoding").
enum Encoding: String, Sendable, CaseIterable {
    case wide, utf16le, utf16be, utf16, base64, base64offset

    /// The encoded forms of some bytes: one, or for `base64offset` one for each alignment.
    func encode(_ bytes: [UInt8]) -> [[UInt8]]? {
        switch self {
        case .base64: [Base64.encode(bytes)]
        case .base64offset: (0..<3).map { Base64.encode(bytes, offset: $0) }
        case .wide, .utf16le: Self.utf16(bytes) { $0.littleEndian }.map { [$0] }
        case .utf16be: Self.utf16(bytes) { $0.bigEndian }.map { [$0] }
        case .utf16: Self.utf16(bytes) { $0.littleEndian }.map { [[0xFF, 0xFE] + $0] }
        }
    }

    private static func utf16(_ bytes: [UInt8], _ ordered: (UInt16) -> UInt16) -> [UInt8]? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var encoded: [UInt8] = []
        encoded.reserveCapacity(bytes.count * 2)
        for unit in text.utf16 { withUnsafeBytes(of: ordered(unit)) { encoded.append(contentsOf: $0) } }
        return encoded
    }
}

/// Base64 with the standard alphabet (RFC 4648, section 4).
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var text = digits(bytes)
        while text.count % 4 != 0 { text.append(UInt8(ascii: "=")) }
        return text
    }

    /// The digits that depend on the bytes alone when they stand `offset` (0 to 2) bytes into a group of three:
    /// a digit that shares bits with whatever comes before or after is left out.
    static func encode(_ bytes: [UInt8], offset: Int) -> [UInt8] {
        let digits = digits(Array(repeating: 0, count: offset) + bytes)
        let first = (offset * 8 + 5) / 6
        let end = (offset + bytes.count) * 8 / 6
        return first < end ? Array(digits[first..<end]) : []
    }

    private static func digits(_ bytes: [UInt8]) -> [UInt8] {
        var digits: [UInt8] = []
        digits.reserveCapacity((bytes.count + 2) / 3 * 4)
        // At most five bits wait for more; what was written falls off at the top.
        var bits: UInt32 = 0
        var waiting: UInt32 = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            waiting += 8
            while waiting >= 6 {
                waiting -= 6
                digits.append(alphabet[Int(bits >> waiting & 63)])
            }
        }
        if waiting > 0 { digits.append(alphabet[Int(bits << (6 - waiting) & 63)]) }
        return digits
    }
}
