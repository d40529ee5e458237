import Sigma
import Testing

@Suite("Conditions")
struct ConditionTests {
    /// Selections a1, a2, b and _c match when the field of that name is 1.
    private func condition(_ condition: String, holdsFor names: [String]) throws -> Bool {
        let detection = """
            a1: {a1: 1}
            a2: {a2: 1}
            b: {b: 1}
            _c: {_c: 1}
            condition: \(condition)
            """
        var detector = Detector(rules: try load(rule(detection: detection)))
        let fields = Dictionary(uniqueKeysWithValues: names.map { ($0, Value.integer(1)) })
        return !detector.observe(Event(at: 0, fields: fields)).isEmpty
    }

    @Test(
        "and binds closer than or, not closer than and, brackets closest",
        arguments: [
            ("a1 or a2 and b", ["a1"], true), ("(a1 or a2) and b", ["a1"], false),
            ("(a1 or a2) and b", ["a2", "b"], true),
            ("not a1 and b", ["b"], true), ("not (a1 and b)", ["a1"], true), ("not a1 or b", ["a1"], false),
            ("not not a1", ["a1"], true), ("a1 AND NOT b", ["a1"], true), ("a1 and not b", ["a1", "b"], false),
            ("((a1))", ["a1"], true),
        ])
    func precedence(text: String, names: [String], expected: Bool) throws {
        #expect(try condition(text, holdsFor: names) == expected)
    }

    @Test(
        "x of counts selections by pattern, and them leaves out those that begin with an underscore",
        arguments: [
            ("1 of a*", ["a2"], true), ("1 of a*", ["b"], false), ("all of a*", ["a1"], false),
            ("all of a*", ["a1", "a2"], true),
            ("2 of them", ["a1", "b"], true), ("2 of them", ["a1", "_c"], false), ("1 of them", ["_c"], false),
            ("all of them", ["a1", "a2", "b"], true), ("1 of _*", ["_c"], true), ("any of a*", ["a1"], true),
            ("1 of *1 and not 1 of b*", ["a1"], true), ("not all of a*", ["a1"], true), ("2 of *", ["b", "_c"], true),
        ])
    func quantities(text: String, names: [String], expected: Bool) throws {
        #expect(try condition(text, holdsFor: names) == expected)
    }

    @Test("a list of conditions asks for one of them")
    func listOfConditions() throws {
        #expect(try condition("[a1 and a2, b]", holdsFor: ["b"]))
        #expect(try !condition("[a1 and a2, b]", holdsFor: ["a1"]))
    }

    @Test(
        "a condition that cannot be understood is refused",
        arguments: [
            "a1 and", "and a1", "a1 b", "(a1", "a1)", "unknown", "1 of x*", "5 of a*", "0 of a*", "some of a*", "1 of",
            "a1 | count() > 5", "''", "not",
        ])
    func refused(text: String) {
        #expect(problems(rule(detection: "a1: {x: 1}\na2: {x: 2}\ncondition: \(text)")).count == 1)
    }

    @Test("brackets without end are refused, not followed")
    func deepNesting() {
        let text = String(repeating: "(", count: 4_000) + "a" + String(repeating: ")", count: 4_000)
        #expect(problems(rule(detection: "a: {x: 1}\ncondition: \(text)")).first?.reason.contains("nested") == true)
    }
}
