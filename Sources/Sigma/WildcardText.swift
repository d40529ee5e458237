/// A value as Sigma writes text: literal stretches, `*` for any run of characters and `?` for exactly one.
struct WildcardText: Sendable, Hashable {
    enum Piece: Sendable, Hashable {
        case literal(String)
        case anyRun
        case anyCharacter
        /// Any of the characters that can begin a command-line flag (modifier `windash`).
        case dash
    }

    private(set) var pieces: [Piece] = []

    /// Reads the escapes of the rules specification, "Escape Character": a backslash takes the special meaning
    /// from `*`, `?` and itself, and is a plain backslash before anything else.
    init(_ text: String) {
        var literal = ""
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\\":
                if let next = scalars.first, next == "*" || next == "?" || next == "\\" {
                    literal.unicodeScalars.append(scalars.removeFirst())
                } else {
                    literal.unicodeScalars.append(scalar)
                }
            case "*", "?":
                append(literal: &literal)
                pieces.append(scalar == "*" ? .anyRun : .anyCharacter)
            default:
                literal.unicodeScalars.append(scalar)
            }
        }
        append(literal: &literal)
    }

    init(literal: String) {
        pieces = literal.isEmpty ? [] : [.literal(literal)]
    }

    /// The text without wildcards; nil if it has any.
    var literal: String? {
        switch pieces.first {
        case nil: ""
        case .literal(let text)? where pieces.count == 1: text
        default: nil
        }
    }

    mutating func anchor(start: Bool, end: Bool) {
        if !start { pieces.insert(.anyRun, at: 0) }
        if !end { pieces.append(.anyRun) }
    }

    /// Hyphen, slash, en dash, em dash and horizontal bar (modifiers appendix, `windash`).
    static let dashes: [Unicode.Scalar] = ["-", "/", "\u{2013}", "\u{2014}", "\u{2015}"]

    /// Lets each dash stand for all of them. A choice at its place says the same as every permutation would,
    /// and stays one pattern however many dashes there are.
    mutating func freeDashes() {
        let written = pieces
        pieces = []
        for piece in written {
            guard case .literal(let text) = piece else {
                pieces.append(piece)
                continue
            }
            var literal = ""
            for scalar in text.unicodeScalars {
                if Self.dashes.contains(scalar) {
                    append(literal: &literal)
                    pieces.append(.dash)
                } else {
                    literal.unicodeScalars.append(scalar)
                }
            }
            append(literal: &literal)
        }
    }

    private mutating func append(literal: inout String) {
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        literal = ""
    }
}
