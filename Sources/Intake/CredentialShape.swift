/// Credentials that are known by how they look, whatever stands around them.
enum CredentialShape {
    /// The secret part of what begins at `start`: behind `Bearer `, a whole `ghp_…` otherwise. Nil if nothing does.
    static func range(at start: Int, in bytes: ArraySlice<UInt8>) -> Range<Int>? {
        switch bytes[start] {
        case UInt8(ascii: "B"), UInt8(ascii: "b"): return header(at: start, in: bytes)
        case UInt8(ascii: "e"): return webToken(at: start, in: bytes)
        case UInt8(ascii: "A"): return accessKey(at: start, in: bytes)
        case UInt8(ascii: "g"), UInt8(ascii: "x"), UInt8(ascii: "s"), UInt8(ascii: "r"), UInt8(ascii: "o"):
            for shape in prefixed where bytes[start...].starts(with: shape.prefix) {
                let body = bytes[(start + shape.prefix.count)...].prefix(while: isTokenByte)
                if body.count >= shape.bodyMin { return start..<body.endIndex }
            }
            return nil
        default: return nil
        }
    }

    static let firstBytes = Array("oesrgxABb".utf8)

    /// A cheap look at the first two bytes: false means that nothing begins here.
    @inline(__always)
    static func mayBegin(with first: UInt8, _ second: UInt8) -> Bool {
        switch first {
        case UInt8(ascii: "o"): second == UInt8(ascii: "r")
        case UInt8(ascii: "e"): second == UInt8(ascii: "y")
        case UInt8(ascii: "s"), UInt8(ascii: "r"): second == UInt8(ascii: "k")
        case UInt8(ascii: "g"): second == UInt8(ascii: "h") || second == UInt8(ascii: "i")
        case UInt8(ascii: "x"): second == UInt8(ascii: "o")
        case UInt8(ascii: "A"): second == UInt8(ascii: "K") || second == UInt8(ascii: "S")
        case UInt8(ascii: "B"), UInt8(ascii: "b"):
            second | 0x20 == UInt8(ascii: "e") || second | 0x20 == UInt8(ascii: "a")
        default: false
        }
    }

    private struct Prefixed {
        let prefix: [UInt8]
        /// Bytes behind the prefix: fewer are a word in a text about tokens.
        let bodyMin: Int

        init(_ prefix: String, _ bodyMin: Int) { (self.prefix, self.bodyMin) = (Array(prefix.utf8), bodyMin) }
    }

    /// GitHub, Slack, Stripe, and OnRecord's own.
    private static let prefixed: [Prefixed] =
        ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"].map { Prefixed($0, 16) }
        + ["a", "b", "e", "o", "p", "r", "s"].map { Prefixed("xox\($0)-", 8) }
        + ["sk_live_", "rk_live_"].map { Prefixed($0, 8) } + ["orop_", "orsrc_", "orreg_"].map { Prefixed($0, 16) }

    /// Bytes of a header's value, and of those that are decoded to find Basic's colon.
    private static let valueMax = 64 * 1024
    private static let pairMax = 96

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (97...122).contains(byte | 0x20) }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    /// `Bearer` and `Basic` (RFC 6750, section 2.1; RFC 7617, section 2). Prose has words behind these two as well: a
    /// bearer token holds a digit or is long, and Basic's Base64 holds a colon.
    private static func header(at start: Int, in bytes: ArraySlice<UInt8>) -> Range<Int>? {
        func follows(_ word: String) -> Int? {
            let end = start + word.utf8.count
            guard end < bytes.endIndex, zip(bytes[start..<end], word.utf8).allSatisfy({ $0 | 0x20 == $1 }) else {
                return nil
            }
            var value = end
            while value < bytes.endIndex, value - end < 64 {
                if bytes[value] == 0x20 || bytes[value] == 0x09 || bytes[value] == UInt8(ascii: "+") {
                    value += 1
                } else if bytes[value...].starts(with: "%20".utf8) {
                    value += 3
                } else {
                    break
                }
            }
            return value > end ? value : nil
        }
        func value(from start: Int, max: Int = valueMax) -> ArraySlice<UInt8> {
            bytes[start...].prefix(max).prefix { isLetterOrDigit($0) || "-._~+/=%".utf8.contains($0) }
        }
        if let start = follows("bearer") {
            let token = value(from: start)
            return token.count >= 24 || token.count >= 6 && token.contains(where: isDigit) ? token.indices : nil
        }
        if let start = follows("basic") {
            // Judged by its beginning: what is passed over after all is looked at again, word by word.
            return isPair(value(from: start, max: pairMax)) ? value(from: start).indices : nil
        }
        return nil
    }

    /// Whether this begins Base64 of something with a colon in it. No word of prose fills all the bytes that are looked
    /// at, so what does is taken for a pair with a long name.
    private static func isPair(_ base64: ArraySlice<UInt8>) -> Bool {
        var window: UInt32 = 0
        var bits = 0
        for byte in base64 {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit = byte - 65
            case UInt8(ascii: "a")...UInt8(ascii: "z"): digit = byte - 71
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte + 4
            case UInt8(ascii: "+"), UInt8(ascii: "-"): digit = 62
            case UInt8(ascii: "/"), UInt8(ascii: "_"): digit = 63
            default: return false
            }
            window = window << 6 | UInt32(digit)
            bits += 6
            if bits >= 8 {
                bits -= 8
                if UInt8(truncatingIfNeeded: window >> UInt32(bits)) == UInt8(ascii: ":") { return true }
            }
        }
        return base64.count == pairMax
    }

    /// A JSON Web Token (RFC 7519): its first part is Base64 of `{"`, and it has more than one part.
    private static func webToken(at start: Int, in bytes: ArraySlice<UInt8>) -> Range<Int>? {
        // Where a token begins in the middle of a word, the word has been looked at from its beginning.
        guard bytes[start...].starts(with: "eyJ".utf8), isBoundary(before: start, in: bytes) else { return nil }
        let head = bytes[start...].prefix(while: isTokenByte)
        guard head.count >= 12, head.endIndex < bytes.endIndex, bytes[head.endIndex] == UInt8(ascii: ".") else {
            return nil
        }
        let rest = bytes[head.endIndex...].prefix { isTokenByte($0) || $0 == UInt8(ascii: ".") }
        return rest.count >= 8 ? start..<rest.endIndex : nil
    }

    /// The 20 capitals and digits of an AWS access key id, which stand alone.
    private static func accessKey(at start: Int, in bytes: ArraySlice<UInt8>) -> Range<Int>? {
        guard bytes[start...].starts(with: "AKIA".utf8) || bytes[start...].starts(with: "ASIA".utf8) else { return nil }
        func belongs(_ byte: UInt8) -> Bool { isDigit(byte) || (65...90).contains(byte) }
        if start > bytes.startIndex, belongs(bytes[start - 1]) { return nil }
        let key = bytes[start...].prefix(21).prefix(while: belongs)
        return key.count == 20 ? key.indices : nil
    }

    /// Whether a word may begin here: behind something that is no part of one, or behind an escape (`\n`, `%20`).
    private static func isBoundary(before start: Int, in bytes: ArraySlice<UInt8>) -> Bool {
        let before = bytes[..<start].suffix(3)
        guard let last = before.last, isTokenByte(last) else { return true }
        return before.dropLast().last == UInt8(ascii: "\\") || before.count == 3 && before.first == UInt8(ascii: "%")
    }
}
