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

    /// Decodes what encoders really send: a code that is none stays as it is, blanks before a line break fall away.
    static func decode(_ encoded: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        for var line in encoded.splitIntoLines() {
            let isTerminated = line.endIndex < encoded.endIndex
            while let last = line.last, ASCII.isBlank(last) { line.removeLast() }
            let continues = line.last == ASCII.equals
            if continues { line.removeLast() }
            decoded += decodeCodes(line)
            if isTerminated, !continues { decoded += ASCII.crlf }
        }
        return decoded
    }

    /// Replaces each `=XX` by its byte. Encoded words of headers use the same codes (RFC 2047 section 4.2).
    static func decodeCodes(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        var rest = line
        while let byte = rest.popFirst() {
            if byte == ASCII.equals, rest.count >= 2, let high = ASCII.hexValue(rest[rest.startIndex]),
                let low = ASCII.hexValue(rest[rest.startIndex + 1])
            {
                decoded.append(high << 4 | low)
                rest.removeFirst(2)
            } else {
                decoded.append(byte)
            }
        }
        return decoded
    }
}
