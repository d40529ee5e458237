import Sigma
import Testing

@Suite("Modifiers")
struct ModifierTests {
    @Test(
        "comparisons read numbers, also from text",
        arguments: [
            ("lt: 5", Value.integer(4), true), ("lt: 5", .integer(5), false), ("lte: 5", .integer(5), true),
            ("gt: 5", .integer(5), false), ("gte: 5", .string("5"), true), ("gt: 1.5", .string("1.75"), true),
            ("gt: 5", .string("many"), false), ("gt: -1", .string(""), false), ("lt: 5", .string("inf"), false),
            ("gt: 9007199254740992", .integer(9_007_199_254_740_993), true),
        ])
    func comparisons(test: String, value: Value, expected: Bool) throws {
        #expect(try selection("f|\(test)", matches: ["f": value]) == expected)
    }

    @Test("neq means none of the values")
    func notEqual() throws {
        #expect(try field("f|neq: [a, b]", matches: "c"))
        #expect(try !field("f|neq: [a, b]", matches: "B"))
        #expect(try !field("f|neq|contains: [a, b]", matches: "xbx"))
        #expect(try selection("f|neq: 5", matches: ["f": 6]))
        #expect(try selection("f|neq|fieldref: g", matches: ["f": "a", "g": "b"]))
    }

    @Test("windash lets each of five dashes stand for the others", arguments: ["-", "/", "–", "—", "―"])
    func windash(dash: String) throws {
        #expect(try field("f|windash|contains: ' -enc '", matches: "shell \(dash)ENC x"))
        #expect(try field("f|contains|windash: ' \(dash)enc '", matches: "shell -enc x"))
        #expect(try field("f|windash: '\(dash)a \(dash)b'", matches: "/a —b"))
        #expect(try !field("f|windash|contains: ' -enc '", matches: "shell _enc x"))
        #expect(try !field("f|contains: ' -enc '", matches: "shell —enc x"))
    }

    @Test(
        "base64 and the UTF-16 forms are applied in the order written",
        arguments: [
            ("base64: foobar", "Zm9vYmFy"), ("base64: foo!!", "Zm9vISE="), ("wide|base64: cmd", "YwBtAGQA"),
            ("utf16le|base64: cmd", "YwBtAGQA"), ("utf16be|base64: cmd", "AGMAbQBk"),
            ("utf16|base64: cmd", "//5jAG0AZAA="),
            ("wide: cmd", "c\0m\0d\0"), ("utf16be: cmd", "\0c\0m\0d"), ("wide|base64: é", "6QA="),
        ])
    func encodings(test: String, text: String) throws {
        #expect(try field("f|\(test)", matches: text))
        #expect(try !field("f|\(test)", matches: text + "x"))
    }

    /// The text “a secret word” behind no, one and two bytes, encoded with coreutils.
    @Test(
        "base64offset finds a value at every alignment",
        arguments: [
            "YSBzZWNyZXQgd29yZA==", "eGEgc2VjcmV0IHdvcmQ=", "eHlhIHNlY3JldCB3b3Jk",
        ])
    func base64offset(text: String) throws {
        #expect(try field("f|base64offset|contains: secret", matches: text))
        #expect(try field("f|base64offset|contains|all: [secret, word]", matches: text))
        #expect(try !field("f|base64offset|contains: sacred", matches: text))
        #expect(try !field("f|base64offset|contains|neq: secret", matches: text))
    }

    @Test("fieldref compares with another field of the event")
    func fieldReferences() throws {
        #expect(try selection("f|fieldref: g", matches: ["f": "Root", "g": "root"]))
        #expect(try !selection("f|fieldref|cased: g", matches: ["f": "Root", "g": "root"]))
        #expect(try !selection("f|fieldref: g", matches: ["f": "a*", "g": "abc"]))
        #expect(try !selection("f|fieldref: g", matches: ["f": "abc", "g": "a*"]))
        #expect(try !selection("f|fieldref: g", matches: ["f": "a"]))
        #expect(try selection("f|fieldref|startswith: g", matches: ["f": "alpha", "g": "AL"]))
        #expect(try selection("f|fieldref: g.h", matches: ["f": 5, "g": ["h": 5]]))
    }

    @Test(
        "parts of a timestamp are numbers",
        arguments: [
            ("minute: 15", true), ("hour: 8", true), ("hour|gte: 9", false), ("hour|lt: 9", true),
            ("day: [9, 10]", true),
            ("week: 11", true), ("month: 3", true), ("year|neq: 2026", false), ("year: 2026", true),
        ])
    func timeParts(test: String, expected: Bool) throws {
        #expect(try field("f|\(test)", matches: "2026-03-09T08:15:42.123+01:00") == expected)
    }

    @Test(
        "weeks are those of ISO 8601",
        arguments: [
            ("2021-01-03", 53), ("2021-01-04", 1), ("2024-12-30", 1), ("2020-12-31", 53), ("2026-11-22", 47),
            ("2016-02-29", 9),
        ])
    func weeks(date: String, week: Int) throws {
        #expect(try field("f|week: \(week)", matches: date))
    }

    @Test(
        "text that is no timestamp has no hour",
        arguments: ["8", "2026-03-09", "09.03.2026 08:15", "", "2026-13-01 08:15"])
    func noTimestamp(text: String) throws {
        #expect(try !field("f|hour: 8", matches: text))
    }
}
