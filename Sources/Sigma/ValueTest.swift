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

    /// `fields` is the whole event, for references to its other fields.
    func matches(_ value: Value, in fields: [String: Value]) -> Bool {
        switch self {
        case .text(let pattern):
            return pattern.matches(value.text)
        case .anyText(let patterns):
            return patterns.contains { $0.matches(value.text) }
        case .number(let number, let written):
            if case .string(let text) = value { return written.matches(text) }
            return Number(value).map { Comparison.equal.holds($0, number) } ?? false
        case .comparison(let comparison, let number):
            return Number(value).map { comparison.holds($0, number) } ?? false
        case .timePart(let part, let comparison, let number):
            return part.number(in: value.text).map { comparison.holds(.integer($0), number) } ?? false
        case .expression(let expression):
            return expression.matches(value.text)
        case .network(let range):
            return IPAddress(value.text).map(range.contains) ?? false
        case .field(let reference):
            return reference.matches(value, in: fields)
        }
    }
}

/// A comparison with another field of the same event (modifier `fieldref`).
struct FieldReference: Sendable, Hashable {
    let path: FieldPath
    let isCased: Bool
    let startsAnywhere: Bool
    let endsAnywhere: Bool

    func matches(_ value: Value, in fields: [String: Value]) -> Bool {
        guard let other = path.value(in: fields), !other.isNull else { return false }
        return (other.list ?? [other]).contains { candidate in
            var text = WildcardText(literal: candidate.text)
            text.anchor(start: !startsAnywhere, end: !endsAnywhere)
            return TextPattern(text, cased: isCased).matches(value.text)
        }
    }
}
