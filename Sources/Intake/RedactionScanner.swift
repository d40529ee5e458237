/// Replaces the secrets in a text, in one pass over bytes that need not be well-formed anything: JSON at any depth of
/// quoting, forms, query strings, `key=value` lines, headers. What it replaces keeps its quotes, so JSON stays JSON.
///
/// A quote of depth 0 is `"`, one inside a JSON string `\"` (depth 1), one inside JSON inside that `\\\"` (depth 2): the
/// quote at depth d has 2^d − 1 backslashes before it.
struct RedactionScanner {
    static let mark = Array("[redacted]".utf8)
    /// Bytes with which nothing begins that has to be looked at.
    private static let isPlain: [Bool] = (0...255).map { byte in
        !":=%\\\"\n-".utf8.contains(byte) && !CredentialShape.firstBytes.contains(byte)
    }

    /// Bytes of a private key that lacks its end.
    private static let privateKeyMax = 16 * 1024
    private static let spacesMax = 64

    private let bytes: ArraySlice<UInt8>
    /// What has been replaced so far, with everything before; nil while nothing has been.
    private(set) var output: [UInt8]?
    /// The first byte that `output` does not cover.
    private var copied: Int
    /// How many strings enclose the current place.
    private var depth = 0

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        copied = bytes.startIndex
    }

    /// The whole text; nil if nothing had to be replaced.
    consuming func result() -> [UInt8]? {
        guard var output else { return nil }
        output += bytes[copied...]
        return output
    }

    /// Looks at everything from `start` to `end`, and as far beyond as a secret goes that begins there.
    /// - Returns: where it stopped.
    mutating func scan(from start: Int, to end: Int) -> Int {
        depth = 0
        var position = start
        while position < end {
            switch bytes[position] {
            case let byte where Self.isPlain[Int(byte)]: position += 1
            case UInt8(ascii: ":"): position = value(after: position, name: position, isColon: true)
            case UInt8(ascii: "="): position = value(after: position, name: position, isColon: false)
            case UInt8(ascii: "%"):
                // An equals sign in a query string inside a query string.
                if bytes[position...].starts(with: "%3D".utf8) || bytes[position...].starts(with: "%3d".utf8) {
                    position = value(after: position + 2, name: position, isColon: false)
                } else {
                    position += 1
                }
            case UInt8(ascii: "\\"), UInt8(ascii: "\""): position = quote(at: position)
            case UInt8(ascii: "\n"):
                depth = 0
                position += 1
            case UInt8(ascii: "-"): position = privateKey(at: position) ?? position + 1
            default:
                if position + 1 < bytes.endIndex,
                    CredentialShape.mayBegin(with: bytes[position], bytes[position + 1]),
                    let secret = CredentialShape.range(at: position, in: bytes)
                {
                    replace(secret, with: Self.mark)
                    position = secret.upperBound
                } else {
                    position += 1
                }
            }
        }
        return position
    }

    mutating func replace(_ range: Range<Int>, with replacement: [UInt8]) {
        var text = output ?? []
        output = nil
        text += bytes[copied..<range.lowerBound]
        text += replacement
        output = text
        copied = range.upperBound
    }
}

// MARK: Quotes

extension RedactionScanner {
    private func byte(_ position: Int) -> UInt8? {
        position >= bytes.startIndex && position < bytes.endIndex ? bytes[position] : nil
    }

    private func backslashes(from start: Int) -> Int {
        var end = start
        while byte(end) == UInt8(ascii: "\\") { end += 1 }
        return end - start
    }

    /// The depth of a quote with so many backslashes before it; nil if they make it no delimiter.
    private func depth(ofQuoteWith backslashes: Int) -> Int? {
        let (depth, isPower) = ((backslashes + 1).trailingZeroBitCount, (backslashes + 1).nonzeroBitCount == 1)
        return isPower && depth < 8 ? depth : nil
    }

    /// Steps over backslashes and a quote behind them, and keeps count of the strings around.
    private mutating func quote(at start: Int) -> Int {
        let count = backslashes(from: start)
        guard byte(start + count) == UInt8(ascii: "\"") else { return start + count }
        if closes(count, depth: depth - 1) {
            depth -= 1
        } else if let found = depth(ofQuoteWith: count), found <= depth {
            depth = found < depth ? found : found + 1
        }
        return start + count + 1
    }

    /// Whether a quote with so many backslashes before it ends a string of that depth. Backslashes of the string itself
    /// come doubled at every depth.
    private func closes(_ backslashes: Int, depth: Int) -> Bool {
        guard depth >= 0, depth < 8 else { return false }
        return backslashes % (2 << depth) == (1 << depth) - 1
    }

    /// Where the string ends whose contents begin at `start`: before its closing quote, before the quote of a string
    /// around it, or at the end of the line.
    private func endOfString(from start: Int, quote: UInt8, depth: Int) -> Int {
        var position = start
        while let byte = byte(position), byte != UInt8(ascii: "\n") {
            let count = backslashes(from: position)
            let next = self.byte(position + count)
            if next == quote, closes(count, depth: depth) { return position + count - ((1 << depth) - 1) }
            if next == UInt8(ascii: "\""), count < (1 << self.depth) - 1 || (count == 0 && self.depth > 0) {
                return position
            }
            position += count + (next == UInt8(ascii: "\n") ? 0 : 1)
        }
        return min(position, bytes.endIndex)
    }
}

// MARK: Names and their values

extension RedactionScanner {
    /// - Parameters:
    ///   - sign: the last byte of the sign between name and value.
    ///   - name: where the name ends, but for quotes and spaces.
    /// - Returns: where to go on.
    private mutating func value(after sign: Int, name: Int, isColon: Bool) -> Int {
        var end = name
        while byte(end - 1) == 0x20, name - end < Self.spacesMax { end -= 1 }
        let isSpaced = end < name
        var quotes = end..<end
        if let mark = byte(end - 1), mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'") {
            var start = end - 1
            while byte(start - 1) == UInt8(ascii: "\\"), end - start < 256 { start -= 1 }
            quotes = start..<end
            end = start
        }
        guard let kind = SecretName.kind(endingAt: end, in: bytes) else { return sign + 1 }
        let quoting = quotes.isEmpty ? nil : Array(bytes[quotes])

        var start = sign + 1
        // `==` compares, and `=>` gives a value in Ruby.
        if !isColon, let next = byte(start), next == UInt8(ascii: "=") || next == UInt8(ascii: ">") { start += 1 }
        if isColon || isSpaced || quoting != nil {
            while let space = byte(start),
                space == 0x20 || space == 0x09 || quoting != nil && [0x0a, 0x0d].contains(space)
            {
                start += 1
            }
        }
        if let string = string(at: start) {
            hide(string)
            return string.upperBound
        }
        if let quoting { return hideMember(at: start, kind, quoting) }
        return hideText(at: start, kind, isColon: isColon)
    }

    /// The contents of a string that begins here; nil if none does.
    private func string(at start: Int) -> Range<Int>? {
        let count = backslashes(from: start)
        guard let quote = byte(start + count), let depth = depth(ofQuoteWith: count) else { return nil }
        guard quote == UInt8(ascii: "\"") && depth >= self.depth || quote == UInt8(ascii: "'") else { return nil }
        let contents = start + count + 1
        return contents..<max(contents, endOfString(from: contents, quote: quote, depth: depth))
    }

    private mutating func hide(_ range: Range<Int>) {
        if range.isEmpty || bytes[range].elementsEqual(Self.mark) { return }
        replace(range, with: Self.mark)
    }

    /// A JSON value that is no string, beside a quoted name. `true`, `false` and `null` tell nothing.
    private mutating func hideMember(at start: Int, _ kind: SecretName.Kind, _ quoting: [UInt8]) -> Int {
        guard let first = byte(start), !bytes[start...].starts(with: Self.mark) else { return start }
        var end = start
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            end = endOfContainer(from: start, backslashes: quoting.count - 1)
        } else {
            while let byte = byte(end), !",}] \t\r\n\"\\'".utf8.contains(byte) { end += 1 }
            let isNumber = first == UInt8(ascii: "-") || (48...57).contains(first)
            if end == start || isWord(start..<end) || kind == .plural && isNumber { return max(end, start) }
        }
        replace(start..<end, with: quoting + Self.mark + quoting)
        return end
    }

    /// Behind the closing bracket. What is not closed ends where its string ends, or where the next line begins a value.
    private func endOfContainer(from start: Int, backslashes expected: Int) -> Int {
        var position = start
        var open = 0
        var isString = false
        let depth = depth(ofQuoteWith: expected) ?? 0
        while let byte = byte(position) {
            switch byte {
            case UInt8(ascii: "\\"), UInt8(ascii: "\""):
                let count = backslashes(from: position)
                if self.byte(position + count) == UInt8(ascii: "\"") {
                    if closes(count, depth: depth) { isString.toggle() } else if count < expected { return position }
                    position += 1
                }
                position += count
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): open += isString ? 0 : 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): open -= isString ? 0 : 1
            case UInt8(ascii: "\n"):
                if depth > 0 || isString || self.byte(position + 1) == UInt8(ascii: "{") { return position }
            default: break
            }
            position += 1
            if open == 0 { break }
        }
        return position
    }

    /// A value without quotes: up to what ends it in a query string, a cookie or a line of pairs; a header's up to the end
    /// of its line.
    private mutating func hideText(at start: Int, _ kind: SecretName.Kind, isColon: Bool) -> Int {
        let isLine = isColon && kind == .header
        var end = start
        reading: while let byte = byte(end) {
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\""), UInt8(ascii: "'"): break reading
            case UInt8(ascii: "\\"):
                guard let next = self.byte(end + 1), !"\"'nrt\n".utf8.contains(next) else { break reading }
                end += 1
            case 0x00...0x20, UInt8(ascii: "&"), UInt8(ascii: ";"), UInt8(ascii: "<"), UInt8(ascii: ">"):
                if !isLine { break reading }
            case UInt8(ascii: "%") where !isLine && bytes[end...].starts(with: "%26".utf8): break reading
            default: break
            }
            end += 1
        }
        let value = start..<end
        if isWord(value) || isColon && kind == .prose && !looksMade(value) { return start }
        hide(value)
        return end
    }

    private func isWord(_ range: Range<Int>) -> Bool {
        ["true", "false", "null", "-"].contains { bytes[range].elementsEqual($0.utf8) }
    }

    /// Words that follow a colon in prose are short and without digits.
    private func looksMade(_ range: Range<Int>) -> Bool {
        range.count >= 20 || bytes[range].contains { (48...57).contains($0) }
    }
}

// MARK: Private keys

extension RedactionScanner {
    /// A PEM block (RFC 7468) with its label; one that has no end goes as far as its string or a long key would.
    private mutating func privateKey(at start: Int) -> Int? {
        guard bytes[start...].starts(with: "-----BEGIN ".utf8) else { return nil }
        let label = bytes[(start + 11)...].prefix(40).prefix { (65...90).contains($0) || $0 == 0x20 }
        guard label.suffix(11).elementsEqual("PRIVATE KEY".utf8) else { return nil }
        var end = start + 11
        var isEnding = false
        while let byte = byte(end), end - start < Self.privateKeyMax {
            if byte == UInt8(ascii: "-"), bytes[end...].starts(with: "-----".utf8) {
                if isEnding {
                    end += 5
                    break
                }
                isEnding = bytes[end...].starts(with: "-----END ".utf8)
                end += 5
                continue
            }
            if depth > 0, byte == UInt8(ascii: "\n") { break }
            let count = backslashes(from: end)
            if depth > 0, self.byte(end + count) == UInt8(ascii: "\"") { break }
            end += max(count, 1)
        }
        replace(start..<min(end, bytes.endIndex), with: Self.mark)
        return min(end, bytes.endIndex)
    }
}
