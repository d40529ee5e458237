import Mustache

/// Facts go through Mustache and the markup as one strange character each, and become text behind both. So no fact can
/// open a section or a link, whatever people have written into it, and what differs from reader to reader is put in last.
enum Placeholder {
    /// Supplementary private use area A: assigned to nobody, ever.
    private static let first: UInt32 = 0xF0000
    private static let last: UInt32 = 0xFFFFD

    static func text(_ index: Int) -> String { String(Character(Unicode.Scalar(first + UInt32(index))!)) }

    static func index(_ scalar: Unicode.Scalar) -> Int? {
        (first...last).contains(scalar.value) ? Int(scalar.value - first) : nil
    }

    /// The placeholder a text consists of.
    static func alone(_ text: String) -> Int? {
        let scalars = text.unicodeScalars
        guard let scalar = scalars.first, scalars.dropFirst().isEmpty else { return nil }
        return index(scalar)
    }

    /// Splits a text at its placeholders.
    static func pieces(_ text: String) -> [Piece] {
        var pieces: [Piece] = []
        var literal = ""
        for scalar in text.unicodeScalars {
            if let index = index(scalar) {
                if !literal.isEmpty { pieces.append(.literal(literal)) }
                literal = ""
                pieces.append(.value(index))
            } else {
                literal.unicodeScalars.append(scalar)
            }
        }
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        return pieces
    }

    enum Piece: Sendable, Hashable {
        case literal(String)
        case value(Int)
    }

    /// A text that can stand in for a placeholder: none in itself, and no control characters but line ends.
    static func clean(_ text: String) -> String {
        var clean = ""
        clean.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": clean.unicodeScalars.append(scalar)
            case "\r", "\u{2028}", "\u{2029}", "\u{85}": clean.append("\n")
            case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}": clean.append(" ")
            case _ where index(scalar) != nil: continue
            default: clean.unicodeScalars.append(scalar)
            }
        }
        return clean
    }
}

/// A fact as Mustache sees it. One that is not known is absent as a condition, and says so where it is written out.
struct MustacheFact: MustacheCustomRenderable, MustacheParent {
    var renderText: String
    var isNull: Bool

    func child(named: String) -> Any? { nil }
}
