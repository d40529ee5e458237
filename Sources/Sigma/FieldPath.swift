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
    /// Whether its bytes alone decide: texts beyond ASCII can be equal and yet written differently.
    let isASCII: Bool

    public init(_ name: String) {
        self.name = name
        bytes = Array(name.utf8)
        hash = KeyHash.of(bytes)
        isASCII = bytes.allSatisfy { $0 < 0x80 }
    }
}
