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
                policy.yaml:1: organisation is missing; expected a mapping with name, site, contact, time_zone, \
                holidays, since. Add `organisation:`.
                """)
    }

    @Test("A site without a scheme")
    func site() {
        expect(
            "site: https://vault.example",
            becomes: "site: vault.example",
            isRefused: """
                policy.yaml:4: organisation.site is “vault.example”; expected scheme and host. For example `site: \
                https://vault.example`.
                """)
    }

    @Test("A site with a path")
    func sitePath() {
        expect(
            "site: https://vault.example",
            becomes: "site: https://vault.example/trust",
            isRefused: """
                policy.yaml:4: organisation.site is “https://vault.example/trust”; expected scheme and host. For \
                example `site: https://vault.example`.
                """)
    }

    @Test("A zone that does not exist")
    func zone() {
        expect(
            "Europe/Berlin",
            becomes: "Europe/Atlantis",
            isRefused: """
                policy.yaml:6: organisation.time_zone is “Europe/Atlantis”; expected a name of the IANA time zone \
                database. For example `Europe/Berlin`.
                """)
    }

    @Test("A holiday that is no day")
    func holiday() {
        expect(
            "[2026-12-25]",
            becomes: "[2026-12-25, 2026-02-30]",
            isRefused: """
                policy.yaml:7: organisation.holidays is “2026-02-30”; expected a day as YYYY-MM-DD. For example \
                2026-12-25.
                """)
    }

    @Test("No first day of operation")
    func since() {
        expect(
            "  since: 2026-01-01\n",
            becomes: "",
            isRefused: """
                policy.yaml:3: organisation.since is missing; expected a day as YYYY-MM-DD. Name the first day of \
                operation.
                """)
    }

    @Test("A first day that is no day")
    func sinceNoDay() {
        expect(
            "since: 2026-01-01",
            becomes: "since: January",
            isRefused: """
                policy.yaml:8: organisation.since is “January”; expected a day as YYYY-MM-DD. Name the first day \
                of operation.
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
                policy.yaml:11: severities is a list; expected at least one severity. Add `- {id: SEV-1, criteria: \
                …}`.
                """)
    }

    @Test("A class of a severity that is not declared")
    func classSeverity() {
        expect(
            "severity: SEV-1, publish: page",
            becomes: "severity: SEV-9, publish: page",
            isRefused: """
                policy.yaml:15: classes[0].severity is “SEV-9”; expected one of SEV-1, SEV-2. Declare it under \
                `severities:` or use one that is there.
                """)
    }

    @Test("A way to publish that does not exist")
    func publication() {
        expect(
            "publish: note",
            becomes: "publish: sometimes",
            isRefused: """
                policy.yaml:21: classes[2].publish is “sometimes”; expected one of page, note, none. Use one of \
                these words.
                """)
    }

    @Test("A share without a percent sign")
    func share() {
        expect(
            "customers_share_over: 1%",
            becomes: "customers_share_over: 0.01",
            isRefused: """
                policy.yaml:20: classes[1].publish_when.customers_share_over is “0.01”; expected a percentage from \
                0 % to 100 %. For example `customers_share_over: 1%`.
                """)
    }

    @Test("Nobody who may send signals")
    func sources() {
        expect(
            "sources: [{id: edge}]\n",
            becomes: "",
            isRefused: """
                policy.yaml:1: sources is missing; expected at least one sender. Add `sources: [{id: service}]`.
                """)
    }

    @Test("A pattern that is no regular expression")
    func pattern() {
        expect(
            #"'^(?<client_ip>\S+) '"#,
            becomes: #"'^(?<client_ip>\S+ '"#,
            isRefused: """
                policy.yaml:24: patterns[0].expression is “^(?<client_ip>\\S+ ”; expected a regular expression \
                with named groups. For example `^(?<client_ip>\\S+) `; test it on one line of your log.
                """)
    }

    @Test("Nobody on call")
    func onCall() {
        expect(
            "on_call:\n  - {id: ada, mail: ada@vault.example}\n",
            becomes: "",
            isRefused: """
                policy.yaml:1: on_call is missing; expected at least one person. Add `on_call: [{id: first, mail: \
                you@vault.example}]`.
                """)
    }

    @Test("A responder whose mail address is none")
    func responder() {
        expect(
            "mail: ada@vault.example",
            becomes: "mail: ada at vault.example",
            isRefused: """
                policy.yaml:79: on_call[0].mail is “ada at vault.example”; expected one mail address. For example \
                `oncall@vault.example`.
                """)
    }

    @Test("A sender whose mail address is none")
    func sender() {
        expect(
            "from: incidents@vault.example",
            becomes: "from: incidents",
            isRefused: """
                policy.yaml:81: mail.from is “incidents”; expected one mail address. For example \
                `incidents@vault.example`.
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
                policy.yaml:1: mail is missing; expected a mapping with from, name, bounces, dkim, connections, \
                mails_per_connection, per_domain. Add `mail:`.
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
                policy.yaml:84: post_mortem.parts is missing; expected at least one part. Add `- {id: cause, \
                title: Why it happened}`.
                """)
    }

    @Test("A switch that is neither on nor off")
    func bool() {
        expect(
            "follow_ups: true",
            becomes: "follow_ups: perhaps",
            isRefused: """
                policy.yaml:87: post_mortem.follow_ups is “perhaps”; expected true or false. Write `follow_ups: \
                true` or leave the key out.
                """)
    }

    @Test("A retention that is no span")
    func retention() {
        expect(
            "signals: 90d",
            becomes: "signals: three months",
            isRefused: """
                policy.yaml:91: retention.signals is “three months”; expected a whole number and s, m, h or d. For \
                example `signals: 15m`.
                """)
    }
}
