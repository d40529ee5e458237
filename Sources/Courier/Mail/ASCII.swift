/// The bytes that mail formats are made of, by name.
enum ASCII {
    static let tab = UInt8(ascii: "\t")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let dot = UInt8(ascii: ".")
    static let equals = UInt8(ascii: "=")
    static let crlf: [UInt8] = [carriageReturn, lineFeed]

    /// Printable characters without the space: RFC 5234 `VCHAR`.
    static let visible: ClosedRange<UInt8> = 33...126

    static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    /// `atext` of RFC 5322 section 3.2.3: what an address or a bare word of a name may hold.
    static func isAtomText(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}

extension RandomAccessCollection<UInt8> where Index == Int {
    /// The lines of a text whichever way they end (CRLF, LF or CR), without their ends.
    /// A text that ends with a line break has no further, empty line after it.
    func splitIntoLines() -> [SubSequence] {
        var lines: [SubSequence] = []
        var start = startIndex
        var position = startIndex
        while position < endIndex {
            let byte = self[position]
            guard byte == ASCII.lineFeed || byte == ASCII.carriageReturn else {
                position += 1
                continue
            }
            lines.append(self[start..<position])
            position += 1
            if byte == ASCII.carriageReturn, position < endIndex, self[position] == ASCII.lineFeed { position += 1 }
            start = position
        }
        if start < endIndex { lines.append(self[start..<endIndex]) }
        return lines
    }
}
