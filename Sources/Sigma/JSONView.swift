/// A part of a scanned text with sight of its bytes. It lives only inside the closure that gets it.
struct JSONView {
    /// The first byte of the text.
    let base: UnsafePointer<UInt8>
    let part: UnsafePointer<JSONPart>

    @inline(__always)
    var kind: JSONPart.Kind { part.pointee.kind }

    /// As it stands in the text; a string without its quotes.
    var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(
            start: base + Int(part.pointee.start), count: Int(part.pointee.end) - Int(part.pointee.start))
    }

    var keyBytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base + Int(part.pointee.keyStart), count: Int(part.pointee.keyLength))
    }

    var key: String {
        part.pointee.isKeyPlain ? String(decoding: keyBytes, as: UTF8.self) : JSONEscape.decoded(keyBytes)
    }

    /// What a map or list holds, in its order; empty for all else.
    var members: Members { Members(base: base, rest: part + 1, end: part + Int(part.pointee.count)) }

    struct Members: Sequence, IteratorProtocol {
        fileprivate let base: UnsafePointer<UInt8>
        fileprivate var rest: UnsafePointer<JSONPart>
        fileprivate let end: UnsafePointer<JSONPart>

        @inline(__always)
        mutating func next() -> JSONView? {
            guard rest < end else { return nil }
            defer { rest += Int(rest.pointee.count) }
            return JSONView(base: base, part: rest)
        }
    }

    /// The member of a map; where a key stands twice, the last one counts.
    func member(_ key: FieldKey) -> JSONView? {
        guard kind == .map else { return nil }
        var found: JSONView?
        for member in members where member.isNamed(key) { found = member }
        return found
    }

    @inline(__always)
    func isNamed(_ key: FieldKey) -> Bool {
        guard part.pointee.isKeyPlain, key.isASCII else { return mayBeNamed(key) && self.key == key.name }
        return part.pointee.keyHash == key.hash && keyBytes.count == key.bytes.count && keyBytes.holds(key.bytes, at: 0)
    }

    /// Whether the key is this one, or begins with it and a dot.
    @inline(__always)
    func isUnder(_ key: FieldKey) -> Bool {
        guard part.pointee.isKeyPlain else { return self.key == key.name || self.key.hasPrefix(key.name + ".") }
        let (bytes, count) = (keyBytes, key.bytes.count)
        // The first bytes at once, as most keys differ there; eight can be read from any place of a text.
        let difference = (ByteSearch.word(at: base + Int(part.pointee.keyStart)) ^ key.beginning) & key.beginningMask
        guard difference == 0, bytes.count >= count, bytes.holds(key.bytes, at: 0) else { return false }
        return bytes.count == count || bytes[count] == UInt8(ascii: ".")
    }

    /// Looks at keys that are not written as plain ASCII, without making texts of them: false as soon as two ASCII
    /// characters differ, which no normalisation makes equal. What lies beyond ASCII is left to whoever compares texts.
    private func mayBeNamed(_ key: FieldKey) -> Bool {
        var rest = keyBytes[...]
        for byte in key.bytes {
            guard byte < 0x80 else { return true }
            guard let found = JSONEscape.nextCode(&rest) else { return false }
            if found >= 0x80 { return true }
            if found != byte { return false }
        }
        return rest.isEmpty
    }
}

extension JSONView {
    var value: Value {
        switch kind {
        case .null: .null
        case .false: .bool(false)
        case .true: .bool(true)
        case .integer: .integer(integer)
        case .number: number
        case .text: .string(String(decoding: bytes, as: UTF8.self))
        case .escapedText: .string(JSONEscape.decoded(bytes))
        case .list: .list(members.map(\.value))
        case .map: .map(fields)
        }
    }

    /// Of a map, empty for all else; where a key stands twice, the last one counts.
    var fields: [String: Value] {
        var fields: [String: Value] = [:]
        for member in members where kind == .map { fields[member.key] = member.value }
        return fields
    }

    /// The scanner let only such pass as `Int64` can hold.
    private var integer: Int64 {
        let isNegative = bytes.first == UInt8(ascii: "-")
        var number: Int64 = 0
        for byte in bytes.dropFirst(isNegative ? 1 : 0) {
            let digit = Int64(byte &- UInt8(ascii: "0"))
            number = number &* 10 &+ (isNegative ? -digit : digit)
        }
        return number
    }

    private var number: Value {
        let text = String(decoding: bytes, as: UTF8.self)
        return Int64(text).map(Value.integer) ?? .double(Double(text) ?? 0)
    }
}
