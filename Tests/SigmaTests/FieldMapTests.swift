import Sigma
import Testing

@Suite("Field names of events become those of rules")
struct FieldMapTests {
    private func map(_ yaml: String) throws -> FieldMap {
        let (map, problems) = FieldMap.load(RuleSource(path: "map.yml", text: yaml))
        return try #require(map, "\(problems)")
    }

    private func mapped(_ yaml: String, _ fields: [String: Value]) throws -> [String: Value] {
        var fields = fields
        try map(yaml).apply(to: &fields)
        return fields
    }

    @Test("a name stands for a nested field, and the field stays where it was")
    func nested() throws {
        let event: [String: Value] = ["process": ["command_line": "whoami"]]
        let fields = try mapped("CommandLine: process.command_line", event)
        #expect(fields == ["process": ["command_line": "whoami"], "CommandLine": "whoami"])
    }

    @Test("the first candidate that is there counts")
    func candidates() throws {
        let yaml = "Image: [process.executable, exe, image]"
        #expect(try mapped(yaml, ["image": "a", "exe": "b"])["Image"] == "b")
        #expect(try mapped(yaml, ["Image": "own"])["Image"] == "own")
        #expect(try mapped(yaml, ["other": "a"]) == ["other": "a"])
    }

    @Test("a constant names the log source of events that do not name it")
    func constants() throws {
        #expect(try mapped("logsource_product: windows", [:]) == ["logsource_product": "windows"])
        let own: [String: Value] = ["logsource_product": "linux"]
        #expect(try mapped("logsource_product: windows", own) == own)
    }

    @Test("a section is for events of its log source, and wins over what is for all")
    func sections() throws {
        let yaml = """
            User: user.name
            process_creation:
              User: process.user
            dns:
              QueryName: dns.question
            """
        let fields: [String: Value] = ["user": ["name": "a"], "process": ["user": "b"], "dns": ["question": "q"]]
        func read(_ category: String?) throws -> [String: Value] {
            var event = fields
            event["logsource_category"] = category.map { .string($0) }
            return try mapped(yaml, event)
        }
        #expect(try read("Process_Creation")["User"] == "b")
        #expect(try read("Process_Creation")["QueryName"] == nil)
        #expect(try read("firewall")["User"] == "a")
        #expect(try read(nil)["User"] == "b")
        #expect(try read(nil)["QueryName"] == "q")
    }

    @Test("what is wrong is said with its line, all at once")
    func mistakes() {
        let yaml = """
            Image: {}
            CommandLine:
              - a
              - [b]
            logsource_produkt: windows
            logsource_product: [a, b]
            dns:
              inner: {a: b}
              logsource_product: x
            Good: field
            """
        let (map, problems) = FieldMap.load(RuleSource(path: "map.yml", text: yaml))
        #expect(map == nil)
        #expect(problems.map(\.line) == [3, 5, 6, 8, 9])
        #expect(problems.allSatisfy { $0.path == "map.yml" && !$0.remedy.isEmpty })
        #expect(
            problems.map(\.description)[1]
                == "map.yml:5: “logsource_produkt” is no part of a log source. "
                + "Use one of: logsource_category, logsource_product, logsource_service.")
    }

    @Test(
        "a text that is no map is refused",
        arguments: ["- a\n- b", "just words", "a: b\n---\nc: d", "a: [b", "a: b\na: c"])
    func noMap(yaml: String) {
        #expect(FieldMap.load(RuleSource(path: "map.yml", text: yaml)).problems.count == 1)
    }

    @Test("an empty map changes nothing")
    func empty() throws {
        #expect(try mapped("# none yet", ["a": 1]) == ["a": 1])
    }
}
