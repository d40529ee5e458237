/// A field's name as a rule writes it, with the keys it can be read as worked out once.
struct FieldPath: Sendable, Hashable {
    let name: String
    /// `keys[start][length - 1]` joins so many of the name's dotted parts, from the one at `start`.
    private let keys: [[String]]

    init(_ name: String) {
        self.name = name
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        keys = parts.indices.map { start in
            (start..<parts.count).map { end in parts[start...end].joined(separator: ".") }
        }
    }

    func value(in event: Event) -> Value? { value(in: event.fields) }

    func value(in fields: [String: Value]) -> Value? {
        if let value = fields[name] { return value }
        return keys.count > 1 ? nested(in: fields, from: 0) : nil
    }

    /// The whole rest as one key first, then its beginning as a map that holds the remainder.
    private func nested(in fields: [String: Value], from start: Int) -> Value? {
        let candidates = keys[start]
        if let value = fields[candidates[candidates.count - 1]] { return value }
        for index in candidates.indices.dropLast() {
            guard case .map(let inner)? = fields[candidates[index]] else { continue }
            if let value = nested(in: inner, from: start + index + 1) { return value }
        }
        return nil
    }
}
