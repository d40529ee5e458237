import Sigma
import Testing

@Suite("Filters and placeholders")
struct FilterTests {
    private func filter(
        rules: String, condition: String = "not selection", logsource: String = "{category: process_creation}"
    ) -> String {
        """

        ---
        title: Administrators may
        id: f
        logsource: \(logsource)
        filter:
          rules: \(rules)
          selection: {User|startswith: adm_}
          condition: \(condition)
        """
    }

    private let rules = """
        title: A tool ran
        id: tool
        logsource: {category: process_creation, product: windows}
        detection:
          selection: {Image|endswith: tool.exe}
          other: {Image|endswith: gadget.exe}
          condition: 1 of them
        ---
        title: A file was read
        name: reading
        logsource: {category: file_access}
        detection: {selection: {File: secret}, condition: selection}
        """

    private func matches(_ yaml: String, _ fields: [String: Value]) throws -> [String] {
        var detector = Detector(rules: try load(yaml))
        return detector.observe(Event(at: 0, fields: fields)).map(\.rule)
    }

    @Test("a rule matches where its own condition and the filter's hold")
    func applied() throws {
        for rules in [rules + filter(rules: "[tool]"), rules + filter(rules: "any"), rules + filter(rules: "tool")] {
            #expect(try matches(rules, ["Image": "tool.exe", "User": "ada"]) == ["tool"])
            #expect(try matches(rules, ["Image": "gadget.exe", "User": "adm_ada"]) == [])
            #expect(try matches(rules, ["File": "secret", "User": "adm_ada"]) == ["reading"])
        }
        let keeping = rules + filter(rules: "[tool]", condition: "selection")
        #expect(try matches(keeping, ["Image": "tool.exe", "User": "adm_ada"]) == ["tool"])
        #expect(try matches(keeping, ["Image": "tool.exe", "User": "ada"]) == [])
    }

    @Test("filters add up, may come before their rules and are no rules themselves")
    func several() throws {
        let second = filter(rules: "any").replacing("adm_", with: "svc_").replacing("id: f", with: "id: g")
        let yaml = filter(rules: "[tool]") + second + "\n---\n" + rules
        #expect(try load(yaml).rules.map(\.id) == ["tool", "reading"])
        for user in ["adm_1", "svc_1"] {
            #expect(try matches(yaml, ["Image": "tool.exe", "User": .string(user)]) == [])
        }
        #expect(try matches(yaml, ["Image": "tool.exe", "User": "ada"]) == ["tool"])
    }

    @Test("a filter for any rule is for those whose log source it covers")
    func anyCovers() throws {
        let yaml = rules + filter(rules: "any", logsource: "{product: linux}")
        #expect(try matches(yaml, ["Image": "tool.exe", "User": "adm_ada"]) == ["tool"])
    }

    @Test(
        "a filter that cannot be applied wholly is refused and leaves the rules as they are",
        arguments: [
            ("[tool, missing]", "not selection", "{category: process_creation}", "missing"),
            ("[tool, reading]", "not selection", "{category: process_creation}", "another log source"),
            ("[]", "not selection", "{category: process_creation}", "rules are"),
            ("[tool]", "not selektion", "{category: process_creation}", "selektion"),
            ("[tool]", "not selection", "{}", "log source"),
            ("[many]", "not selection", "{category: process_creation}", "correlation"),
        ])
    func refused(names: String, condition: String, logsource: String, reason: String) {
        let many = """

            ---
            title: Many
            id: many
            correlation: {generate: true, type: event_count, rules: [tool], timespan: 1m, condition: {gt: 5}}
            """
        let text = rules + many + filter(rules: names, condition: condition, logsource: logsource)
        let (rules, problems) = RuleSet.load([RuleSource(path: "rules.yml", text: text)])
        #expect(problems.map(\.rule) == ["f"])
        #expect(problems.first?.reason.contains(reason) == true, "\(problems)")
        var detector = Detector(rules: rules)
        #expect(
            detector.observe(Event(at: 0, fields: ["Image": "tool.exe", "User": "adm_ada"])).map(\.rule) == ["tool"])
    }

    @Test("documents that a global document was to add to are refused, up to a reset")
    func globalActions() {
        let text =
            "title: All\naction: global\nlogsource: {product: x}\n---\n" + rules
            + "\n---\ntitle: End\naction: reset\n---\n"
            + rule(selection: "a: 1")
        let (loaded, problems) = RuleSet.load([RuleSource(path: "rules.yml", text: text)])
        #expect(loaded.rules.map(\.id) == ["r"])
        #expect(problems.filter { $0.reason.contains("was to add to this one") }.map(\.rule) == ["tool", "reading"])
    }

    private func expanded(_ test: String, _ placeholders: [String: [String]]) -> (RuleSet, [RuleProblem]) {
        RuleSet.load([RuleSource(path: "r.yml", text: rule(selection: test))], placeholders: placeholders)
    }

    private func matches(_ test: String, _ placeholders: [String: [String]], _ text: String) -> Bool {
        let (rules, problems) = expanded(test, placeholders)
        #expect(problems.isEmpty)
        var detector = Detector(rules: rules)
        return !detector.observe(Event(at: 0, fields: ["f": .string(text)])).isEmpty
    }

    @Test("placeholders are read from a file, one text or a list for each name")
    func placeholderFile() {
        let text = "admins: [ada, grace]\nport: 22\nhost:\n  - srv-*\n"
        let (values, problems) = PlaceholderFile.load(RuleSource(path: "p.yml", text: text))
        #expect(values == ["admins": ["ada", "grace"], "port": ["22"], "host": ["srv-*"]])
        #expect(problems.isEmpty)
        #expect(PlaceholderFile.load(RuleSource(path: "p.yml", text: "")).values == [:])
    }

    @Test(
        "a file of placeholders with mistakes is refused with the line of each",
        arguments: [
            ("admins: {a: b}\nports: []\nok: a\n", [1, 2]), ("- ada\n", [1]), ("a: [b\n", [3]),
            ("a: b\n---\nc: d\n", [1]),
            ("a:\n  - [b]\n", [2]),
        ])
    func wrongPlaceholders(text: String, lines: [Int]) {
        let (values, problems) = PlaceholderFile.load(RuleSource(path: "p.yml", text: text))
        #expect(values == nil)
        #expect(problems.map(\.line) == lines)
        #expect(problems.allSatisfy { !$0.remedy.isEmpty })
    }

    @Test("placeholders stand for their values, wildcards included")
    func placeholders() {
        let given = ["Servers": ["srv*", "db1"], "DC-NAME": ["dc"], "Nets": ["203.0.113.0/24", "2001:db8::/32"]]
        #expect(matches("f|expand: '%Servers%'", given, "SRV-7"))
        #expect(matches("f|expand: '%Servers%'", given, "db1"))
        #expect(!matches("f|expand: '%Servers%'", given, "db12"))
        #expect(matches("f|contains|expand: 'on %Servers%;'", given, "it is on db1; yes"))
        #expect(matches("f|expand: ['%DC-NAME%', other]", given, "other"))
        #expect(matches("f|expand: '%DC-NAME%-%Servers%'", given, "dc-db1"))
        #expect(matches("f|cidr|expand: '%Nets%'", given, "2001:db8::1"))
        #expect(matches("'|expand': '%DC-NAME%'", given, "a dc b"))
        #expect(matches(#"f|expand: '\%plain%DC-NAME%'"#, given, "%plaindc"))
        #expect(matches(#"f|expand: 'C:\\%DC-NAME%\x'"#, given, #"C:\dc\x"#))
        #expect(matches("f|expand: '100%'", given, "100%"))
        #expect(matches("f: '%DC-NAME%'", given, "%DC-NAME%"))
        #expect(matches("f|re|expand: '^%DC-NAME%[0-9]$'", given, "dc7"))
        #expect(matches("f|all|contains|expand: ['%DC-NAME%', x]", given, "x dc"))
    }

    @Test("a placeholder that is not given refuses its rule, and so does what cannot be meant")
    func refusedPlaceholders() {
        let given = ["Many": (0..<200).map { "v\($0)" }, "None": []]
        for (test, reason) in [
            ("f|expand: '%Servers%'", "%Servers%"), ("f|expand: '%None%'", "%None%"),
            ("f|all|expand: ['%Many%', x]", "two ways"), ("f|expand: '%Many%%Many%'", "10000"),
            ("f|fieldref|expand: '%Many%'", "fieldref"), ("f|exists|expand: true", "exists"),
        ] {
            let problems = expanded(test, given).1
            #expect(problems.map(\.rule) == ["r"])
            #expect(problems.first?.reason.contains(reason) == true, "\(problems)")
        }
    }
}
