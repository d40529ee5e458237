/// Quoted-printable (RFC 2045 section 6.7): text stays readable, and no line passes 76 columns.
enum QuotedPrintable {
    private static let lineLengthMax = 76

    /// Encodes a text in UTF-8. Its line breaks, whichever they are, become CRLF, and the last line gets one too.
    static func encode(_ text: String) -> [UInt8] {
        var encoded: [UInt8] = []
        for line in Array(text.utf8).splitIntoLines() {
            appendLine(line, to: &encoded)
            encoded += ASCII.crlf
        }
        return encoded
    }

    /// Encodes a text so that more can follow on its last line: that line ends with a soft break.
    static func encodePiece(_ text: String) -> [UInt8] {
        guard let last = text.utf8.last else { return [] }
        // Most words are short and plain.
        let isPlain = text.utf8.allSatisfy { ASCII.visible.contains($0) && $0 != ASCII.equals || $0 == ASCII.space }
        if isPlain, text.utf8.count < lineLengthMax { return Array(text.utf8) + [ASCII.equals] + ASCII.crlf }
        if last == ASCII.lineFeed || last == ASCII.carriageReturn { return encode(text) }
        // The column that the soft break takes is kept free by a letter, and no blank before it is a line's last.
        var encoded = encode(text + "x").dropLast(3)
        if encoded.last != ASCII.lineFeed { encoded += [ASCII.equals] + ASCII.crlf }
        return Array(encoded)
    }

    private static func appendLine(_ line: ArraySlice<UInt8>, to encoded: inout [UInt8]) {
        var column = 0
        for (position, byte) in zip(line.indices, line) {
            let isLast = position == line.endIndex - 1
            // A blank at the end of a line gets lost on the way, so it is written as a code there.
            let isLiteral =
                ASCII.visible.contains(byte) && byte != ASCII.equals || ASCII.isBlank(byte) && !isLast
            let width = isLiteral ? 1 : 3
            if column + width > (isLast ? lineLengthMax : lineLengthMax - 1) {
                encoded += [ASCII.equals] + ASCII.crlf
                column = 0
            }
            if isLiteral {
                encoded.append(byte)
            } else {
                encoded += [ASCII.equals, ASCII.hexDigit(byte >> 4), ASCII.hexDigit(byte & 0x0F)]
            }
            column += width
        }
    }
}
