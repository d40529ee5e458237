/// Bytes as text that JSON need not escape: Base64 with the URL alphabet and no padding (RFC 4648, section 5).
enum MemoryText {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let values: [UInt8] = {
        var values = Array(repeating: UInt8.max, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()

    static func encode(_ bytes: [UInt8]) -> String {
        let count = (bytes.count * 8 + 5) / 6
        return String(unsafeUninitializedCapacity: count) { text in
            var (pending, width, end) = (UInt32(0), UInt32(0), 0)
            for byte in bytes {
                pending = pending << 8 | UInt32(byte)
                width += 8
                while width >= 6 {
                    width -= 6
                    text[end] = digits[Int(pending >> width & 63)]
                    end += 1
                }
            }
            if width > 0 {
                text[end] = digits[Int(pending << (6 - width) & 63)]
                end += 1
            }
            return end
        }
    }

    static func decode(_ text: String) throws(MemoryError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 6 / 8)
        var (pending, width) = (UInt32(0), UInt32(0))
        for digit in text.utf8 {
            let value = values[Int(digit)]
            guard value < 64 else { throw MemoryError() }
            pending = pending << 6 | UInt32(value)
            width += 6
            if width >= 8 {
                width -= 8
                bytes.append(UInt8(truncatingIfNeeded: pending >> width))
            }
        }
        return bytes
    }
}
