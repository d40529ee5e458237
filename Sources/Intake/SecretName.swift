/// Which names stand for secrets: `password`, `X-Api-Key`, `clientSecret`, `user[passwd]`, but not `token_id`,
/// `tokens_count` or `password_changed`. Case, `_` and `-` make no difference; the end of the name decides.
enum SecretName {
    enum Kind {
        case word
        /// Several of them, or a count: a number beside it is none.
        case plural
        /// A header, whose value is the rest of its line.
        case header
        /// A word that stands before a colon in prose too: `invalid token: it has expired`.
        case prose
    }

    /// The last 16 letters and digits of a name, in lower case; the last one in the lowest byte.
    private typealias Ending = UInt128

    private struct Word {
        let ending: Ending
        let mask: Ending
        let kind: Kind

        init(_ text: String, _ kind: Kind) {
            ending = text.utf8.reduce(0) { $0 << 8 | Ending($1) }
            mask = text.utf8.reduce(0) { mask, _ in mask << 8 | 0xff }
            self.kind = kind
        }
    }

    private static let words: [Word] =
        ["token", "secret", "credential"].map { Word($0, .prose) }
        + ["authorization", "cookie"].map { Word($0, .header) }
        + ["password", "passwd", "passphrase", "passcode"].map { Word($0, .word) }
        + ["api", "access", "private", "secret", "signing", "encryption", "master"].map { Word($0 + "key", .word) }
        + ["tokens", "secrets", "credentials", "passwords", "cookies", "apikeys"].map { Word($0, .plural) }

    /// Whether one of the words ends in these two letters, the last one in the low byte.
    private static func isLastPair(_ pair: UInt16) -> Bool {
        switch (UInt8(pair >> 8), UInt8(pair & 0xff)) {
        case (UInt8(ascii: "e"), UInt8(ascii: "n")), (UInt8(ascii: "e"), UInt8(ascii: "t")),
            (UInt8(ascii: "a"), UInt8(ascii: "l")), (UInt8(ascii: "o"), UInt8(ascii: "n")),
            (UInt8(ascii: "i"), UInt8(ascii: "e")), (UInt8(ascii: "r"), UInt8(ascii: "d")),
            (UInt8(ascii: "w"), UInt8(ascii: "d")), (UInt8(ascii: "s"), UInt8(ascii: "e")),
            (UInt8(ascii: "d"), UInt8(ascii: "e")), (UInt8(ascii: "e"), UInt8(ascii: "y")),
            (_, UInt8(ascii: "s")):
            true
        default: false
        }
    }

    /// Bytes of a name that are looked at; its end is what matters.
    private static let bytesMax = 96

    /// What the name that ends right before `end` stands for; nil for everything that is no secret. The escapes of URLs
    /// in it (`%70`) are undone.
    static func kind(endingAt end: Int, in bytes: ArraySlice<UInt8>) -> Kind? {
        var ending: Ending = 0
        var count: Ending = 0
        var position = end
        let start = max(bytes.startIndex, end - bytesMax)
        reading: while position > start, count < 16 {
            var byte = bytes[position - 1]
            position -= 1
            if position - start >= 2, bytes[position - 2] == UInt8(ascii: "%"), let high = bytes[position - 1].hexDigit,
                let low = byte.hexDigit
            {
                byte = high << 4 | low
                position -= 2
            }
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                ending |= Ending(byte) << (8 * count)
                count += 1
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                ending |= Ending(byte | 0x20) << (8 * count)
                count += 1
            case UInt8(ascii: "_"), UInt8(ascii: "-"):
                continue
            // `user[password]` and `keys[]` close behind the name.
            case UInt8(ascii: "]"), UInt8(ascii: "["):
                if count > 0 { break reading }
            default:
                break reading
            }
            // Few names get further than this.
            if count == 2, !isLastPair(UInt16(truncatingIfNeeded: ending)) { return nil }
        }
        for word in words where ending & word.mask == word.ending {
            return word.kind == .prose && ending != word.ending ? .word : word.kind
        }
        return nil
    }

    static func kind(of name: String) -> Kind? {
        let bytes = Array(name.utf8)
        return kind(endingAt: bytes.count, in: bytes[...])
    }
}
