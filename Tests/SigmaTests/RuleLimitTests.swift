import Sigma
import Testing

/// Each document here would take long if it were taken as it stands. What is tested is that a bound on its structure
/// refuses it, or that it is within the bounds and means what it says.
@Suite("Rules that ask for too much")
struct RuleLimitTests {
    private func refused(_ yaml: String, _ reason: String, _ location: SourceLocation = #_sourceLocation) {
        let found = problems(yaml)
        #expect(!found.isEmpty, sourceLocation: location)
        #expect(
            found.allSatisfy { $0.reason.contains(reason) }, "\(found.first?.reason ?? "")", sourceLocation: location)
    }

    @Test("a list of more values than a document may have")
    func hugeList() throws {
        let list = (0..<RuleLimits.values).map { "  - v\($0)" }
        refused(rule(selection: "f:\n" + list.joined(separator: "\n")), "larger")
        let most = list.prefix(RuleLimits.values - 100).joined(separator: "\n")
        #expect(try selection("f:\n" + most, matches: ["f": "v15899"]))
    }

    @Test("a document of more bytes than are read")
    func hugeText() {
        refused(rule(selection: "f: '" + String(repeating: "x", count: RuleLimits.documentBytes) + "'"), "bytes")
    }

    @Test("more parts than the parser should be asked to take apart, before it is asked")
    func manyParts() throws {
        refused(rule(selection: "f: [" + Array(repeating: "x", count: 12_001).joined(separator: ",") + "]"), "commas")
        refused(rule(selection: (0..<12_001).map { "f\($0): x" }.joined(separator: "\n")), "commas")
        refused(rule(selection: "{" + Array(repeating: "k", count: 12_001).joined(separator: ",") + "}"), "commas")
        refused(rule(selection: (0..<8_100).map { "f\($0): x" }.joined(separator: "\n")), "values")
        let texts = (0..<3_000).map { "  - 'a: \($0), b'" }.joined(separator: "\n")
        #expect(try selection("f:\n" + texts, matches: ["f": "a: 2999, b"]))
    }

    @Test("a text of any script is folded in time", .timeLimit(.minutes(1)))
    func foreignText() throws {
        let text = String(repeating: "ßİ", count: 90_000)
        #expect(try selection("f|contains: '\(text)'", matches: ["f": .string("x" + text.lowercased() + "x")]))
        #expect(try selection("f|contains: '\(text)'", matches: ["f": .string("x" + text + "x")]))
    }

    @Test("lists and maps inside each other without end", arguments: [200, 900, 200_000])
    func deepNesting(depth: Int) {
        let text = "title: deep\nx: " + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(problems(text).count == 1)
    }

    @Test("aliases that double what they repeat, as values and as keys")
    func aliases() {
        let levels = (1..<30).map { "l\($0): &l\($0) [*l\($0 - 1), *l\($0 - 1)]" }.joined(separator: "\n")
        for key in ["", "\n? *l29\n: x", "\n? [*l29]\n: x", "\n{*l29 : x}: y", "\n*l29 : x"] {
            refused("title: bomb\nl0: &l0 [x, x]\n" + levels + key, "repeats")
        }
        let wide = "title: bomb\nl0: &l0 [x, x]\nl1: &l1 [" + Array(repeating: "*l0", count: 50).joined(separator: ", ")
        refused(wide + "]\n", "repeats")
    }

    @Test("a few aliases are fine, and so are values that only look like them")
    func harmlessMarks() throws {
        let list = "f: &names [ada, grace]\ng: *names\nh|contains: ['*a', '&b', \"*c\"]"
        #expect(try selection(list, matches: ["f": "ada", "g": "grace", "h": "x*c"]))
        let text = (0..<50).map { "  - '*\($0)'" }.joined(separator: "\n")
        #expect(try selection("f:\n" + text, matches: ["f": "x49"]))
    }

    @Test("more selections than a rule needs, and conditions that choose among them again and again")
    func selections() throws {
        func many(_ count: Int, _ condition: String) -> String {
            rule(
                detection: (0..<count).map { "s\($0): {f: v\($0)}" }.joined(separator: "\n")
                    + "\ncondition: \(condition)")
        }
        refused(many(RuleLimits.selections + 1, "1 of them"), "selections")
        let most = many(RuleLimits.selections, "1 of s*")
        var detector = Detector(rules: try load(most))
        #expect(detector.observe(Event(at: 0, fields: ["f": "v255"])).count == 1)
        let again = Array(repeating: "1 of s*", count: 500).joined(separator: " or ")
        refused(many(RuleLimits.selections, again), "too often")
        refused(many(1, Array(repeating: "s0", count: 3_000).joined(separator: " or ")), "bytes")
        refused(many(1, String(repeating: "(", count: 200) + "s0" + String(repeating: ")", count: 200)), "nested")
    }

    @Test("names of selections with many wildcards against them")
    func wildcardNames() {
        let name = String(repeating: "a", count: 4_000)
        let pattern = String(repeating: "a*", count: 1_500) + "b"
        #expect(problems(rule(detection: "\(name): {f: 1}\ncondition: 1 of \(pattern)")).count == 1)
    }

    @Test("regular expressions that unfold")
    func expressions() {
        refused(rule(selection: "f|re: '((a{1000}){1000}){1000}'"), "unfolds")
        let list = (0..<100).map { "  - '(a{90}b?){90}\($0)'" }.joined(separator: "\n")
        refused(rule(selection: "f|re:\n" + list), "together")
    }

    @Test("long lists under base64offset and windash stay as long as they are written")
    func encodings() throws {
        let list = (0..<5_000).map { "  - secret-\($0)-word" }
        let most = list.prefix(3_000).joined(separator: "\n")
        #expect(try !selection("f|base64offset|contains:\n" + most, matches: ["f": "nothing"]))
        refused(rule(selection: "f|base64offset|contains:\n" + list.joined(separator: "\n")), "10000 forms")
        let dashes = String(repeating: "-", count: 2_000)
        #expect(try selection("f|windash: '\(dashes)'", matches: ["f": .string(String(repeating: "/", count: 2_000))]))
    }

    @Test("many small documents in one source")
    func manyDocuments() {
        let text = (0..<300).map { rule(selection: "a: \($0)").replacing("id: r", with: "id: r\($0)") }
        let (rules, problems) = RuleSet.load([RuleSource(path: "all.yml", text: text.joined(separator: "\n---\n"))])
        #expect(rules.rules.count == 300)
        #expect(problems.isEmpty)
    }

    @Test("a correlation of more rules than are counted")
    func manyRules() {
        let names = (0...Correlation.rulesMax).map { "r\($0)" }.joined(separator: ", ")
        #expect(problems(bruteForce.replacing("[failed]", with: "[\(names)]")).first?.reason.contains("1001") == true)
    }
}
