import Sigma

/// Reads one JSON text (RFC 8259) from bytes into a value. Strict, bounded in depth, and exact about where it stopped.
/// When a key stands twice in an object, the last one counts.
public struct JSONReader {
    public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        /// 0-based position in the bytes handed in.
        public var offset: Int
        public var reason: String
        public var description: String { "\(reason) at byte \(offset)" }
    }

    static let depthMax = 64

    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private var depth = 0

    private init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    public static func read(_ bytes: ArraySlice<UInt8>) throws(Problem) -> Value {
        var reader = JSONReader(bytes)
        reader.skipSpace()
        let value = try reader.value()
        reader.skipSpace()
        guard reader.position == bytes.endIndex else { throw reader.problem("something follows the value") }
        return value
    }

    private func problem(_ reason: String) -> Problem {
        Problem(offset: position - bytes.startIndex, reason: reason)
    }

    private var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    private mutating func value() throws(Problem) -> Value {
        switch next {
        case UInt8(ascii: "{"): try object()
        case UInt8(ascii: "["): try array()
        case UInt8(ascii: "\""): .string(try string())
        case UInt8(ascii: "t"): try word("true", .bool(true))
        case UInt8(ascii: "f"): try word("false", .bool(false))
        case UInt8(ascii: "n"): try word("null", .null)
        case nil: throw problem("the text ends early")
        default: try number()
        }
    }

    private mutating func word(_ word: StaticString, _ value: Value) throws(Problem) -> Value {
        let expected = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard bytes[position...].starts(with: expected) else { throw problem("an unknown word") }
        position += expected.count
        return value
    }

    private mutating func object() throws(Problem) -> Value {
        try enter()
        var members: [String: Value] = [:]
        skipSpace()
        if next == UInt8(ascii: "}") { return leave(.map(members)) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw problem("a key is missing") }
            let key = try string()
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw problem("a colon is missing") }
            position += 1
            skipSpace()
            members[key] = try value()
            skipSpace()
            if next == UInt8(ascii: "}") { return leave(.map(members)) }
            guard next == UInt8(ascii: ",") else { throw problem("a comma or } is missing") }
            position += 1
        }
    }

    private mutating func array() throws(Problem) -> Value {
        try enter()
        var elements: [Value] = []
        skipSpace()
        if next == UInt8(ascii: "]") { return leave(.list(elements)) }
        while true {
            skipSpace()
            elements.append(try value())
            skipSpace()
            if next == UInt8(ascii: "]") { return leave(.list(elements)) }
            guard next == UInt8(ascii: ",") else { throw problem("a comma or ] is missing") }
            position += 1
        }
    }

    private mutating func enter() throws(Problem) {
        guard depth < JSONReader.depthMax else { throw problem("nested deeper than \(JSONReader.depthMax)") }
        depth += 1
        position += 1
    }

    private mutating func leave(_ value: Value) -> Value {
        depth -= 1
        position += 1
        return value
    }

    private mutating func string() throws(Problem) -> String {
        position += 1
        let start = position
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        if next == UInt8(ascii: "\"") {
            let text = try decoded(bytes[start..<position])
            position += 1
            return text
        }
        var text = Array(bytes[start..<position])
        while true {
            switch next {
            case nil: throw problem("a string ends early")
            case UInt8(ascii: "\""):
                let whole = try decoded(text[...])
                position += 1
                return whole
            case UInt8(ascii: "\\"): text += try escape()
            case .some(let byte) where byte < 0x20: throw problem("a control character in a string")
            case .some(let byte):
                text.append(byte)
                position += 1
            }
        }
    }

    private func decoded(_ slice: ArraySlice<UInt8>) throws(Problem) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else { throw problem("a string is not UTF-8") }
        return text
    }

    private mutating func escape() throws(Problem) -> [UInt8] {
        position += 1
        guard let byte = next else { throw problem("an escape ends early") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0c]
        case UInt8(ascii: "n"): return [0x0a]
        case UInt8(ascii: "r"): return [0x0d]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            var code = try hex4()
            if (0xd800..<0xdc00).contains(code) {
                guard bytes[position...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
                    throw problem("half of a surrogate pair")
                }
                position += 2
                let low = try hex4()
                guard (0xdc00..<0xe000).contains(low) else { throw problem("half of a surrogate pair") }
                code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw problem("half of a surrogate pair") }
            return Array(String(Character(scalar)).utf8)
        default: throw problem("an unknown escape")
        }
    }

    private mutating func hex4() throws(Problem) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw problem("a \\u escape without four hex digits")
            }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        return code
    }

    private mutating func number() throws(Problem) -> Value {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        guard let first = next, (48...57).contains(first) else { throw problem("no value begins here") }
        skipDigits()
        guard first != 48 || bytes[start..<position].count(where: { $0 != UInt8(ascii: "-") }) == 1 else {
            throw problem("a number with a leading zero")
        }
        var isWhole = true
        if next == UInt8(ascii: ".") {
            position += 1
            isWhole = false
            try requireDigits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            position += 1
            isWhole = false
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            try requireDigits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let whole = Int64(text) { return .integer(whole) }
        guard let double = Double(text), double.isFinite else { throw problem("a number out of range") }
        return .double(double)
    }

    private mutating func skipDigits() {
        while let byte = next, (48...57).contains(byte) { position += 1 }
    }

    private mutating func requireDigits() throws(Problem) {
        guard let byte = next, (48...57).contains(byte) else { throw problem("a number ends early") }
        skipDigits()
    }
}
