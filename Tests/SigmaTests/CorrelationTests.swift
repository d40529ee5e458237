import Sigma
import Testing

@Suite("Correlations and their rules")
struct CorrelationTests {
    private let two = """
        title: Denied
        name: denied
        id: 11111111-1111-4111-8111-111111111111
        logsource: {category: firewall}
        detection: {selection: {action: deny}, condition: selection}
        ---
        title: Probe
        name: probe
        logsource: {category: webserver}
        detection: {selection: {path|startswith: /admin}, condition: selection}
        ---
        title: Unwelcome
        id: unwelcome
        correlation:
          type: event_count
          rules: [11111111-1111-4111-8111-111111111111, probe]
          aliases:
            peer: {denied: src, probe: client.ip}
          group-by: [peer]
          timespan: 1m
          condition: {gte: 3}
        """

    @Test("several rules count together, and aliases name their fields")
    func aliases() throws {
        var detector = Detector(rules: try load(two))
        let events = [
            Event(at: 0, fields: ["action": "deny", "src": "203.0.113.1"]),
            Event(at: 1, fields: ["path": "/admin/x", "client": ["ip": "203.0.113.1"]]),
            Event(at: 2, fields: ["path": "/admin/x", "client": ["ip": "198.51.100.1"]]),
            Event(at: 3, fields: ["action": "deny", "src": "203.0.113.1"]),
        ]
        #expect(detector.observe(events) == [Match(rule: "unwelcome", group: ["peer": "203.0.113.1"], at: 3, count: 3)])
    }

    @Test("an event that several rules match counts once in a group, and once in each of its groups")
    func countsOnce() throws {
        var detector = Detector(rules: try load(two))
        func both(_ at: Int64, _ client: Value) -> Event {
            Event(at: at, fields: ["action": "deny", "src": "203.0.113.1", "path": "/admin", "client": ["ip": client]])
        }
        #expect(detector.observe([both(0, "203.0.113.1"), both(1, "203.0.113.1")]) == [])
        #expect(detector.observe([both(2, "203.0.113.2")]).map(\.group) == [["peer": "203.0.113.1"]])
        #expect(
            detector.observe([both(3, "203.0.113.2"), both(4, "203.0.113.2")]).map(\.group) == [["peer": "203.0.113.2"]]
        )
    }

    @Test("rules that only feed a correlation are silent unless it says generate")
    func generate() throws {
        let event = Event(at: 0, fields: ["kind": "auth_failure", "ip": "203.0.113.1"])
        var silent = Detector(rules: try load(bruteForce))
        #expect(silent.observe(event) == [])
        for place in ["generate: true\ncorrelation:", "correlation:\n  generate: true"] {
            var speaking = Detector(rules: try load(bruteForce.replacing("correlation:", with: place)))
            #expect(speaking.observe(event) == [Match(rule: "failed", at: 0)])
        }
    }

    @Test("what a refused correlation would have counted stays silent")
    func refusedCorrelationKeepsSilence() {
        let yaml = bruteForce.replacing("event_count", with: "magic")
        let (rules, problems) = RuleSet.load([RuleSource(path: "rules.yml", text: yaml)])
        #expect(problems.map(\.rule) == ["brute-force"])
        var detector = Detector(rules: rules)
        #expect(detector.observe(failure("203.0.113.1", at: 0)) == [])
    }

    @Test("correlations build on correlations, in whatever order they are written")
    func chains() throws {
        let campaign = """
            title: Many attackers
            id: campaign
            correlation:
              type: value_count
              rules: [brute-force]
              timespan: 1h
              condition: {field: ip, gte: 2}
            ---
            """
        var detector = Detector(rules: try load(campaign + "\n" + bruteForce))
        let events = (0..<8).map { failure($0 < 4 ? "203.0.113.1" : "203.0.113.2", at: Double($0)) }
        #expect(detector.observe(events) == [Match(rule: "campaign", group: [:], at: 7_000, count: 2)])
    }

    @Test("a rule without correlation reports each match")
    func singleEvents() throws {
        var detector = Detector(rules: try load(rule(selection: "kind: leak")))
        #expect(detector.observe(Event(at: 7, fields: ["kind": "LEAK"])) == [Match(rule: "r", at: 7)])
        #expect(detector.observe(Event(at: 8, fields: ["kind": "other"])) == [])
    }

    @Test("an event that says where it comes from is only for rules of that source")
    func logsources() throws {
        var detector = Detector(rules: try load(rule(selection: "kind: leak")))
        func matches(_ fields: [String: Value]) -> Bool {
            !detector.observe(Event(at: 0, fields: fields.merging(["kind": "leak"]) { $1 })).isEmpty
        }
        #expect(matches(["logsource_category": "Application"]))
        #expect(matches(["logsource_product": "vault"]))
        #expect(!matches(["logsource_category": "firewall"]))
        #expect(matches([:]))
    }

    @Test(
        "registry_event covers the categories that name one kind of registry event",
        arguments: ["registry_event", "registry_add", "registry_delete", "registry_set", "Registry_Rename"])
    func registryEvents(category: String) throws {
        let yaml = rule(selection: "kind: leak")
        var covering = Detector(rules: try load(yaml.replacing("application", with: "registry_event")))
        var single = Detector(rules: try load(yaml.replacing("application", with: "registry_set")))
        let event = Event(at: 0, fields: ["kind": "leak", "logsource_category": .string(category)])
        #expect(!covering.observe(event).isEmpty)
        #expect(!single.observe(event).isEmpty == (category == "registry_set"))
    }
}
