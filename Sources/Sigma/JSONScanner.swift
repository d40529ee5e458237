/// Takes one JSON text (RFC 8259) apart without making anything of it. Strict, bounded in depth, and exact about where
/// it stopped.
struct JSONScanner {
    static let depthMax = 64
    /// Parts of one text. Each weighs far more in memory than the two bytes that it may be written in.
    static let partsMax = 1_000_000

    private let bytes: UnsafePointer<UInt8>
    private let end: Int
    private var position = 0
    private var depth = 0

    /// Its owner holds it for as long as it is scanned, and a scanner of plain numbers is cheap to pass on.
    private unowned(unsafe) let memory: JSONMemory
    private var parts: UnsafeMutablePointer<JSONPart>
    private var capacity: Int
    private(set) var partCount: Int
    /// How the keys that were found begin; of one that is not plain nobody knows.
    private(set) var beginnings: UInt64 = 0
    /// What `partCount` may come to.
    private let partLimit: Int

    /// - Precondition: the byte behind the text is zero, which no text holds, and eight bytes from there can be read.
    init(_ bytes: UnsafePointer<UInt8>, count: Int, memory: JSONMemory) {
        (self.bytes, end, self.memory) = (bytes, count, memory)
        (parts, capacity, partCount) = (memory.parts, memory.capacity, memory.partCount)
        partLimit = partCount + Self.partsMax
    }

    mutating func scan() throws(JSONProblem) {
        guard end < Int32.max else { throw problem("a text of \(end) bytes") }
        skipSpace()
        try value(of: try newPart())
        skipSpace()
        guard position == end else { throw problem("something follows the value") }
    }

    private func problem(_ reason: String) -> JSONProblem { JSONProblem(offset: position, reason: reason) }

    /// Zero where the text ends, if not before.
    @inline(__always)
    private var next: UInt8 { bytes[position] }

    @inline(__always)
    private mutating func skipSpace() {
        while next <= 0x20 {
            guard next == 0x20 || next == 0x0a || next == 0x0d || next == 0x09 else { return }
            position &+= 1
        }
    }

    @inline(__always)
    private mutating func newPart() throws(JSONProblem) -> Int {
        if partCount == capacity {
            // Room never grows beyond the limit, so it is looked at only here.
            guard partCount < partLimit else { throw problem("more than \(Self.partsMax) values") }
            memory.grow(used: partCount, max: partLimit)
            (parts, capacity) = (memory.parts, memory.capacity)
        }
        (parts + partCount).initialize(to: JSONPart())
        partCount &+= 1
        return partCount &- 1
    }

    @inline(__always)
    private func set(_ part: Int, _ kind: JSONPart.Kind, _ start: Int, _ end: Int) {
        parts[part].kind = kind
        parts[part].start = UInt32(truncatingIfNeeded: start)
        parts[part].end = UInt32(truncatingIfNeeded: end)
        parts[part].count = UInt32(truncatingIfNeeded: partCount &- part)
    }

    private mutating func value(of part: Int) throws(JSONProblem) {
        let start = position
        switch next {
        case UInt8(ascii: "\""):
            let found = try string()
            set(part, found.isEscaped ? .escapedText : .text, start &+ 1, position &- 1)
        case UInt8(ascii: "{"):
            try group(closing: UInt8(ascii: "}"), hasKeys: true)
            set(part, .map, start, position)
        case UInt8(ascii: "["):
            try group(closing: UInt8(ascii: "]"), hasKeys: false)
            set(part, .list, start, position)
        case UInt8(ascii: "t"):
            try word("true")
            set(part, .true, start, position)
        case UInt8(ascii: "f"):
            try word("false")
            set(part, .false, start, position)
        case UInt8(ascii: "n"):
            try word("null")
            set(part, .null, start, position)
        case 0 where position == end: throw problem("the text ends early")
        default: set(part, try number(), start, position)
        }
    }

    private mutating func word(_ word: StaticString) throws(JSONProblem) {
        let count = word.utf8CodeUnitCount
        guard position + count <= end, (0..<count).allSatisfy({ bytes[position + $0] == word.utf8Start[$0] }) else {
            throw problem("an unknown word")
        }
        position += count
    }

    private mutating func group(closing: UInt8, hasKeys: Bool) throws(JSONProblem) {
        guard depth < JSONScanner.depthMax else { throw problem("nested deeper than \(JSONScanner.depthMax)") }
        depth += 1
        position &+= 1
        skipSpace()
        if next != closing {
            while true {
                let member = try newPart()
                if hasKeys { try key(of: member) }
                try value(of: member)
                skipSpace()
                if next == closing { break }
                guard next == UInt8(ascii: ",") else {
                    throw problem(hasKeys ? "a comma or } is missing" : "a comma or ] is missing")
                }
                position &+= 1
                skipSpace()
            }
        }
        depth -= 1
        position &+= 1
    }

    /// Leaves the position where the value begins.
    @inline(__always)
    private mutating func key(of part: Int) throws(JSONProblem) {
        guard next == UInt8(ascii: "\"") else { throw problem("a key is missing") }
        let start = position &+ 1
        let found = try string()
        let length = position &- 1 &- start
        parts[part].keyStart = UInt32(truncatingIfNeeded: start)
        parts[part].keyLength = UInt32(truncatingIfNeeded: length)
        parts[part].isKeyPlain = found.isASCII && !found.isEscaped
        parts[part].keyHash = KeyHash.of(bytes + start, length: length)
        beginnings |= parts[part].isKeyPlain ? FieldKey.bit(bytes[start], bytes[start &+ 1]) : .max
        skipSpace()
        guard next == UInt8(ascii: ":") else { throw problem("a colon is missing") }
        position &+= 1
        skipSpace()
    }
}

// MARK: - Strings

extension JSONScanner {
    /// Leaves the position behind the closing quote.
    private mutating func string() throws(JSONProblem) -> (isASCII: Bool, isEscaped: Bool) {
        position += 1
        let start = position
        var isEscaped = false
        var seen: UInt64 = 0
        while true {
            skipPlain(&seen)
            if next == UInt8(ascii: "\"") { break }
            guard next == UInt8(ascii: "\\") else {
                throw problem(position == end ? "a string ends early" : "a control character in a string")
            }
            isEscaped = true
            try escape()
        }
        let isASCII = seen & ByteSearch.highs == 0
        if !isASCII, !isUTF8(start..<position) { throw problem("a string is not UTF-8") }
        position += 1
        return (isASCII, isEscaped)
    }

    /// Eight bytes at a time up to a quote, a backslash or a control character.
    @inline(__always)
    private mutating func skipPlain(_ seen: inout UInt64) {
        while true {
            let word = ByteSearch.word(at: bytes + position)
            // With this bit turned, the quote and the control characters are all that lies below 0x21.
            let turned = word ^ 0x0202_0202_0202_0202
            let found = ByteSearch.below(turned, 0x21) | ByteSearch.matches(word, UInt8(ascii: "\\"))
            if found != 0 {
                let count = ByteSearch.first(found)
                seen |= word & (1 << UInt64(truncatingIfNeeded: count * 8) &- 1)
                position &+= count
                return
            }
            seen |= word
            position &+= 8
        }
    }

    private func isUTF8(_ range: Range<Int>) -> Bool {
        let text = UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count)
        return (try? UTF8Span(validating: text.span)) != nil
    }

    private mutating func escape() throws(JSONProblem) {
        position += 1
        guard position < end else { throw problem("an escape ends early") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return
        case UInt8(ascii: "u"):
            let code = try hex4()
            if (0xd800..<0xdc00).contains(code) {
                guard next == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u") else {
                    throw problem("half of a surrogate pair")
                }
                position += 2
                guard (0xdc00..<0xe000).contains(try hex4()) else { throw problem("half of a surrogate pair") }
            } else if (0xdc00..<0xe000).contains(code) {
                throw problem("half of a surrogate pair")
            }
        default: throw problem("an unknown escape")
        }
    }

    private mutating func hex4() throws(JSONProblem) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = JSONEscape.hexDigit(next) else { throw problem("a \\u escape without four hex digits") }
            code = code << 4 | digit
            position += 1
        }
        return code
    }
}

// MARK: - Numbers

extension JSONScanner {
    private mutating func number() throws(JSONProblem) -> JSONPart.Kind {
        let start = position
        let isNegative = next == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let first = next
        let digits = skipDigits()
        guard digits > 0 else { throw problem("no value begins here") }
        guard first != UInt8(ascii: "0") || digits == 1 else { throw problem("a number with a leading zero") }
        var isWhole = true
        if next == UInt8(ascii: ".") {
            position += 1
            isWhole = false
            try requireDigits()
        }
        var hasExponent = false
        if next | 0x20 == UInt8(ascii: "e") {
            position += 1
            (isWhole, hasExponent) = (false, true)
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            try requireDigits()
        }
        if isWhole, digits <= 18 { return isNegative && first == UInt8(ascii: "0") ? .number : .integer }
        // Few digits and no exponent: surely in range.
        if !hasExponent, digits <= 18 { return .number }
        let text = String(decoding: UnsafeBufferPointer(start: bytes + start, count: position - start), as: UTF8.self)
        if isWhole, Int64(text) != nil { return .integer }
        guard let double = Double(text), double.isFinite else { throw problem("a number out of range") }
        return .number
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while next &- UInt8(ascii: "0") < 10 { position &+= 1 }
        return position - start
    }

    private mutating func requireDigits() throws(JSONProblem) {
        guard skipDigits() > 0 else { throw problem("a number ends early") }
    }
}
