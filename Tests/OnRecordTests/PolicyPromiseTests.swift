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
                ?
                """)
    }

    @Test("No limit")
    func noLimit() {
        expect(
            "to: acknowledged, within: 5m",
            becomes: "to: acknowledged",
            isRefused: """
                ?
                """)
    }

    @Test("Two limits")
    func twoLimits() {
        expect(
            "to: acknowledged, within: 5m",
            becomes: "to: acknowledged, within: 5m, within_business_days: 1",
            isRefused: """
                ?
                """)
    }

    @Test("Business days that are no number")
    func businessDays() {
        expect(
            "within_business_days: 3",
            becomes: "within_business_days: few",
            isRefused: """
                ?
                """)
    }

    @Test("A milestone that does not exist")
    func milestone() {
        expect(
            "to: contained",
            becomes: "to: restrained",
            isRefused: """
                ?
                """)
    }

    @Test("No milestone to end at")
    func noMilestone() {
        expect(
            "to: contained, ",
            becomes: "",
            isRefused: """
                ?
                """)
    }

    @Test("A promise that begins in an incident and ends in a report")
    func twoLives() {
        expect(
            "to: contained",
            becomes: "to: answered",
            isRefused: """
                ?
                """)
    }

    @Test("A promise that ends where it begins")
    func sameEnds() {
        expect(
            "to: contained",
            becomes: "to: detected",
            isRefused: """
                ?
                """)
    }

    @Test("A promise without words")
    func wordless() {
        expect(
            "says: We contain it within 1 hour., ",
            becomes: "",
            isRefused: """
                ?
                """)
    }

    @Test("A condition on a class that is not declared")
    func conditionClass() {
        expect(
            "when: {class: breach}\n    from: contained",
            becomes: "when: {class: theft}\n    from: contained",
            isRefused: """
                ?
                """)
    }

    @Test("A condition on a severity that is not declared")
    func conditionSeverity() {
        expect(
            "when: {class: breach}\n    from: contained",
            becomes: "when: {severity: SEV-9}\n    from: contained",
            isRefused: """
                ?
                """)
    }

    @Test("A condition on data that has no name here")
    func conditionData() {
        expect(
            "when: {involves: [tokens, keys]}\n    from",
            becomes: "when: {involves: [tokens, secrets]}\n    from",
            isRefused: """
                ?
                """)
    }

    @Test("A condition on a risk that has no name here")
    func conditionRisk() {
        expect(
            "risk: [risk, high, unknown]",
            becomes: "risk: [risk, extreme]",
            isRefused: """
                ?
                """)
    }

    @Test("A duty without its citation")
    func citation() {
        expect(
            "    citation: GDPR Art. 33(1)\n",
            becomes: "",
            isRefused: """
                ?
                """)
    }

    @Test("A step on a milestone that does not exist")
    func stepMilestone() {
        expect(
            "{on: tokens_revoked, do",
            becomes: "{on: tokens_gone, do",
            isRefused: """
                ?
                """)
    }

    @Test("A step nobody knows how to do")
    func verb() {
        expect(
            "do: [open_reissue]",
            becomes: "do: [open_reissue, telephone]",
            isRefused: """
                ?
                """)
    }

    @Test("A step that does nothing")
    func noVerb() {
        expect(
            ", do: [open_reissue]",
            becomes: "",
            isRefused: """
                ?
                """)
    }

    @Test("A connector that does not exist")
    func connector() {
        expect(
            "connector: webhook",
            becomes: "connector: telegraph",
            isRefused: """
                ?
                """)
    }

    @Test("A hook without the variable that holds its URL")
    func hookVariable() {
        expect(
            "    url_from: ONRECORD_HOOK_ROLLBACK\n",
            becomes: "",
            isRefused: """
                ?
                """)
    }
}
