import Sigma
import Testing

@Suite("Loading rules")
struct LoadingTests {
    @Test("a rule carries what its source says")
    func metadata() throws {
        let rules = try load(
            """
            # a remark before the first document
            title: Leaked key
            id: 929a690e-bef0-4204-a928-ef5e620d6fcc
            name: leaked_key
            description: A key was seen in public.
            status: stable
            level: high
            tags: [attack.t1552, cve.2026-1]
            logsource: {category: application, product: vault, service: audit, definition: turn on audit}
            detection: {selection: {kind: leak}, condition: selection}
            onrecord: {priority: 1, opens: [SEV-1], page: true}
            """)
        let rule = try #require(rules.rules.first)
        #expect(rule.id == "929a690e-bef0-4204-a928-ef5e620d6fcc")
        #expect(rule.name == "leaked_key")
        #expect(rule.title == "Leaked key")
        #expect(rule.description == "A key was seen in public.")
        #expect(rule.status == "stable")
        #expect(rule.level == .high)
        #expect(rule.tags == ["attack.t1552", "cve.2026-1"])
        #expect(
            rule.logsource
                == Logsource(category: "application", product: "vault", service: "audit", definition: "turn on audit"))
        #expect(rule.custom == ["onrecord": ["priority": 1, "opens": ["SEV-1"], "page": true]])
        #expect(!rule.isCorrelation)
        #expect(rule.generates)
        #expect(rule.line == 2)
        #expect(rules.rule("929a690e-bef0-4204-a928-ef5e620d6fcc")?.title == "Leaked key")
    }

    @Test("without an id the name stands for it, without a name the title")
    func identity() throws {
        #expect(try load(bruteForce).rules.map(\.id) == ["failed", "brute-force"])
        #expect(try load(bruteForce.replacing("id: brute-force\n", with: "")).rules[1].id == "Many failed sign-ins")
    }

    @Test("a correlation says what it counts")
    func correlation() throws {
        let rule = try #require(try load(bruteForce).rule("brute-force"))
        let correlation = try #require(rule.correlation)
        #expect(correlation.kind == .eventCount)
        #expect(correlation.rules == ["failed"])
        #expect(correlation.groupBy == ["ip"])
        #expect(correlation.timespan == 900_000)
        #expect(correlation.threshold == 4)
    }

    @Test(
        "timespans are whole seconds, minutes, hours or days",
        arguments: [
            ("90s", 90_000), ("15m", 900_000), ("2h", 7_200_000), ("7d", 604_800_000),
        ] as [(String, Int64)])
    func timespans(text: String, milliseconds: Int64) throws {
        let rules = try load(bruteForce.replacing("15m", with: text))
        #expect(rules.rule("brute-force")?.correlation?.timespan == milliseconds)
    }

    @Test("one bad document spares the others, and says where it is bad")
    func othersStillLoad() {
        let text = """
            \(rule(selection: "a: 1"))
            ---
            title: [unclosed
            ---
            title: Also bad
            id: bad
            logsource: {category: x}
            detection:
              selection:
                f|frobnicate: 1
                g|cidr: nowhere
              other:
                h|re: '('
              condition: selection and missing
            ---
            \(rule(selection: "b: 1").replacing("id: r", with: "id: s"))
            """
        let (rules, problems) = RuleSet.load([RuleSource(path: "bad.yml", text: text)])
        #expect(rules.rules.map(\.id) == ["r", "s"])
        #expect(problems.map(\.rule) == [nil, "bad", "bad", "bad"])
        #expect(problems.map(\.line) == [10, 16, 19, 20])
        #expect(problems[1].path == "bad.yml")
        #expect(problems[1].reason.contains("frobnicate"))
        #expect(problems[1].remedy.contains("startswith"))
        #expect(problems[1].description.hasPrefix("bad.yml:16: rule “bad”: "))
    }

    @Test(
        "empty documents and marks at the edges are nothing",
        arguments: ["", "---\n", "# only a remark\n", "---\n---\n...\n"])
    func nothing(text: String) {
        let (rules, problems) = RuleSet.load([RuleSource(path: "rules.yml", text: text)])
        #expect(rules.rules.isEmpty)
        #expect(problems.isEmpty)
    }

    @Test("text inside a rule is not mistaken for the end of a document")
    func markersInText() throws {
        let text = rule(selection: "f: |-\n  first\n  --- second").replacing("\n", with: "\r\n")
        let rules = try load(text)
        var detector = Detector(rules: rules)
        #expect(detector.observe(Event(at: 0, fields: ["f": "first\n--- second"])).count == 1)
    }

    @Test("an id or a name belongs to one rule")
    func duplicates() {
        let twice = rule(selection: "a: 1") + "\n---\n" + rule(selection: "b: 1")
        let (rules, problems) = RuleSet.load([
            RuleSource(path: "one.yml", text: twice), RuleSource(path: "two.yml", text: rule(selection: "c: 1")),
        ])
        #expect(rules.rules.count == 1)
        #expect(problems.map(\.path) == ["one.yml", "two.yml"])
        #expect(problems.map(\.line) == [9, 1])
        #expect(problems[1].reason.contains("one.yml:1"))
    }
}

@Suite("Refusing rules")
struct RefusalTests {
    @Test(
        "a test that cannot be done wholly refuses its rule",
        arguments: [
            ("f|expand: '%servers%'", "expand"), ("f|frob: 1", "frob"), ("f|contains|contains: a", "twice"),
            ("f|contains|startswith: a", "exclude"), ("f|re|contains: a", "plain text"),
            ("f|re|cidr: a", "two modifiers"),
            ("f|i: a", "regular expression"), ("f|lt: many", "number"), ("f|exists: maybe", "exists"),
            ("f|exists|contains: true", "exists"), ("f: [a, null]", "one value"), ("f|contains: null", "one value"),
            ("f: []", "empty"), ("f: {a: 1}", "one value"), ("f|neq|all: [a, b]", "two ways"),
            ("f|base64offset: secret", "contains"), ("f|contains|base64: a", "wildcards"),
            ("f|base64: 'a*'", "wildcards"),
            ("f|base64offset|contains: ''", "too short"), ("f|utf16: a", "UTF-16"), ("f|wide: é", "UTF-16"),
            ("f|base64|wide: a", "after Base64"), ("f|windash|base64: '-a'", "windash"),
            ("f|hour|contains: 1", "number"),
            ("f|hour|minute: 1", "two parts"), ("f|hour: noon", "number"), ("'|startswith': x", "keywords"),
            ("'|neq': x", "keywords"), ("- [a]", "list inside"), ("{}", "empty"), ("[]", "empty"),
            ("<<: {a: 1}", "merge"), ("f: !secret x", "tag"), ("f: 1\nf: 2", "twice"),
        ])
    func tests(selection: String, reason: String) {
        let found = problems(rule(selection: selection))
        #expect(found.count == 1)
        #expect(found.first?.reason.contains(reason) == true, "\(found)")
        #expect(found.first?.remedy.isEmpty == false)
    }

    @Test(
        "a rule that is not whole is refused",
        arguments: [
            ("id: r\n", "id: r\nstatus: unsupported\n", "status"), ("id: r\n", "id: r\nlevel: urgent\n", "level"),
            ("id: r\n", "id: r\naction: global\n", "action"), ("id: r\n", "id: r\nfilter: {rules: any}\n", "two kinds"),
            ("id: r\n", "id: r\ntags: {a: b}\n", "tags"), ("id: r\n", "id: r\ngenerate: yes\n", "generate"),
            ("logsource: {category: application}\n", "", "log source"),
            ("{category: application}", "{category: [a]}", "category"),
            ("title: A test rule\nid: r\n", "", "no id"), ("detection:", "detektion:", "neither"),
            ("condition: selection", "timeframe: 15m", "condition"),
            ("id: r\n", "id: r\ncorrelation: {}\n", "two kinds"),
        ])
    func rules(part: String, replacement: String, reason: String) {
        let found = problems(rule(selection: "a: 1").replacing(part, with: replacement))
        #expect(found.contains { ($0.reason + $0.remedy).contains(reason) }, "\(found)")
    }

    @Test(
        "a correlation that is not whole or not supported is refused",
        arguments: [
            ("event_count", "magic", "not a type"),
            ("event_count", "value_count", "without the field"), ("{gt: 3}", "{gt: 3, field: user}", "field"),
            ("15m", "15 minutes", "timespan"), ("15m", "0s", "timespan"), ("15m", "15", "timespan"),
            ("15m", "-5m", "timespan"),
            ("[failed]", "[missing]", "missing"), ("[failed]", "[brute-force]", "itself"), ("[failed]", "[]", "rules"),
            ("{gt: 3}", "{gt: 3.5}", "gt"), ("{gt: 3}", "{}", "condition"), ("{gt: 3}", "{over: 3}", "over"),
            ("{gt: 3}", "{gt: 5, lt: 4}", "no count"), ("{gt: 3}", "{lt: 1}", "nothing happened"),
            ("{gt: 3}", "{eq: 0}", "nothing happened"),
            ("{gt: 3}", "{neq: 1}", "nothing happened"), ("{gt: 3}", "{gte: 0}", "nothing happened"),
            ("{gt: 3}", "{gt: 1000000}", "memory"),
            ("[ip]", "[ip, ip]", "group-by"), ("timespan: 15m", "timespan: 15m\n  window: 5m", "window"),
            ("timespan: 15m", "timespan: 15m\n  aliases: {ip: {other: a}}", "other"),
            ("timespan: 15m", "timespan: 15m\n  aliases: {ip: {}}", "alias"), ("  timespan: 15m\n", "", "timespan"),
        ])
    func correlations(part: String, replacement: String, reason: String) {
        let found = problems(bruteForce.replacing(part, with: replacement))
        #expect(found.count == 1)
        #expect(found.first?.rule == "brute-force")
        #expect(found.first?.reason.contains(reason) == true, "\(found)")
    }

    @Test("a correlation falls with the rule it builds on, and circles are refused")
    func dependents() {
        let broken = bruteForce.replacing("kind: auth_failure", with: "kind|frob: x")
        #expect(problems(broken).map(\.rule) == ["failed", "brute-force"])
        let circle = """
            title: a
            correlation: {type: event_count, rules: [b], timespan: 1m, condition: {gt: 1}}
            ---
            title: b
            correlation: {type: event_count, rules: [a], timespan: 1m, condition: {gt: 1}}
            """
        #expect(problems(circle).map(\.rule) == ["a", "b"])
    }

    @Test("a document that multiplies itself is refused")
    func aliasBomb() {
        let levels = (1..<30).map { "l\($0): &l\($0) [*l\($0 - 1), *l\($0 - 1)]" }.joined(separator: "\n")
        #expect(problems("title: bomb\nl0: &l0 [x, x]\n" + levels).first?.reason.contains("repeats") == true)
    }
}
