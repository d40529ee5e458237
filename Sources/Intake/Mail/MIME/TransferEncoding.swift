/// Quoted-printable (RFC 2045 section 6.7), read as encoders really send it.
enum QuotedPrintable {
    /// A code that is none stays as it is, blanks before a line break fall away.
    static func decode(_ encoded: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        var rest = encoded
        while var line = rest.takeLine() {
            let isTerminated = line.endIndex < encoded.endIndex
            while let last = line.last, MailByte.isBlank(last) { line.removeLast() }
            let continues = line.last == MailByte.equals
            if continues { line.removeLast() }
            decoded += decodeCodes(line)
            if isTerminated, !continues { decoded += [MailByte.carriageReturn, MailByte.lineFeed] }
        }
        return decoded
    }

    /// Replaces each `=XX` by its byte. Encoded words of headers use the same codes (RFC 2047 section 4.2).
    static func decodeCodes(_ line: ArraySlice<UInt8>) -> [UInt8] {
        HexEscapes.decode(line, after: MailByte.equals)
    }
}

/// Base64 (RFC 2045 section 6.8): what is no digit is passed over, and padding ends it.
enum Base64 {
    static func decode(_ encoded: some Collection<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(encoded.count / 4 * 3)
        var bits: UInt32 = 0
        var count = 0
        for byte in encoded {
            if byte == MailByte.equals { break }
            guard let digit = value(byte) else { continue }
            bits = (bits << 6 | digit) & 0xFF_FFFF
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            decoded.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        }
        return decoded
    }

    private static func value(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
