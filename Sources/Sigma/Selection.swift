/// A search identifier of a rule's detection: what stands under one name.
final class Selection: Sendable {
    let name: String
    /// What the rule writes under the name; an explanation shows it.
    let written: Value
    /// Any one of these is enough; each is a map whose tests must all hold, or one keyword test.
    let alternatives: [Alternative]

    init(name: String, written: Value, alternatives: [Alternative]) {
        self.name = name
        self.written = written
        self.alternatives = alternatives
    }

    struct Alternative: Sendable {
        var fields: [FieldTest] = []
        var keywords: [KeywordTest] = []

        func matches(_ event: EventView) -> Bool {
            for test in fields where !test.matches(event) { return false }
            for test in keywords where !test.matches(event) { return false }
            return true
        }
    }

    func matches(_ event: EventView) -> Bool {
        for alternative in alternatives where alternative.matches(event) { return true }
        return false
    }
}
