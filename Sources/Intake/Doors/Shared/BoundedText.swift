import OnRecord
import Sigma

extension String {
    /// At most so many bytes; what does not fit is cut off between two characters' code points.
    func cut(to max: Int) -> String {
        guard utf8.count > max else { return self }
        var end = utf8.index(utf8.startIndex, offsetBy: max)
        while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }

    /// One line of plain text for people; nil when nothing of it can be seen. Controls, and marks that turn the
    /// direction of what follows, could make a title read as something else on a page or in a terminal.
    var asTitle: String? {
        var line = ""
        var gap = false
        for scalar in unicodeScalars {
            if scalar.properties.isWhitespace || scalar.properties.generalCategory == .control {
                gap = !line.isEmpty
            } else if !scalar.turnsDirection {
                if gap { line += " " }
                gap = false
                line.unicodeScalars.append(scalar)
            }
            if line.utf8.count > DoorLimit.line { break }
        }
        return line.isEmpty ? nil : line.cut(to: DoorLimit.line)
    }

    /// A key that is kept whole or, when it is too long for that, known by its hash.
    var asKey: String? {
        if isEmpty { return nil }
        return utf8.count <= DoorLimit.line ? self : "sha256:" + sha256Hex(Array(utf8))
    }
}

extension Unicode.Scalar {
    /// Embeddings, overrides and isolates (Unicode Standard Annex 9, section 2).
    fileprivate var turnsDirection: Bool { (0x202a...0x202e).contains(value) || (0x2066...0x2069).contains(value) }
}

extension Value {
    /// What a sender's text or number says; nil for nothing, emptiness, and what is neither.
    var word: String? {
        switch self {
        case .string(let text): text.isEmpty ? nil : text
        case .integer, .double: text
        case .null, .bool, .list, .map: nil
        }
    }

    /// The same value with no more members, depth and text than a signal may hold.
    /// - Parameter room: members that may still be kept; lowered by those that are.
    func bounded(room: inout Int, depth: Int = DoorLimit.depth) -> Value {
        switch self {
        case .null, .bool, .integer, .double: return self
        case .string(let text): return .string(text.cut(to: DoorLimit.text))
        case .list where depth == 0, .map where depth == 0: return .string(text.cut(to: DoorLimit.text))
        case .list(let values):
            var kept: [Value] = []
            for value in values where room > 0 {
                room -= 1
                kept.append(value.bounded(room: &room, depth: depth - 1))
            }
            return .list(kept)
        case .map(let members):
            var kept: [String: Value] = [:]
            for name in members.keys.sorted() where room > 0 && name.utf8.count <= DoorLimit.name {
                room -= 1
                kept[name] = members[name]?.bounded(room: &room, depth: depth - 1)
            }
            return .map(kept)
        }
    }
}
