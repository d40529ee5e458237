/// What one key of a selection asks of one field. A class, as are the other parts of a compiled rule: an event passes
/// many of them, and a reference is all that has to be held on the way.
final class FieldTest: Sendable {
    /// The key as the rule writes it: `Image|endswith`.
    let key: String
    let path: FieldPath
    let expectation: Expectation

    enum Expectation: Sendable, Hashable {
        /// The field is absent or null.
        case null
        case exists(Bool)
        case values([ValueTest], needsAll: Bool, isNegated: Bool)
        /// Several patterns alike in case: the field's text is folded once for all of them.
        case patterns([TextPattern], cased: Bool, needsAll: Bool, isNegated: Bool)
    }

    init(key: String, path: FieldPath, expectation: Expectation) {
        self.key = key
        self.path = path
        self.expectation = expectation
    }

    /// A field that is absent or null fulfils nothing but `null` and `exists: false`; negation does not change
    /// that. A list is tested member by member: one that matches is enough.
    func matches(_ event: EventView) -> Bool {
        let value = path.find(in: event)
        switch expectation {
        case .null:
            return value.map(\.isNull) ?? true
        case .exists(let expected):
            return (value != nil) == expected
        case .values(let tests, let needsAll, let isNegated):
            guard let value, !value.isNull else { return false }
            func isMet(_ test: ValueTest) -> Bool { value.hasMember { test.matches($0, in: event) } }
            return (needsAll ? tests.allSatisfy(isMet) : tests.contains(where: isMet)) != isNegated
        case .patterns(let patterns, let cased, let needsAll, let isNegated):
            guard let value, !value.isNull else { return false }
            if needsAll {
                return patterns.allSatisfy { pattern in value.hasMember { $0.withText(pattern.matches) } } != isNegated
            }
            return value.hasMember { member in
                member.withText { text in
                    text.withHaystack(cased: cased) { haystack in patterns.contains { $0.matches(haystack) } }
                }
            } != isNegated
        }
    }
}
