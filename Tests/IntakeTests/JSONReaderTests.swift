import Intake
import Sigma
import Testing

/// RFC 8259, by section.
@Suite("JSON")
struct JSONReaderTests {
    @Test(
        "What the grammar allows is read",
        arguments: [
            // Section 3, literals, and the white space of section 2.
            ("null", nil), ("true", true), ("false", false), (" \t\r\n true \n", true),
            // Sections 4 and 5.
            ("{}", [:]), ("[]", []), ("[ ]", []), (#"{"a":1,"b":[true,null]}"#, ["a": 1, "b": [true, nil]]),
            (#"{ "a" : { "b" : "c" } }"#, ["a": ["b": "c"]]), (#"{"":0}"#, ["": 0]),
            // Section 6.
            ("0", 0), ("-0", 0), ("-12", -12), ("1.5", 1.5), ("1.0", 1.0), ("1e3", 1000.0), ("1E+2", 100.0),
            ("25e-1", 2.5),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            // Section 7.
            (#""""#, ""), (#""é😀""#, "é😀"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
            (#""\u00e9\u0041\u0000""#, "éA\u{0}"), (#""\ud83d\ude00!""#, "😀!"), (#""\uD834\uDD1E""#, "𝄞"),
            ("\"\u{7f}\"", "\u{7f}"),
        ] as [(String, Value)])
    func accepts(text: String, value: Value) throws {
        #expect(try JSONReader.read(bytes(text)[...]) == value)
    }

    @Test("Whole numbers beyond 64 bits are read as nearly as a double can")
    func bigNumbers() throws {
        #expect(try JSONReader.read(bytes("9223372036854775808")[...]) == .double(9_223_372_036_854_775_808))
        #expect(try JSONReader.read(bytes("-1" + String(repeating: "0", count: 30))[...]) == .double(-1e30))
        #expect(try JSONReader.read(bytes("1e-400")[...]) == .double(0))
    }

    @Test("When a key stands twice, the last one counts")
    func repeatedKey() throws {
        #expect(try JSONReader.read(bytes(#"{"a":1,"b":2,"a":3}"#)[...]) == ["a": 3, "b": 2])
    }

    @Test(
        "Everything else is refused, with the place and the reason",
        arguments: [
            ("", 0, "the text ends early"), ("  ", 2, "the text ends early"), ("nul", 0, "an unknown word"),
            ("nulll", 4, "something follows the value"), ("True", 0, "no value begins here"),
            ("1 2", 2, "something follows the value"),
            ("01", 2, "a number with a leading zero"), ("-01", 3, "a number with a leading zero"),
            ("-", 1, "no value begins here"),
            ("+1", 0, "no value begins here"), (".5", 0, "no value begins here"), ("1.", 2, "a number ends early"),
            ("1.e3", 2, "a number ends early"), ("1e", 2, "a number ends early"), ("1e+", 3, "a number ends early"),
            ("0x10", 1, "something follows the value"), ("NaN", 0, "no value begins here"),
            ("1e400", 5, "a number out of range"),
            ("[", 1, "the text ends early"), ("[1", 2, "a comma or ] is missing"), ("[1,]", 3, "no value begins here"),
            ("[1 2]", 3, "a comma or ] is missing"), ("[1]]", 3, "something follows the value"),
            ("{", 1, "a key is missing"), ("{a:1}", 1, "a key is missing"), ("{'a':1}", 1, "a key is missing"),
            (#"{"a"}"#, 4, "a colon is missing"), (#"{"a":}"#, 5, "no value begins here"),
            (#"{"a":1,}"#, 7, "a key is missing"),
            (#"{"a":1 "b":2}"#, 7, "a comma or } is missing"), (#"{"a":1"#, 6, "a comma or } is missing"),
            (#""abc"#, 4, "a string ends early"), (#""a\"#, 3, "an escape ends early"),
            (#""a\x""#, 4, "an unknown escape"),
            ("\"a\tb\"", 2, "a control character in a string"), ("\"a\nb\"", 2, "a control character in a string"),
            (#""\u12g4""#, 5, "a \\u escape without four hex digits"),
            (#""\u12"#, 5, "a \\u escape without four hex digits"),
            (#""\ud800""#, 7, "half of a surrogate pair"), (#""\ud800\n""#, 7, "half of a surrogate pair"),
            (#""\ud800\u0041""#, 13, "half of a surrogate pair"), (#""\udc00""#, 7, "half of a surrogate pair"),
            ("\u{feff}1", 0, "no value begins here"), ("// 1\n1", 0, "no value begins here"),
        ] as [(String, Int, String)])
    func rejects(text: String, offset: Int, reason: String) {
        let problem = #expect(throws: JSONReader.Problem.self) { try JSONReader.read(bytes(text)[...]) }
        #expect(problem?.offset == offset)
        #expect(problem?.reason == reason)
    }

    @Test(
        "Bytes that are not UTF-8 are refused",
        arguments: [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82]] as [[UInt8]])
    func notUTF8(bad: [UInt8]) {
        let text = [0x22] + bad + [0x22]
        let problem = #expect(throws: JSONReader.Problem.self) { try JSONReader.read(text[...]) }
        #expect(problem?.reason == "a string is not UTF-8")
    }

    @Test("Nesting is bounded: 64 levels are read, the 65th is refused where it opens")
    func depth() throws {
        func nested(_ levels: Int) -> [UInt8] {
            bytes(String(repeating: "[", count: levels) + String(repeating: "]", count: levels))
        }
        #expect(throws: Never.self) { try JSONReader.read(nested(64)[...]) }
        let problem = #expect(throws: JSONReader.Problem.self) { try JSONReader.read(nested(65)[...]) }
        #expect(problem?.description == "nested deeper than 64 at byte 64")
        // One after the other is not one inside the other.
        let row = "[" + String(repeating: "[[]],", count: 100) + "[]]"
        #expect(throws: Never.self) { try JSONReader.read(bytes(row)[...]) }
    }

    @Test("A text holds a million values at most, itself and every member counted")
    func values() throws {
        func row(_ members: Int) -> [UInt8] { bytes("[" + String(repeating: "1,", count: members - 1) + "1]") }
        #expect(try JSONReader.read(row(999_999)[...]).list?.count == 999_999)
        let problem = #expect(throws: JSONReader.Problem.self) { try JSONReader.read(row(1_000_000)[...]) }
        #expect(problem?.description == "more than 1000000 values at byte 1999999")
    }

    @Test("Offsets count from where the text begins, also in the middle of a body")
    func slices() {
        let body = bytes("{}\n{\"a\" 1}")
        let problem = #expect(throws: JSONReader.Problem.self) { try JSONReader.read(body[3...]) }
        #expect(problem?.description == "a colon is missing at byte 5")
    }
}
