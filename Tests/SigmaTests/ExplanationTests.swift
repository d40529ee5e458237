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
                “A test rule” (r): does not match.
                  Condition: login or words
                  login: no
                    yes  kind: "auth"; found "auth"
                    no   user|startswith: "adm"; found "root"
                  words: no
                    no   keywords: "evil"
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

    @Test("a list of maps is explained as alternatives, with what the event lacks")
    func alternatives() throws {
        let rules = try load(
            rule(
                detection: """
                    login:
                      - kind: [auth, sudo]
                        host: db1
                      - path|contains: /etc
                    noise: {user: backup}
                    condition: 1 of login* and not noise
                    """))
        let event = Event(at: 0, fields: ["kind": "auth", "host": "db2"])
        #expect(
            rules.explain(rule: "r", event)?.description == """
                “A test rule” (r): does not match.
                  Condition: 1 of (login) and not noise
                  login: no
                    yes  kind: ["auth","sudo"]; found "auth"
                    no   host: "db1"; found "db2"
                    or
                    no   path|contains: "/etc"; the event has no such field
                  noise: no
                    no   user: "backup"; the event has no such field
                """)
    }

    @Test("a correlation is explained by the rules it counts and the group the event falls into")
    func correlation() throws {
        let rules = try load(bruteForce)
        let explanation = try #require(rules.explain(rule: "brute-force", failure("203.0.113.1", at: 0)))
        #expect(explanation.isMatch)
        #expect(explanation.inputs.map(\.rule) == ["failed"])
        #expect(explanation.counting?.groups == [["ip": "203.0.113.1"]])
        #expect(
            explanation.description == """
                “Many failed sign-ins” (brute-force): the event counts.
                  Its group: ip = "203.0.113.1"
                  Fires at 4 events of one group within 15m. Counted rules:
                    “Failed sign-in” (failed): matches.
                      Condition: selection
                      selection: yes
                        yes  kind: "auth_failure"; found "auth_failure"
                """)
        #expect(rules.explain(rule: "nobody", failure("203.0.113.1", at: 0)) == nil)
    }

    @Test("an event without the field to group by does not count, and is told which field that is")
    func ungrouped() throws {
        let event = Event(at: 0, fields: ["kind": "auth_failure"])
        let explanation = try #require(try load(bruteForce).explain(rule: "brute-force", event))
        #expect(!explanation.isMatch)
        #expect(explanation.inputs.map(\.isMatch) == [true])
        #expect(explanation.counting?.missing == ["ip"])
        #expect(explanation.description.contains("It is missing from the event: ip"))
    }
}
