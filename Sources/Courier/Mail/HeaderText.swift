import Foundation

/// Text inside header fields: what is allowed in, how it is encoded (RFC 2047) and folded (RFC 5322 section 2.2.3).
enum HeaderText {
    /// Bytes; a folded line has to stay within 998 with its field name before the word (RFC 5322 section 2.1.1).
    static let wordLengthMax = 900
    /// Columns after which a line is folded when it can be.
    private static let lineLengthPreferred = 76

    /// A line break in a header would start another header, chosen by whoever wrote the text.
    static func requireOneLine(_ text: String, thing: String) throws(MailProblem) {
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw MailProblem(
                thing: thing, found: MailProblem.quoted(text), expected: "one line without control characters",
                remedy: "Remove line breaks, tabs and NUL from it.")
        }
    }

    /// `Name: value` with its final CRLF, for a value that people read: encoded when ASCII cannot carry it.
    static func unstructured(_ name: String, _ text: String) -> String {
        folded(name, needsEncoding(text) ? encodedWords(text) : text.split(separator: " ").map(String.init))
    }

    /// `Name: value` for a value that machines read: folded at its spaces, never encoded.
    static func structured(_ name: String, _ words: [String]) -> String { folded(name, words) }

    /// The words of `Name <address>`, the name written as atoms, a quoted string or encoded words (section 3.4).
    static func mailbox(_ mailbox: MailAddress) -> [String] {
        guard !mailbox.name.isEmpty else { return [mailbox.address] }
        return phrase(mailbox.name) + ["<\(mailbox.address)>"]
    }

    private static func phrase(_ name: String) -> [String] {
        if needsEncoding(name) { return encodedWords(name) }
        let isAtoms = name.utf8.allSatisfy { ASCII.isAtomText($0) || $0 == ASCII.space }
        if isAtoms { return name.split(separator: " ").map(String.init) }
        let escaped = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return ["\"\(escaped)\""]
    }

    /// Runs of spaces and overlong words are encoded too: folding would change the first and cannot help the second.
    private static func needsEncoding(_ text: String) -> Bool {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        return text.utf8.contains { $0 >= 0x80 } || text.contains("=?")
            || !text.isEmpty && words.contains { $0.isEmpty || $0.utf8.count > lineLengthPreferred }
    }

    /// Base64 words in UTF-8, holding whole characters only: 64 columns each, so that even the first, beside
    /// `Subject:`, keeps its line within the 76 of RFC 2047 section 2.
    private static func encodedWords(_ text: String) -> [String] {
        var chunks: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if chunks[chunks.count - 1].count + bytes.count > 39 { chunks.append([]) }
            chunks[chunks.count - 1] += bytes
        }
        return chunks.map { "=?UTF-8?B?\(Data($0).base64EncodedString())?=" }
    }

    private static func folded(_ name: String, _ words: [String]) -> String {
        var field = name + ":"
        var column = field.utf8.count
        for word in words {
            // The first word stays beside the name: a line of nothing but blanks is not allowed after it.
            let fits = column + 1 + word.utf8.count <= lineLengthPreferred
            if !fits, column > name.utf8.count + 1 {
                field += "\r\n"
                column = 0
            }
            field += " " + word
            column += 1 + word.utf8.count
        }
        return field + "\r\n"
    }
}
