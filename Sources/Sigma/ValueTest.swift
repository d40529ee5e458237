/// One value of a rule, ready to be compared with a field's value.
enum ValueTest: Sendable, Hashable {
    case text(TextPattern)
    /// One value in several forms, any of which will do: the alignments of `base64offset`.
    case anyText([TextPattern])
    /// Numbers equal numbers by amount, and text by how the rule wrote them.
    case number(Number, written: TextPattern)
    case comparison(Comparison, Number)
    case timePart(TimePart, Comparison, Number)
    case expression(RegularExpression)
    case network(AddressRange)
    case field(FieldReference)

    /// `event` is the whole of it, for references to other fields.
    func matches(_ value: FieldValue, in event: EventView) -> Bool {
        switch self {
        case .text(let pattern):
            return value.withText(pattern.matches)
        case .anyText(let patterns):
            return value.withText { text in patterns.contains { $0.matches(text) } }
        case .number(let number, let written):
            if value.isString { return value.withText(written.matches) }
            return Number(value.value).map { Comparison.equal.holds($0, number) } ?? false
        case .comparison(let comparison, let number):
            return Number(value.value).map { comparison.holds($0, number) } ?? false
        case .timePart(let part, let comparison, let number):
            return part.number(in: value.value.text).map { comparison.holds(.integer($0), number) } ?? false
        case .expression(let expression):
            return expression.matches(value.value.text)
        case .network(let range):
            return IPAddress(value.value.text).map(range.contains) ?? false
        case .field(let reference):
            return reference.matches(value, in: event)
        }
    }
}

/// A comparison with another field of the same event (modifier `fieldref`).
struct FieldReference: Sendable, Hashable {
    let path: FieldPath
    let isCased: Bool
    let startsAnywhere: Bool
    let endsAnywhere: Bool

    func matches(_ value: FieldValue, in event: EventView) -> Bool {
        guard let other = path.find(in: event), !other.isNull else { return false }
        return other.hasMember { candidate in
            var text = WildcardText(literal: candidate.value.text)
            text.anchor(start: !startsAnywhere, end: !endsAnywhere)
            return value.withText(TextPattern(text, cased: isCased).matches)
        }
    }
}
