import OnRecord
import Sigma
import Testing

@Suite("A policy file")
struct PolicyFileTests {
    @Test("A sound one becomes types")
    func sound() throws {
        let policy = try Cast.policy()
        #expect(policy.organisation.site == "https://vault.example")
        #expect(policy.promises.map(\.id).suffix(2) == ["acknowledge-SEV-2", "authority"])
        #expect(
            policy.promise("acknowledge-SEV-2")?.says
                == "Somebody is on a SEV-2 incident within 30 minutes, best effort.")
        #expect(
            policy.promise("authority")?.source
                == .duty(citation: "GDPR Art. 33(1)", recipient: "The data protection authority"))
        #expect(policy.eventClass("downtime")?.publishWhen.customersShareOver == 0.01)
        #expect(policy.openings["stolen-token"]?.evidence == ["client_ip"])
        #expect(policy.openings["odd-line"]?.opensIncident == false)
    }

    @Test("Its version changes with every byte, a comment's too")
    func version() throws {
        #expect(try Cast.policy().version == Cast.policy().version)
        #expect(try Cast.policy(replacing: "onrecord: 1", with: "onrecord: 1 # one").version != Cast.policy().version)
        #expect(try Cast.policy().version.utf8.count == 64)
    }

    @Test("A slip of the YAML is reported at its line")
    func syntax() {
        #expect(
            report("onrecord: 1\nservices:\n\t- {id: proxy}\n") == """
                policy.yaml:3: the file is not readable as YAML; expected a YAML mapping. \
                Check indentation and quotes near this line, or start from `onrecord init`.
                """)
        #expect(
            report("onrecord: 1\nservices: [{id: proxy}\nmail: 1\n")?.hasPrefix("policy.yaml:3: the file is") == true)
    }

    @Test("A key that stands twice is refused, because nobody could tell which one was promised")
    func duplicateKey() {
        let text = Cast.text(replacing: "  since: 2026-01-01", with: "  since: 2026-01-01\n  name: Another Vault")
        #expect(
            report(text) == """
                policy.yaml:3: name is written twice in one mapping; expected each key once. \
                Keep one of the two: nobody could tell which one was promised.
                """)
    }

    @Test("An empty file and a file that is no mapping are one problem each")
    func empty() {
        #expect(report("")?.hasPrefix("policy.yaml:1: the file is not readable as YAML") == true)
        #expect(
            report("- one\n- two\n") == """
                policy.yaml:1: the policy is a list; expected a mapping of keys. Write it as `key: value` lines.
                """)
    }

    @Test("A rule that cannot be applied whole is reported with its own file and line")
    func refusedRule() {
        let text = """
            # A comment.
            title: Half a rule
            id: half
            logsource: {product: vault}
            detection:
              selection: {event: login}
              condition: selection and nothing
            """
        #expect(
            report(Cast.text(), rules: Cast.rules + [RuleSource(path: "rules/half.yml", text: text)]) == """
                rules/half.yml:7: rule half is refused (the condition names “nothing”, which the detection does not define); \
                expected a rule that can be applied whole. Use one of: selection.
                """)
    }

    @Test("What a rule opens has to fit the policy, and is reported at the rule")
    func opening() {
        let rule = """
            # A comment.
            title: Sign-in
            id: sign-in
            logsource: {product: vault}
            detection: {selection: {event: login}, condition: selection}
            onrecord: {priority: urgent, class: breach, color: red}
            ---
            title: Sign-out
            id: sign-out
            logsource: {product: vault}
            detection: {selection: {event: logout}, condition: selection}
            onrecord: {priority: P2, class: theft}
            """
        #expect(
            report(Cast.text(), rules: Cast.rules + [RuleSource(path: "rules/sign.yml", text: rule)]) == """
                rules/sign.yml:2: rule sign-in: onrecord.color is an unknown key; \
                expected priority, class, says, opens, evidence, rearm, acknowledges, resolves, confirms or affects. \
                Remove it.
                rules/sign.yml:2: rule sign-in: onrecord.priority is “urgent”; \
                expected P1, P2, P3 or P4. Say how urgent an alert of this rule is.
                rules/sign.yml:8: rule sign-out: onrecord.class is “theft”; \
                expected one of breach, downtime, degraded. Use a class this policy declares.
                """)
    }

    @Test("Mistakes in the policy and in its rules are reported together")
    func together() {
        let problems = #expect(throws: PolicyProblems.self) {
            try Policy.parse(
                Cast.text(replacing: "onrecord: 1", with: "onrecord: 2"), file: "policy.yaml",
                rules: Cast.rules + [RuleSource(path: "rules/empty.yml", text: "title: Nothing\n")])
        }
        #expect(problems?.problems.map { "\($0.file):\($0.line)" } == ["policy.yaml:1", "rules/empty.yml:1"])
        #expect(problems?.description.hasSuffix("2 problems. Nothing was loaded.") == true)
    }

    @Test("The rule files a policy names are known before the rest is judged")
    func rulePaths() {
        #expect(Policy.rulePaths("rules: [../Rules/one, two.yml]\npromises: nonsense") == ["../Rules/one", "two.yml"])
        #expect(Policy.rulePaths("rules: ]") == [])
        #expect(Policy.rulePaths("onrecord: 1") == [])
    }

    private func report(_ text: String, rules: [RuleSource] = Cast.rules) -> String? {
        let problems = #expect(throws: PolicyProblems.self) {
            try Policy.parse(text, file: "policy.yaml", rules: rules)
        }
        return problems?.problems.map(\.description).joined(separator: "\n")
    }
}
