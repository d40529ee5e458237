/// Something that was observed, as rules see it.
public struct Event: Sendable, Hashable {
    /// When it happened: UTC milliseconds since 1970. Windows are measured with it, never with a clock.
    public var at: Int64
    /// Named values. A nested map is reached with a dotted path (`http.response.code`); a key that is
    /// spelled exactly like the path wins over the nested one.
    public var fields: [String: Value]
    /// The raw line where there is one; keyword searches look into it too.
    public var text: String?

    public init(at: Int64, fields: [String: Value], text: String? = nil) {
        self.at = at
        self.fields = fields
        self.text = text
    }
}

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
