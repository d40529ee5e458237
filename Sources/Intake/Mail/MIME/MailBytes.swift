/// The bytes that mail is made of, by name.
enum MailByte {
    static let tab = UInt8(ascii: "\t")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let equals = UInt8(ascii: "=")
    static let question = UInt8(ascii: "?")
    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")

    static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte | 0x20 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
    }
}

extension ArraySlice<UInt8> {
    /// Takes the next line without its LF or CRLF; nil at the end.
    mutating func takeLine() -> ArraySlice<UInt8>? {
        guard !isEmpty else { return nil }
        let end = firstIndex(of: MailByte.lineFeed) ?? endIndex
        var line = self[startIndex..<end]
        self = end < endIndex ? self[(end + 1)...] : self[end...]
        if line.last == MailByte.carriageReturn { line.removeLast() }
        return line
    }

    func trimmingBlanks() -> ArraySlice<UInt8> {
        var trimmed = self
        while let first = trimmed.first, MailByte.isBlank(first) { trimmed.removeFirst() }
        while let last = trimmed.last, MailByte.isBlank(last) { trimmed.removeLast() }
        return trimmed
    }
}
