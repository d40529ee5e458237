import OnRecord
import Testing

/// One mistake at a time in a policy that is otherwise sound: it is the only one reported.
@Suite("A mistake about promises and the playbook")
struct PolicyPromiseTests {
    @Test("A limit that is no span")
    func limit() {
        expect(
            "to: acknowledged, within: 5m",
            becomes: "to: acknowledged, within: five minutes",
            isRefused: """
                policy.yaml:27: promises[0].within is “five minutes”; expected a whole number and s, m, h or d. \
                For example `within: 15m`.
                """)
    }

    @Test("No limit")
    func noLimit() {
        expect(
            "to: acknowledged, within: 5m",
            becomes: "to: acknowledged",
            isRefused: """
                policy.yaml:27: promises[0].within is missing; expected a span. Every promise names its time, for \
                example `within: 15m`.
                """)
    }

    @Test("Two limits")
    func twoLimits() {
        expect(
            "to: acknowledged, within: 5m",
            becomes: "to: acknowledged, within: 5m, within_business_days: 1",
            isRefused: """
                policy.yaml:27: promises[0].within is “5m”; expected either `within` or `within_business_days`. \
                Remove one of the two.
                """)
    }

    @Test("Business days that are no number")
    func businessDays() {
        expect(
            "within_business_days: 3",
            becomes: "within_business_days: few",
            isRefused: """
                policy.yaml:53: promises[6].within_business_days is “few”; expected a whole number from 1 to 365. \
                For example 3.
                """)
    }

    @Test("A milestone that does not exist")
    func milestone() {
        expect(
            "to: contained",
            becomes: "to: restrained",
            isRefused: """
                policy.yaml:28: promises[1].to is “restrained”; expected one of \(milestones). Use one of these words.
                """)
    }

    @Test("No milestone to end at")
    func noMilestone() {
        expect(
            "to: contained, ",
            becomes: "",
            isRefused: """
                policy.yaml:28: promises[1].to is missing; expected one of \(milestones). Add \
                `to:` with one of them.
                """)
    }

    @Test("A promise that begins in an incident and ends in a report")
    func twoLives() {
        expect(
            "to: contained",
            becomes: "to: answered",
            isRefused: """
                policy.yaml:28: promises[1].to is “answered”; expected another milestone of the same life as \
                `from: detected`. `reported` and `answered` belong to outside reports, all others to incidents.
                """)
    }

    @Test("A promise that ends where it begins")
    func sameEnds() {
        expect(
            "to: contained",
            becomes: "to: detected",
            isRefused: """
                policy.yaml:28: promises[1].to is “detected”; expected another milestone of the same life as \
                `from: detected`. `reported` and `answered` belong to outside reports, all others to incidents.
                """)
    }

    @Test("A promise without words")
    func wordless() {
        expect(
            "says: We contain it within 1 hour., ",
            becomes: "",
            isRefused: """
                policy.yaml:28: promises[1].says is missing; expected a text. Add `says:`.
                """)
    }

    @Test("A condition on a class that is not declared")
    func conditionClass() {
        expect(
            "when: {class: breach}\n    from: contained",
            becomes: "when: {class: theft}\n    from: contained",
            isRefused: """
                policy.yaml:49: promises[5].when.class is “theft”; expected one of breach, downtime, degraded. \
                Declare it in this policy first.
                """)
    }

    @Test("A condition on a severity that is not declared")
    func conditionSeverity() {
        expect(
            "when: {class: breach}\n    from: contained",
            becomes: "when: {severity: SEV-9}\n    from: contained",
            isRefused: """
                policy.yaml:49: promises[5].when.severity is “SEV-9”; expected one of SEV-1, SEV-2. Declare it in \
                this policy first.
                """)
    }

    @Test("A condition on data that has no name here")
    func conditionData() {
        expect(
            "when: {involves: [tokens, keys]}\n    from",
            becomes: "when: {involves: [tokens, secrets]}\n    from",
            isRefused: """
                policy.yaml:31: promises[2].when.involves is “secrets”; expected one of tokens, keys, credentials, \
                personal_data, content, billing, logs. Use one of these words.
                """)
    }

    @Test("A condition on a risk that has no name here")
    func conditionRisk() {
        expect(
            "risk: [risk, high, unknown]",
            becomes: "risk: [risk, extreme]",
            isRefused: """
                policy.yaml:57: duties[0].when.risk is “extreme”; expected one of unlikely, risk, high, unknown. \
                Use one of these words.
                """)
    }

    @Test("A duty without its citation")
    func citation() {
        expect(
            "    citation: GDPR Art. 33(1)\n",
            becomes: "",
            isRefused: """
                policy.yaml:55: duties[0].citation is missing; expected a text. Add `citation:`.
                """)
    }

    @Test("A step on a milestone that does not exist")
    func stepMilestone() {
        expect(
            "{on: tokens_revoked, do",
            becomes: "{on: tokens_gone, do",
            isRefused: """
                policy.yaml:69: playbook[5].on is “tokens_gone”; expected one of \(milestones). Use one of these words.
                """)
    }

    @Test("A step nobody knows how to do")
    func verb() {
        expect(
            "do: [open_reissue]",
            becomes: "do: [open_reissue, telephone]",
            isRefused: """
                policy.yaml:69: playbook[5].do is “telephone”; expected any of page, revoke_tokens, open_reissue, \
                notify_customers, list_credits, rollback. Use one of these, or declare it under `actions:` with a \
                connector that needs no person.
                """)
    }

    @Test("A step that only a person can do")
    func manualVerb() {
        expect(
            "do: [open_reissue]}\nactions:",
            becomes: """
                do: [call]}
                actions:
                  - {id: call, title: Call the supplier, connector: manual}
                """,
            isRefused: """
                policy.yaml:69: playbook[5].do is “call”; expected any of page, revoke_tokens, open_reissue, \
                notify_customers, list_credits, rollback. Use one of these, or declare it under `actions:` with a \
                connector that needs no person.
                """)
    }

    @Test("A step that does nothing")
    func noVerb() {
        expect(
            ", do: [open_reissue]",
            becomes: "",
            isRefused: """
                policy.yaml:69: playbook[5].do is missing; expected a list of steps. For example `do: [page]`.
                """)
    }

    @Test("A timeout longer than a job is lent for")
    func longTimeout() {
        expect(
            "timeout: 2m",
            becomes: "timeout: 11m",
            isRefused: """
                policy.yaml:75: actions[0].timeout is “11m”; expected at most 10m. Let the hook answer when it has begun, \
                and say the rest later.
                """)
    }

    @Test("A manual action whose time nothing could measure")
    func manualStart() {
        expect(
            "connector: webhook\n    url_from: ONRECORD_HOOK_ROLLBACK",
            becomes: "connector: manual",
            isRefused: """
                policy.yaml:75: actions[0].starts is “rollback_started”; expected no `starts` on a manual action. A person \
                says when it is done, so nothing could measure how long it took. Keep `reaches` only.
                """)
    }

    @Test("A promise that nothing in the policy could keep")
    func unreachable() {
        expect(
            "do: [revoke_tokens]",
            becomes: "do: [page]",
            isRefused: """
                policy.yaml:27: promises is a list; expected a way to reach tokens_revoked, which “revoke-tokens” promises. \
                Add `revoke_tokens` to the playbook.
                """)
    }

    @Test("A connector that does not exist")
    func connector() {
        expect(
            "connector: webhook",
            becomes: "connector: telegraph",
            isRefused: """
                policy.yaml:73: actions[0].connector is “telegraph”; expected webhook or manual. Use one of these \
                words.
                """)
    }

    @Test("A hook without the variable that holds its URL")
    func hookVariable() {
        expect(
            "    url_from: ONRECORD_HOOK_ROLLBACK\n",
            becomes: "",
            isRefused: """
                policy.yaml:71: actions[0].url_from is missing; expected a text. Add `url_from:`.
                """)
    }
}

/// Every word for a milestone, as messages list them.
let milestones = Milestone.allCases.map(\.rawValue).joined(separator: ", ")
