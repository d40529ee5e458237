import OnRecord
import Testing

@Suite("A policy with ten mistakes")
struct TenMistakesTests {
    @Test("All ten are reported at once, each with line, key, what was found, what is expected and the remedy")
    func allTen() throws {
        let text = try Checkout.text("Tests/Fixtures/policy-with-ten-mistakes.yaml")
        let problems = #expect(throws: PolicyProblems.self) { try Policy.parse(text, file: "policy.yaml", rules: []) }
        #expect(problems?.description == golden)
        #expect(problems?.problems.count == 10)
    }

    private let golden = """
        policy.yaml:7: organisation.site is “vault.example”; expected scheme and host. For example `site: \
        https://vault.example`.
        policy.yaml:10: organisation.time_zone is “Europe/Atlantis”; expected a name of the IANA time zone \
        database. For example `Europe/Berlin`.
        policy.yaml:24: classes[0].severity is “SEV-9”; expected one of SEV-1. Declare it under `severities:` or \
        use one that is there.
        policy.yaml:30: classes[1].publish is “sometimes”; expected one of page, note, none. Use one of these words.
        policy.yaml:38: patterns[0].expression is “^(\\S+ - ”; expected a regular expression with named groups. \
        For example `^(?<client_ip>\\S+) `; test it on one line of your log.
        policy.yaml:46: promises[0].within is “five minutes”; expected a whole number and s, m, h or d. For \
        example `within: 15m`.
        policy.yaml:50: promises[1].from is “rollback_begun”; expected one of \(milestones). Use one of these \
        words.
        policy.yaml:57: promises[2].to is “answered”; expected another milestone of the same life as `from: \
        detected`. `reported` and `answered` belong to outside reports, all others to incidents.
        policy.yaml:62: playbook[0].do is “telephone”; expected any of page, revoke_tokens, open_reissue, \
        notify_customers, list_credits. Use one of these, or declare it under `actions:` with a connector that \
        needs no person.
        policy.yaml:76: retentoin is an unknown key; expected one of onrecord, organisation, services, data_sets, \
        severities, classes, sources, listeners, signals, patterns, rules, probes, probe_reference, upstreams, alerts, promises, \
        duties, playbook, actions, on_call, mail, templates, post_mortem, credits, retention. Did you mean `retention`?
        10 problems. Nothing was loaded.
        """
}
