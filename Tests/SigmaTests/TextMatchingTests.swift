import Sigma
import Testing

@Suite("Text in fields")
struct TextMatchingTests {
    @Test(
        "case is ignored, by Unicode and not by ASCII",
        arguments: [
            ("Token", "tOKEN"), ("ÄRGER", "ärger"), ("straße", "STRASSE"), ("STRASSE", "straße"), ("ΟΔΟΣ", "οδος"),
            ("ПАРОЛЬ", "пароль"), ("ﬁle", "FILE"), ("K", "\u{212A}"),
        ])
    func ignoresCase(value: String, text: String) throws {
        #expect(try field("f: '\(value)'", matches: text))
        #expect(try field("f|contains: '\(value)'", matches: "<\(text)>"))
        #expect(try field("f|startswith: '\(value)'", matches: "\(text)>"))
        #expect(try field("f|endswith: '\(value)'", matches: "<\(text)"))
        #expect(try !field("f|cased: '\(value)'", matches: text))
        #expect(try !field("f: '\(value)'", matches: text + "x"))
    }

    @Test("a dotless i is not an i")
    func keepsDotlessI() throws {
        #expect(try !field("f: 'dIs'", matches: "dıs"))
    }

    @Test("cased values want the same letters")
    func cased() throws {
        #expect(try field("f|cased: 'Token'", matches: "Token"))
        #expect(try !field("f|cased: 'Token'", matches: "token"))
        #expect(try field("f|contains|cased: 'ok'", matches: "Token"))
        #expect(try !field("f|contains|cased: 'OK'", matches: "Token"))
    }

    @Test(
        "wildcards stand for any run and for exactly one character",
        arguments: [
            ("prog?.exe", "progA.exe", true), ("prog?.exe", "prog.exe", false), ("prog?.exe", "progAB.exe", false),
            ("a*z", "az", true), ("a*z", "abcz", true), ("a*z", "abc", false), ("*", "", true), ("*", "anything", true),
            ("a*b*c", "a-b-b-c", true), ("a*b*c", "a-c-b", false), ("?", "", false), ("stra?e", "straße", true),
            ("stra??e", "straße", false), ("?", "é", true), ("?", "日", true), ("??", "日", false),
            ("*ab?", "xabababc", true), ("**a**", "bab", true),
        ])
    func wildcards(pattern: String, text: String, expected: Bool) throws {
        #expect(try field("f: '\(pattern)'", matches: text) == expected)
        #expect(try field("f|cased: '\(pattern)'", matches: text) == expected)
    }

    @Test(
        "a backslash escapes wildcards and itself, and is plain elsewhere",
        arguments: [
            (#"\*"#, "*", true), (#"\*"#, "x", false), (#"\?"#, "?", true), (#"\?"#, "x", false),
            (#"C:\dir\file"#, #"C:\dir\file"#, true), (#"C:\\dir"#, #"C:\dir"#, true),
            (#"a\\*"#, #"a\anything"#, true), (#"a\\*"#, "a*", false), (#"a\\\*"#, #"a\*"#, true),
            (#"a\\\*"#, #"a\x"#, false), (#"a\\\\"#, #"a\\"#, true), (#"a\\\"#, #"a\\"#, true), (#"a\"#, #"a\"#, true),
        ])
    func escapes(pattern: String, text: String, expected: Bool) throws {
        #expect(try field("f: '\(pattern)'", matches: text) == expected)
    }

    @Test("wildcards and contains cross the ends of lines")
    func crossesLines() throws {
        #expect(try field("f: 'a*z'", matches: "a\nb\r\nz"))
        #expect(try field(#"f|contains: "b\nc""#, matches: "a\nB\nC\nd"))
    }

    @Test("an empty value is the empty text, and contained in every present one")
    func emptyValues() throws {
        #expect(try field("f: ''", matches: ""))
        #expect(try !field("f: ''", matches: "x"))
        #expect(try field("f|contains: ''", matches: ""))
        #expect(try field("f|contains: ''", matches: "x"))
        #expect(try !selection("f|contains: ''", matches: ["other": "x"]))
    }

    @Test("a list of values asks for one of them, with all for every one")
    func valueLists() throws {
        #expect(try field("f: [a, B, c]", matches: "b"))
        #expect(try !field("f: [a, b]", matches: "c"))
        #expect(try field("f|contains|all: [key, token]", matches: "TOKEN and key"))
        #expect(try !field("f|contains|all: [key, token]", matches: "token"))
    }

    @Test("hostile wildcards and hostile text cost their product at most")
    func noExplosion() throws {
        let pattern = String(repeating: "a*", count: 40) + "b"
        #expect(try !field("f: '\(pattern)'", matches: String(repeating: "a", count: 5_000)))
    }
}
