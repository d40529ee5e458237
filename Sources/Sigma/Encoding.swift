/// Modifiers that turn a value into the bytes it would have inside an encoded text
/// (modifiers appendix, "Encoding").
enum Encoding: String, Sendable, CaseIterable {
    case wide, utf16le, utf16be, utf16, base64, base64offset

    /// The encoded forms of some bytes: one, or for `base64offset` one for each alignment.
    func encode(_ bytes: [UInt8]) -> [[UInt8]]? {
        switch self {
        case .base64: [Base64.encode(bytes)]
        case .base64offset: (0..<3).map { Base64.encode(bytes, offset: $0) }
        case .wide, .utf16le:
            Self.utf16(bytes).map { [$0.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }] }
        case .utf16be: Self.utf16(bytes).map { [$0.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }] }
        case .utf16: Encoding.utf16le.encode(bytes)?.first.map { [[0xFF, 0xFE] + $0] }
        }
    }

    private static func utf16(_ bytes: [UInt8]) -> String.UTF16View? {
        String(validating: bytes, as: UTF8.self)?.utf16
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
        stride(from: 0, to: bytes.count, by: 3).flatMap { start -> [UInt8] in
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = (0..<3).reduce(UInt32(0)) { $0 << 8 | UInt32($1 < group.count ? group[start + $1] : 0) }
            return (0...group.count).map { alphabet[Int(bits >> (18 - 6 * UInt32($0)) & 63)] }
        }
    }
}
