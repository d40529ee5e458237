import Testing

/// One mistake at a time in a policy that is otherwise sound: it is the only one reported.
@Suite("A mistake about the house")
struct PolicyHouseTests {
    @Test("No organisation")
    func organisation() {
        expect(
            """
                organisation:
                  name: Example Vault
                  site: https://vault.example
                  contact: security@vault.example
                  time_zone: Europe/Berlin
                  holidays: [2026-12-25]
                  since: 2026-01-01

                """,
            becomes: "",
            isRefused: """
                ?
                """)
    }

    @Test("A site without a scheme")
    func site() {
        expect(
            "site: https://vault.example",
            becomes: "site: vault.example",
            isRefused: """
                ?
                """)
    }

    @Test("A site with a path")
    func sitePath() {
        expect(
            "site: https://vault.example",
            becomes: "site: https://vault.example/trust",
            isRefused: """
                ?
                """)
    }

    @Test("A zone that does not exist")
    func zone() {
        expect(
            "Europe/Berlin",
            becomes: "Europe/Atlantis",
            isRefused: """
                ?
                """)
    }

    @Test("A holiday that is no day")
    func holiday() {
        expect(
            "[2026-12-25]",
            becomes: "[2026-12-25, 2026-02-30]",
            isRefused: """
                ?
                """)
    }

    @Test("No first day of operation")
    func since() {
        expect(
            "  since: 2026-01-01\n",
            becomes: "",
            isRefused: """
                ?
                """)
    }

    @Test("A first day that is no day")
    func sinceNoDay() {
        expect(
            "since: 2026-01-01",
            becomes: "since: January",
            isRefused: """
                ?
                """)
    }

    @Test("No severity")
    func severities() {
        expect(
            """
                severities:
                  - {id: SEV-1, criteria: Somebody has access who must not have it.}
                  - {id: SEV-2, criteria: Customers cannot work., acknowledge: {within: 30m, best_effort: true}}

                """,
            becomes: "severities: []\n",
            isRefused: """
                ?
                """)
    }

    @Test("A class of a severity that is not declared")
    func classSeverity() {
        expect(
            "severity: SEV-1, publish: page",
            becomes: "severity: SEV-9, publish: page",
            isRefused: """
                ?
                """)
    }

    @Test("A way to publish that does not exist")
    func publication() {
        expect(
            "publish: note",
            becomes: "publish: sometimes",
            isRefused: """
                ?
                """)
    }

    @Test("A share without a percent sign")
    func share() {
        expect(
            "customers_share_over: 1%",
            becomes: "customers_share_over: 0.01",
            isRefused: """
                ?
                """)
    }

    @Test("Nobody who may send signals")
    func sources() {
        expect(
            "sources: [{id: edge}]\n",
            becomes: "",
            isRefused: """
                ?
                """)
    }

    @Test("A pattern that is no regular expression")
    func pattern() {
        expect(
            #"'^(?<client_ip>\S+) '"#,
            becomes: #"'^(?<client_ip>\S+ '"#,
            isRefused: """
                ?
                """)
    }

    @Test("Nobody on call")
    func onCall() {
        expect(
            "on_call:\n  - {id: ada, mail: ada@vault.example}\n",
            becomes: "",
            isRefused: """
                ?
                """)
    }

    @Test("A responder whose mail address is none")
    func responder() {
        expect(
            "mail: ada@vault.example",
            becomes: "mail: ada at vault.example",
            isRefused: """
                ?
                """)
    }

    @Test("A sender whose mail address is none")
    func sender() {
        expect(
            "from: incidents@vault.example",
            becomes: "from: incidents",
            isRefused: """
                ?
                """)
    }

    @Test("No mail identity")
    func mail() {
        expect(
            """
                mail:
                  from: incidents@vault.example
                  name: Example Vault incidents

                """,
            becomes: "",
            isRefused: """
                ?
                """)
    }

    @Test("A post-mortem without parts")
    func parts() {
        expect(
            """
                  parts:
                    - {id: what_happened, title: What happened}
                    - {id: why, title: Why it happened}

                """,
            becomes: "",
            isRefused: """
                ?
                """)
    }

    @Test("A switch that is neither on nor off")
    func bool() {
        expect(
            "follow_ups: true",
            becomes: "follow_ups: perhaps",
            isRefused: """
                ?
                """)
    }

    @Test("A retention that is no span")
    func retention() {
        expect(
            "signals: 90d",
            becomes: "signals: three months",
            isRefused: """
                ?
                """)
    }
}
