import Sigma
import Testing

@Suite("Fields")
struct FieldTests {
    @Test(
        "an absent field fulfils nothing but null and exists: false",
        arguments: [
            ("f: ''", false), ("f: '*'", false), ("f|neq: x", false), ("f|re: '.*'", false), ("f|lt: 5", false),
            ("f|fieldref: other", false), ("f|cidr: 0.0.0.0/0", false), ("f|exists: true", false),
            ("f|hour|neq: 1", false),
            ("f: null", true), ("f|exists: false", true),
        ])
    func absent(test: String, expected: Bool) throws {
        #expect(try selection(test, matches: ["other": "x"]) == expected)
    }

    @Test(
        "a null field exists, yet has no value to test",
        arguments: [
            ("f: null", true), ("f|exists: true", true), ("f|exists: false", false), ("f: ''", false),
            ("f|neq: x", false),
            ("f|contains: ''", false),
        ])
    func null(test: String, expected: Bool) throws {
        #expect(try selection(test, matches: ["f": .null]) == expected)
    }

    @Test("an empty text is present and not null")
    func emptyIsPresent() throws {
        #expect(try selection("f|exists: true", matches: ["f": ""]))
        #expect(try !selection("f: null", matches: ["f": ""]))
        #expect(try selection("f|neq: x", matches: ["f": ""]))
    }

    @Test(
        "numbers equal numbers by amount and text as written",
        arguments: [
            ("f: 4625", Value.integer(4625), true), ("f: 4625", .string("4625"), true),
            ("f: 4625", .double(4625), true),
            ("f: '4625'", .integer(4625), true), ("f: 4625", .integer(4626), false), ("f: 0x17", .integer(23), true),
            ("f: 0x17", .string("0x17"), true), ("f: '0x17'", .string("0X17"), true),
            ("f: 4.10", .string("4.10"), true),
            ("f: 4.10", .double(4.1), true), ("f: 4.10", .string("4.1"), false), ("f: true", .bool(true), true),
            ("f: true", .string("TRUE"), true), ("f: true", .bool(false), false), ("f: no", .string("no"), true),
            ("f: 12:30", .string("12:30"), true), ("f: 9007199254740993", .integer(9_007_199_254_740_992), false),
            ("f|contains: 62", .integer(4625), true),
        ])
    func numbers(test: String, value: Value, expected: Bool) throws {
        #expect(try selection(test, matches: ["f": value]) == expected)
    }

    @Test("a dotted name reaches into maps, and the exact key wins")
    func dottedPaths() throws {
        let nested: [String: Value] = ["http": ["response": ["code": 500]]]
        #expect(try selection("http.response.code: 500", matches: nested))
        #expect(try selection("http.response.code: 500", matches: ["http.response": ["code": 500]]))
        #expect(try selection("http.response.code: 500", matches: ["http": ["response.code": 500]]))
        let both: [String: Value] = ["a.b": "exact", "a": ["b": "nested"]]
        #expect(try selection("a.b: exact", matches: both))
        #expect(try !selection("a.b: nested", matches: both))
        #expect(try !selection("http.response.code: 500", matches: ["http": "response"]))
    }

    @Test("a name of many parts is read at once")
    func manyParts() throws {
        let name = Array(repeating: "a", count: 100).joined(separator: ".")
        #expect(try selection("\(name): 1", matches: [name: 1]))
        let nested = (0..<100).reduce(Value.integer(1)) { value, _ in ["a": value] }
        #expect(try selection("\(name): 1", matches: nested.map ?? [:]))
        #expect(try !selection("\(name): 1", matches: ["a": ["a": 1]]))
    }

    @Test("a list field matches if one member does")
    func listFields() throws {
        let fields: [String: Value] = ["f": ["alpha", "beta"]]
        #expect(try selection("f: BETA", matches: fields))
        #expect(try selection("f|all: [alpha, beta]", matches: fields))
        #expect(try selection("f|contains|all: [alp, bet]", matches: fields))
        #expect(try !selection("f|all: [alpha, gamma]", matches: fields))
        #expect(try selection("f|neq: gamma", matches: fields))
        #expect(try !selection("f|neq: alpha", matches: fields))
    }

    @Test("tests in one map all hold; maps in a list are alternatives")
    func mapsAndLists() throws {
        let both = "a: 1\nb: 2"
        #expect(try selection(both, matches: ["a": 1, "b": 2]))
        #expect(try !selection(both, matches: ["a": 1, "b": 3]))
        let either = "- a: 1\n  b: 2\n- c|endswith: x"
        #expect(try selection(either, matches: ["c": "xx"]))
        #expect(try selection(either, matches: ["a": 1, "b": 2]))
        #expect(try !selection(either, matches: ["a": 1]))
    }

    @Test(
        "a value reads as text the way an operator would write it",
        arguments: [
            (Value.double(5), "5"), (.double(0.5), "0.5"), (.integer(-3), "-3"), (.bool(false), "false"), (.null, ""),
            (.list([1, "a\"b\n"]), #"[1,"a\"b\n"]"#), (.map(["b": .null, "a": 1]), #"{"a":1,"b":null}"#),
        ])
    func text(value: Value, expected: String) {
        #expect(value.text == expected)
    }
}
