/// `=?charset?B or Q?text?=` inside header fields (RFC 2047).
enum EncodedWords {
    /// Bytes of one word. The standard says 75; mail programs go further, an attacker would go on for ever.
    private static let wordMax = 512

    static func decode(_ field: String) -> String {
        let bytes = Array(field.utf8)
        var decoded = ""
        var pending: (charset: String, bytes: [UInt8])?
        var plainStart = 0
        var position = 0
        func flush() {
            if let word = pending { decoded += Charset.decode(word.bytes, named: word.charset) }
            pending = nil
        }
        while position < bytes.count {
            guard bytes[position] == MailByte.equals,
                let word = Word(bytes[position..<min(position + wordMax, bytes.count)])
            else {
                position += 1
                continue
            }
            // Blanks between two encoded words are not part of the text (section 6.2), and some mail programs break a
            // character in two words, so neighbours of one charset are decoded together.
            let between = bytes[plainStart..<position]
            let isNeighbour = pending != nil && between.allSatisfy(MailByte.isBlank)
            if !isNeighbour || pending?.charset != word.charset { flush() }
            if !isNeighbour { decoded += String(decoding: between, as: UTF8.self) }
            if pending == nil { pending = (word.charset, []) }
            pending?.bytes += word.bytes
            position = word.end
            plainStart = position
        }
        flush()
        return decoded + String(decoding: bytes[plainStart...], as: UTF8.self)
    }

    private struct Word {
        let charset: String
        let bytes: [UInt8]
        let end: Int

        /// Nil when what begins here is not an encoded word after all.
        init?(_ text: ArraySlice<UInt8>) {
            guard text.starts(with: [MailByte.equals, MailByte.question]) else { return nil }
            var rest = text.dropFirst(2)
            guard let charset = Self.take(&rest), let encoding = Self.take(&rest), encoding.count == 1,
                let content = Self.take(&rest), rest.first == MailByte.equals
            else { return nil }
            switch encoding.first {
            case UInt8(ascii: "B"), UInt8(ascii: "b"):
                bytes = Base64.decode(content)
            case UInt8(ascii: "Q"), UInt8(ascii: "q"):
                let underscore = UInt8(ascii: "_")  // stands for a space (section 4.2)
                bytes = QuotedPrintable.decodeCodes(content.map { $0 == underscore ? MailByte.space : $0 }[...])
            default: return nil
            }
            // RFC 2231 section 5 allows a language after *.
            self.charset = String(decoding: charset.prefix { $0 != UInt8(ascii: "*") }, as: UTF8.self).lowercased()
            end = rest.startIndex + 1
        }

        /// What stands before the next question mark, which is taken too.
        private static func take(_ text: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
            guard let end = text.firstIndex(of: MailByte.question) else { return nil }
            defer { text = text[(end + 1)...] }
            return text[..<end]
        }
    }
}
