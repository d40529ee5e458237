import Sigma

extension Value {
    /// What a sender's text or number says; nil for nothing, emptiness, and what is neither.
    var word: String? {
        switch self {
        case .string(let text): text.isEmpty ? nil : text
        case .integer, .double: text
        case .null, .bool, .list, .map: nil
        }
    }

    /// Numbers that JSON has no word for are kept as text, spelled as in protobuf's JSON mapping.
    static func finite(_ number: Double) -> Value {
        if number.isFinite { return .double(number) }
        return .string(number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity")
    }

    /// The same value with no more members, depth and text than a signal may hold.
    /// - Parameter room: members that may still be kept; lowered by those that are.
    func bounded(by limit: FieldLimit, room: inout Int) -> Value { bounded(limit, &room, depth: limit.depth) }

    private func bounded(_ limit: FieldLimit, _ room: inout Int, depth: Int) -> Value {
        switch self {
        case .null, .bool, .integer, .double: return self
        case .string(let text): return .string(text.cut(toBytes: limit.text))
        case .list where depth == 0, .map where depth == 0: return .string(text.cut(toBytes: limit.text))
        case .list(let values):
            var kept: [Value] = []
            for value in values where room > 0 {
                room -= 1
                kept.append(value.bounded(limit, &room, depth: depth - 1))
            }
            return .list(kept)
        case .map(let members):
            var kept: [String: Value] = [:]
            for name in members.keys.sorted() where room > 0 && name.utf8.count <= DoorLimit.name {
                room -= 1
                kept[name] = members[name]?.bounded(limit, &room, depth: depth - 1)
            }
            return .map(kept)
        }
    }
}
