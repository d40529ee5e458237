@testable import Sigma
import Testing

@Suite("Events that stay JSON")
struct ScannedEventTests {
    /// Rules of every kind over few fields, so that made-up events often come near them.
    private static let selections = [
        "{kind: alpha}", "{kind|cased: Alpha}", "{kind: [alpha, beta, '*amm*']}", "{kind|contains: LP}",
        "{kind|startswith: [al, be]}", "{kind|endswith: a}", "{kind|contains|all: [a, l]}", "{kind|re: '^b.t'}",
        "{kind|neq: alpha}", "{kind: null}", "{kind: ''}", "{kind|exists: true}", "{kind|exists: false}",
        "{kind: straße}", "{kind: 'a?pha'}", "{'ключ': alpha}", "{code: 5}", "{code: '5'}", "{code: 5.5}",
        "{code|gt: 4}", "{code|lte: 5}", "{code: -0}", "{code: 9007199254740993}", "{code: [5, alpha]}", "{code: true}",
        "{a.b.c: alpha}", "{a.b: 5}", "{a.b|contains: al}", "{a|contains: b}", "{a.b.c|exists: true}",
        "{kind|fieldref: code}", "{kind: alpha, code: 5}", "[{kind: alpha}, {code: 5}]", "[alpha, beta]",
        "{'|all': [alpha, '5']}", "straße", "{logsource_product: alpha}", "{code|cidr: 192.0.2.0/24}",
    ]
    private static let conditions = ["s", "not s", "s and not t", "s or t", "1 of them", "all of them"]

    private static let rules: String = {
        var chance = Chance(seed: 5)
        return selections.enumerated().flatMap { number, selection in
            conditions.enumerated().map { way, condition in
                """
                title: Rule \(number)-\(way)
                logsource: {product: alpha}
                detection:
                  s: \(selection)
                  t: \(chance.pick(selections))
                  condition: \(condition)
                """
            }
        }.joined(separator: "\n---\n")
    }()

    @Test("Rules match them as they match events of values, and the index hides no match", arguments: 0..<20)
    func sameMatches(seed: UInt64) throws {
        let rules = try load(Self.rules)
        var search = RuleSearch(rules)
        var chance = Chance(seed: seed)
        for _ in 0..<60 {
            let json = MadeUpJSON.map(&chance)
            let scanned = try event(json)
            let made = Event(at: 0, fields: scanned.fields)
            let expected = made.read { made in
                rules.detections.filter { $0.logsource.admits(EventSource(of: made)) && $0.matches(made) }.map(\.rule)
            }
            #expect(search.hits(of: made) == expected, "\(json)")
            #expect(search.hits(of: scanned) == expected, "\(json)")
        }
    }

    @Test("Keys are the same however they are written, and the last one counts")
    func keys() throws {
        let json = #"{"k\u0069nd":"no","kind":1,"kind":"alpha","caf\u00e9":"x","cafe\u0301":"y"}"#
        let event = try event(json)
        #expect(FieldPath("kind").value(in: event) == "alpha")
        #expect(FieldPath("café").value(in: event) == "y")
        #expect(event.fields == ["kind": "alpha", "café": "y"])
        #expect(FieldPath("kind").value(in: try self.event(#"{"kind":"alpha","k\u0069nd":"no"}"#)) == "no")
    }

    @Test(
        "Escaped keys are compared as what they mean",
        arguments: [
            (#"\u006bind"#, "kind", true), (#"kin\u0064"#, "kind", true), (#"kind\u0000"#, "kind", false),
            (#"kin\u0065"#, "kind", false), (#"\u006b"#, "kind", false), (#"a\/b\"\\\n"#, "a/b\"\\\n", true),
            (#"caf\u00e9"#, "café", true), (#"cafe\u0301"#, "caf\u{e9}", true), (#"cafe"#, "café", false),
            ("\u{212a}ind", "Kind", true), ("Kind", "\u{212a}ind", true), (#"\ud83d\ude00"#, "😀", true),
            (#"x\ud83d\ude00"#, "x", false), ("ключ", "ключ", true), (#"\u043aлюч"#, "ключ", true),
        ])
    func escapedKeys(written: String, name: String, isFound: Bool) throws {
        let event = try event("{\"\(written)\":1}")
        #expect((FieldPath(name).value(in: event) == 1) == isFound)
        #expect((event.fields[name] == 1) == isFound)
    }

    @Test("What nobody asks for is not decoded: long escaped keys and large values beside cost nothing")
    func beside() throws {
        func time(_ event: Event) -> Duration {
            let path = FieldPath("kind")
            return ContinuousClock().measure {
                for _ in 0..<300 { #expect(event.text(of: path) == "5" && event.amount(of: path) != nil) }
            }
        }
        let plain = time(try event(#"{"kind":5}"#))
        for beside in [
            "\"\(String(repeating: "\\u0061", count: 10_000))\":1",
            "\"a\":[\(String(repeating: "1,", count: 20_000))1]",
        ] {
            let found = time(try event("{\(beside),\"kind\":5}"))
            #expect(found < plain * 8 + .milliseconds(200), "\(plain), \(found)")
        }
    }

    @Test("A key spelled like the whole path wins over the nested one, wherever they stand")
    func paths() throws {
        #expect(FieldPath("a.b").value(in: try event(#"{"a":{"b":1},"a.b":2}"#)) == 2)
        #expect(FieldPath("a.b.c").value(in: try event(#"{"a":{"b.c":1,"b":{"c":2}}}"#)) == 1)
        #expect(FieldPath("a.b.c").value(in: try event(#"{"a":{"b":{"c":[2,"x"]}}}"#)) == [2, "x"])
        #expect(FieldPath("a.b").value(in: try event(#"{"a":[{"b":1}]}"#)) == nil)
    }

    @Test("What is no map has no fields")
    func noMap() throws {
        let event = try event(#"["kind",{"kind":"alpha"}]"#)
        #expect(event.fields.isEmpty)
        #expect(FieldPath("kind").value(in: event) == nil)
        var search = RuleSearch(try load(rule(selection: "kind: alpha")))
        #expect(search.hits(of: event).isEmpty)
    }

    @Test("Texts of one block keep apart, also behind one that is no JSON")
    func block() throws {
        let lines = [#"{"n":1}"#, #"{"n":[1,{"#, #"{"n":2}"#]
        var builder = JSONBlock.Builder(copying: Array(lines.joined().utf8))
        let first = try builder.scan(0..<7)
        #expect(throws: JSONProblem.self) { try builder.scan(7..<16) }
        let second = try builder.scan(16..<23)
        let block = builder.finish()
        #expect(JSONText(block, first).value == ["n": 1])
        #expect(JSONText(block, second).value == ["n": 2])
    }

    private func event(_ json: String) throws -> Event {
        var builder = JSONBlock.Builder(copying: Array(json.utf8))
        let place = try builder.scan(0..<builder.count)
        return Event(at: 0, json: JSONText(builder.finish(), place))
    }
}

/// JSON maps as odd senders write them, of few keys and texts.
private enum MadeUpJSON {
    static func map(_ chance: inout Chance, depth: Int = 0) -> String {
        let keys = ["kind", "code", "a", "a.b", "b", "b.c", "c", "logsource_product", #"k\u0069nd"#, "ключ", "x"]
        let members = (0..<Int(chance.next() % 7)).map { _ in
            "\"\(chance.pick(keys))\"\(chance.pick(["", " "])):\(value(&chance, depth: depth))"
        }
        return "{" + members.joined(separator: chance.pick([",", " , "])) + "}"
    }

    private static func value(_ chance: inout Chance, depth: Int) -> String {
        let scalars = [
            "null", "true", "false", "5", "-0", "5.0", "5.5", "5e0", "9007199254740993", "9007199254740992.0", "-12",
            #""alpha""#, #""ALPHA""#, #""Alpha beta""#, #""al\u0070ha""#, #""beta\n""#, #""5""#, #""""#, #""gamma""#,
            #""STRASSE""#, #""straße""#, #""192.0.2.7""#, #""\ud83d\ude00 alpha""#,
        ]
        switch chance.next() % 10 {
        case 0 where depth < 3: return map(&chance, depth: depth + 1)
        case 1 where depth < 3:
            return "["
                + (0..<Int(chance.next() % 4)).map { _ in value(&chance, depth: depth + 1) }
                .joined(separator: ",") + "]"
        default: return chance.pick(scalars)
        }
    }
}

/// The same numbers for the same seed (SplitMix64: Steele, Lea and Flood, 2014).
private struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func pick<T>(_ choices: [T]) -> T { choices[Int(next() % UInt64(choices.count))] }
}
