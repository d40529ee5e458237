import Sigma
import Testing

@Suite("Explaining")
struct ExplanationTests {
    @Test("an explanation goes selection by selection and shows what was found")
    func detection() throws {
        let rules = try load(
            rule(detection: "login:\n  kind: auth\n  user|startswith: adm\nwords: [evil]\ncondition: login or words"))
        let event = Event(at: 0, fields: ["kind": "auth", "user": "root", "logsource_category": "application"])
        let explanation = try #require(rules.explain(rule: "r", event))
        #expect(!explanation.isMatch)
        #expect(explanation.isLogsourceAdmitted)
        #expect(explanation.selections.map(\.name) == ["login", "words"])
        let tests = explanation.selections[0].tests
        #expect(tests.map(\.key) == ["kind", "user|startswith"])
        #expect(tests.map(\.found) == ["auth", "root"])
        #expect(tests.map(\.isMatch) == [true, false])
        #expect(
            explanation.description == """
                r: no match
                  login: no
                    kind: yes, found "auth"
                    user|startswith: no, found "root"
                  words: no
                    keywords: no
                """)
    }

    @Test("an event of another log source is said to be one")
    func logsource() throws {
        let rules = try load(rule(selection: "kind: auth"))
        let event = Event(at: 0, fields: ["kind": "auth", "logsource_category": "firewall"])
        let explanation = try #require(rules.explain(rule: "r", event))
        #expect(!explanation.isMatch)
        #expect(!explanation.isLogsourceAdmitted)
        #expect(explanation.selections[0].isMatch)
    }

    @Test("a correlation is explained by the rules it counts")
    func correlation() throws {
        let rules = try load(bruteForce)
        let explanation = try #require(rules.explain(rule: "brute-force", failure("203.0.113.1", at: 0)))
        #expect(explanation.isMatch)
        #expect(explanation.inputs.map(\.rule) == ["failed"])
        #expect(rules.explain(rule: "nobody", failure("203.0.113.1", at: 0)) == nil)
    }
}
