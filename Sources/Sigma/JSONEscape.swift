/// What escapes in JSON strings stand for (RFC 8259, section 7).
enum JSONEscape {
    static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    /// - Parameter text: the bytes between the quotes of a string that was scanned, so that every escape is sound.
    static func decoded(_ text: UnsafeBufferPointer<UInt8>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text[...]
        while let byte = rest.first {
            guard byte == UInt8(ascii: "\\"), let code = nextCode(&rest) else {
                bytes.append(byte)
                rest = rest.dropFirst()
                continue
            }
            if code < 0x80 {
                bytes.append(UInt8(code))
            } else if let scalar = Unicode.Scalar(code) {
                bytes.append(contentsOf: String(Character(scalar)).utf8)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Takes what comes next in a sound string: the code point that an escape stands for, or else a byte as it is. Nil at
    /// the end.
    static func nextCode(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> UInt32? {
        guard let byte = rest.popFirst() else { return nil }
        guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else { return UInt32(byte) }
        switch escape {
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0c
        case UInt8(ascii: "n"): return 0x0a
        case UInt8(ascii: "r"): return 0x0d
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "u"):
            let code = hex4(&rest)
            guard code & 0xfc00 == 0xd800 else { return code }
            rest = rest.dropFirst(2)
            return 0x10000 + (code & 0x3ff) << 10 + hex4(&rest) & 0x3ff
        default: return UInt32(escape)
        }
    }

    private static func hex4(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> UInt32 {
        (0..<4).reduce(0) { code, _ in code << 4 | (rest.popFirst().flatMap(hexDigit) ?? 0) }
    }
}
