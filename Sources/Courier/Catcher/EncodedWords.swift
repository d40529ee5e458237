import Foundation

/// `=?charset?B or Q?text?=` inside header fields (RFC 2047).
enum EncodedWords {
    static func decode(_ field: String) -> String {
        var decoded = ""
        var pending: (charset: String, bytes: [UInt8])?
        var rest = field[...]
        func flush() {
            if let word = pending { decoded += Charset.decode(word.bytes, named: word.charset) }
            pending = nil
        }
        while let start = rest.range(of: "=?") {
            let between = rest[..<start.lowerBound]
            guard let word = Word(rest[start.lowerBound...]) else {
                flush()
                decoded += rest[..<start.upperBound]
                rest = rest[start.upperBound...]
                continue
            }
            // Blanks between two encoded words are not part of the text (section 6.2), and some mail programs break a
            // character in two words, so neighbours of one charset are decoded together.
            let isNeighbour = pending != nil && between.allSatisfy(\.isWhitespace)
            if !isNeighbour || pending?.charset != word.charset { flush() }
            if !isNeighbour { decoded += between }
            pending = (word.charset, (pending?.bytes ?? []) + word.bytes)
            rest = rest[word.end...]
        }
        flush()
        return decoded + rest
    }

    private struct Word {
        let charset: String
        let bytes: [UInt8]
        let end: String.Index

        /// Nil when what begins with `=?` is not an encoded word after all.
        init?(_ text: Substring) {
            let body = text.dropFirst(2)
            guard let first = body.firstIndex(of: "?") else { return nil }
            let afterCharset = body[first...].dropFirst()
            guard let second = afterCharset.firstIndex(of: "?") else { return nil }
            let afterEncoding = afterCharset[second...].dropFirst()
            guard let close = afterEncoding.range(of: "?=") else { return nil }
            let content = Array(afterEncoding[..<close.lowerBound].utf8)
            switch afterCharset[..<second].uppercased() {
            case "B":
                guard let data = Data(base64Encoded: Data(content), options: .ignoreUnknownCharacters) else {
                    return nil
                }
                bytes = Array(data)
            case "Q":
                let underscore = UInt8(ascii: "_")  // stands for a space (section 4.2)
                bytes = QuotedPrintable.decodeCodes(content.map { $0 == underscore ? ASCII.space : $0 }[...])
            default: return nil
            }
            charset = body[..<first].prefix { $0 != "*" }.lowercased()  // RFC 2231 section 5 allows a language after *
            end = close.upperBound
        }
    }
}

/// Turns the bytes of a named charset into text; UTF-8 where the name is unknown.
enum Charset {
    static func decode(_ bytes: [UInt8], named name: String) -> String {
        switch name.lowercased() {
        case "iso-8859-1", "latin1": String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        case "windows-1252": String(bytes: bytes, encoding: .windowsCP1252) ?? String(decoding: bytes, as: UTF8.self)
        default: String(decoding: bytes, as: UTF8.self)
        }
    }
}
