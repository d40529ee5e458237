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

    /// The value of a hexadecimal digit in either case, nil for any other byte.
    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
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

extension String {
    /// One line for people: control characters and those that turn the writing direction become blanks, runs of blanks
    /// one blank; at most `max` characters.
    func oneLine(max: Int) -> String {
        var line = String.UnicodeScalarView()
        var count = 0
        for scalar in unicodeScalars {
            let isBlank = scalar == " " || scalar.properties.generalCategory == .control || scalar.isInvisibleTurn
            if isBlank, line.last == " " || line.isEmpty { continue }
            guard count < max else { break }
            line.append(isBlank ? " " : scalar)
            count += 1
        }
        if line.last == " " { line.removeLast() }
        return String(line)
    }

    /// A text of many lines: LF line ends, no other control characters but tabs.
    var plainLines: String {
        var lines = String.UnicodeScalarView()
        var hasReturned = false
        for scalar in unicodeScalars {
            switch scalar {
            case "\r": lines.append("\n")
            case "\n": if !hasReturned { lines.append("\n") }
            case "\t": lines.append(scalar)
            default: if scalar.properties.generalCategory != .control { lines.append(scalar) }
            }
            hasReturned = scalar == "\r"
        }
        return String(lines)
    }
}

extension Unicode.Scalar {
    /// Line and paragraph separators, and the marks that make text read in another order than it is stored in.
    fileprivate var isInvisibleTurn: Bool {
        switch value {
        case 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
