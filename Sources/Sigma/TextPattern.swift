/// A wildcard text compiled for matching: folded once here, so that no event folds it again.
struct TextPattern: Sendable, Hashable {
    let cased: Bool
    private let shape: Shape

    private enum Shape: Sendable, Hashable {
        case anything
        case exact([UInt8])
        case prefix([UInt8])
        case suffix([UInt8])
        case infix([UInt8])
        case glob([Glob.Token])
    }

    init(_ text: WildcardText, cased: Bool) {
        self.cased = cased
        shape = Self.shape(of: text.pieces, cased: cased)
    }

    private static func shape(of pieces: [WildcardText.Piece], cased: Bool) -> Shape {
        func bytes(_ text: String) -> [UInt8] { cased ? Array(text.utf8) : CaseFolding.fold(text) }
        var distinct: [WildcardText.Piece] = []
        for piece in pieces where piece != .anyRun || distinct.last != .anyRun { distinct.append(piece) }

        switch distinct.count {
        case 0: return .exact([])
        case 1:
            if case .literal(let text) = distinct[0] { return .exact(bytes(text)) }
            if distinct[0] == .anyRun { return .anything }
        case 2:
            if case .literal(let text) = distinct[0], distinct[1] == .anyRun { return .prefix(bytes(text)) }
            if distinct[0] == .anyRun, case .literal(let text) = distinct[1] { return .suffix(bytes(text)) }
        case 3:
            if distinct[0] == .anyRun, case .literal(let text) = distinct[1], distinct[2] == .anyRun {
                return .infix(bytes(text))
            }
        default: break
        }
        return .glob(
            distinct.flatMap { piece -> [Glob.Token] in
                switch piece {
                case .literal(let text): bytes(text).map(Glob.Token.byte)
                case .anyRun: [.anyRun]
                case .anyCharacter: [.anyCharacter]
                case .dash: [.dash]
                }
            })
    }

    /// The longest literal it needs; nil if it has none.
    var clue: ClueText? {
        func text(_ bytes: [UInt8], atStart: Bool = false, atEnd: Bool = false) -> ClueText? {
            let folded = cased ? CaseFolding.fold(String(decoding: bytes, as: UTF8.self)) : bytes
            return ClueText(folded, atStart: atStart, atEnd: atEnd)
        }
        switch shape {
        case .anything: return nil
        case .exact(let bytes): return text(bytes, atStart: true, atEnd: true)
        case .prefix(let bytes): return text(bytes, atStart: true)
        case .suffix(let bytes): return text(bytes, atEnd: true)
        case .infix(let bytes): return text(bytes)
        case .glob(let tokens): return text(Glob.longestLiteral(of: tokens))
        }
    }

    func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8(matches)
    }

    /// - Parameter text: in UTF-8.
    func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        switch shape {
        case .anything: return true
        case .exact(let pattern): return isExact(text, pattern)
        default: return text.withHaystack(cased: cased, matches)
        }
    }

    /// Expects a haystack made with this pattern's `cased`.
    func matches(_ haystack: Haystack) -> Bool {
        let bytes = haystack.bytes
        switch shape {
        case .anything: return true
        case .exact(let pattern): return bytes.count == pattern.count && bytes.holds(pattern, at: 0)
        case .prefix(let pattern): return bytes.holds(pattern, at: 0)
        case .suffix(let pattern): return bytes.holds(pattern, at: bytes.count - pattern.count)
        case .infix(let pattern): return bytes.contains(pattern)
        case .glob(let tokens): return Glob.matches(tokens, haystack)
        }
    }

    /// Most tests of most rules end here at the first byte that differs: folding works character by character,
    /// so a differing ASCII byte decides without folding the rest.
    private func isExact(_ text: UnsafeBufferPointer<UInt8>, _ pattern: [UInt8]) -> Bool {
        for index in text.indices {
            let byte = text[index]
            if byte >= 0x80, !cased { return text.withHaystack(cased: cased, matches) }
            guard index < pattern.count, pattern[index] == (cased ? byte : CaseFolding.fold(byte)) else {
                return false
            }
        }
        return text.count == pattern.count
    }
}

extension UnsafeBufferPointer<UInt8> {
    func holds(_ pattern: [UInt8], at start: Int) -> Bool {
        guard start >= 0, start + pattern.count <= count else { return false }
        for index in pattern.indices where self[start + index] != pattern[index] { return false }
        return true
    }

    func contains(_ pattern: [UInt8]) -> Bool {
        guard let first = pattern.first else { return true }
        guard pattern.count <= count else { return false }
        for start in 0...(count - pattern.count) where self[start] == first {
            if holds(pattern, at: start) { return true }
        }
        return false
    }
}
