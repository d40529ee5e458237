/// Something an event has to have for a rule to match it: what the index finds rules by.
enum Clue: Sendable, Hashable {
    /// The field is there.
    case field(FieldPath)
    /// The field's folded text, or one of its members', holds this.
    case literal(FieldPath, ClueText)
    /// Some text of the event, folded, holds this.
    case keyword(ClueText)

    /// How many events it keeps away, very roughly.
    fileprivate var worth: Int {
        switch self {
        case .field: 0
        case .literal(_, let text), .keyword(let text): text.bytes.count + (text.atStart && text.atEnd ? 100 : 0)
        }
    }
}

/// A literal stretch of a pattern, folded.
struct ClueText: Sendable, Hashable {
    /// So much tells texts apart; the rest is left to the rule's own tests.
    private static let lengthMax = 32

    let bytes: [UInt8]
    let atStart: Bool
    let atEnd: Bool

    /// Nil where nothing is left to look for.
    init?(_ bytes: some Collection<UInt8>, atStart: Bool, atEnd: Bool) {
        if bytes.isEmpty { return nil }
        self.bytes = Array(bytes.prefix(Self.lengthMax))
        self.atStart = atStart
        self.atEnd = atEnd && bytes.count <= Self.lengthMax
    }
}

/// Clues of which an event has at least one if it matches; nil in place of such a list: nothing is sure.
private typealias Clues = [Clue]

private func best(_ choices: some Sequence<Clues?>) -> Clues? {
    choices.compactMap { $0 }.max { worth($0) < worth($1) }
}

private func all(_ choices: some Sequence<Clues?>) -> Clues? {
    var union: Clues = []
    for choice in choices {
        guard let choice else { return nil }
        union += choice
    }
    return union
}

private func worth(_ clues: Clues) -> Int { clues.map(\.worth).min() ?? 0 }

// MARK: - What rules need

extension Detection {
    /// Any of these; nil if the rule may match whatever the event has.
    var clues: [Clue]? { clues(of: condition) }

    private func clues(of condition: Condition) -> [Clue]? {
        switch condition {
        case .selection(let index): all(selections[index].alternatives.map(\.clues))
        case .not: nil
        case .and(let conditions): best(conditions.map { clues(of: $0) })
        case .or(let conditions): all(conditions.map { clues(of: $0) })
        case .atLeast(let least, let indices):
            least < 1 ? nil : all(indices.map { all(selections[$0].alternatives.map(\.clues)) })
        }
    }
}

extension Selection.Alternative {
    fileprivate var clues: [Clue]? { best(fields.map(\.clues) + keywords.map(\.clues)) }
}

extension FieldTest {
    fileprivate var clues: [Clue]? {
        switch expectation {
        case .null, .exists(false): return nil
        case .exists(true), .values(_, _, isNegated: true), .patterns(_, _, _, isNegated: true):
            return [.field(path)]
        case .values(let tests, let needsAll, _):
            return clues(tests.map(\.texts), needsAll: needsAll)
        case .patterns(let patterns, _, let needsAll, _):
            return clues(patterns.map { $0.clue.map { [$0] } }, needsAll: needsAll)
        }
    }

    private func clues(_ texts: [[ClueText]?], needsAll: Bool) -> [Clue] {
        let choices = texts.map { $0?.map { Clue.literal(path, $0) } }
        return (needsAll ? best(choices) : all(choices)) ?? [.field(path)]
    }
}

extension KeywordTest {
    fileprivate var clues: [Clue]? {
        let choices = keywords.map { $0.texts?.map(Clue.keyword) }
        return needsAll ? best(choices) : all(choices)
    }
}

extension ValueTest {
    /// Any of these stands in the value's text; nil if it need not hold any.
    fileprivate var texts: [ClueText]? {
        switch self {
        case .text(let pattern): pattern.clue.map { [$0] }
        case .anyText(let patterns): all(patterns.map(\.clue))
        case .number(let number, let written): all([number.clue, written.clue])
        case .comparison, .timePart, .expression, .network, .field: nil
        }
    }

    private func all(_ texts: [ClueText?]) -> [ClueText]? {
        let sure = texts.compactMap { $0 }
        return sure.count == texts.count ? sure : nil
    }
}

extension Number {
    /// Equal numbers read alike as long as a double can tell whole numbers apart.
    fileprivate var clue: ClueText? {
        let text: String
        switch self {
        case .integer(let number):
            guard number.magnitude < 1 << 53 else { return nil }
            text = String(number)
        case .double(let number):
            guard number.magnitude < 0x1p53 else { return nil }
            text = Value.double(number).text
        }
        return ClueText(text.utf8.map(CaseFolding.fold), atStart: true, atEnd: true)
    }
}
