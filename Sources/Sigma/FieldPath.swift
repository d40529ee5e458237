/// A field's name as a rule writes it, with the keys it can be read as worked out once.
struct FieldPath: Sendable, Hashable {
    let name: String
    /// `keys[start][length - 1]` joins so many of the name's dotted parts, from the one at `start`.
    private let keys: [[FieldKey]]

    init(_ name: String) {
        self.name = name
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        keys = parts.indices.map { start in
            (start..<parts.count).map { end in FieldKey(parts[start...end].joined(separator: ".")) }
        }
    }

    /// The only key it can be read as; nil if it may lead into a nested map.
    var onlyKey: FieldKey? { keys.count == 1 ? keys[0][0] : nil }

    func value(in event: Event) -> Value? { event.read { find(in: $0)?.value } }

    func value(in fields: [String: Value]) -> Value? { find(in: .value(.map(fields)), from: 0)?.value }

    func find(in event: EventView) -> FieldValue? { find(in: event.fields, from: 0) }

    /// The whole rest as one key first, then its beginning as a map that holds the remainder.
    private func find(in map: FieldValue, from start: Int) -> FieldValue? {
        let candidates = keys[start]
        if let value = map[candidates[candidates.count - 1]] { return value }
        for index in candidates.indices.dropLast() {
            guard let inner = map[candidates[index]] else { continue }
            if let value = find(in: inner, from: start + index + 1) { return value }
        }
        return nil
    }
}

/// One key of a map, ready to be found among names that are still bytes.
public struct FieldKey: Sendable, Hashable {
    public let name: String
    let bytes: [UInt8]
    let hash: UInt32
    /// The first eight bytes, or as many as there are, the first one lowest; and what they cover.
    let beginning: UInt64
    let beginningMask: UInt64
    /// A bit that stands for the first two bytes.
    let beginningBit: UInt64
    /// Whether its bytes alone decide: texts beyond ASCII can be equal and yet written differently.
    let isASCII: Bool

    public init(_ name: String) {
        self.name = name
        bytes = Array(name.utf8)
        hash = KeyHash.of(bytes)
        // A key of one byte may begin a longer one.
        beginningBit = bytes.count < 2 ? .max : Self.bit(bytes[0], bytes[1])
        beginning = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
        beginningMask = bytes.prefix(8).reduce(0) { mask, _ in mask << 8 | 0xff }
        isASCII = bytes.allSatisfy { $0 < 0x80 }
    }

    @inline(__always)
    static func bit(_ first: UInt8, _ second: UInt8) -> UInt64 { 1 << UInt64((first &+ second &* 7) & 63) }
}
