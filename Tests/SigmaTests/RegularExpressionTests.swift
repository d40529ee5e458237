import Sigma
import Testing

@Suite("Regular expressions")
struct RegularExpressionTests {
    @Test(
        "they search anywhere, mind case, and know the usual notation",
        arguments: [
            ("b+c", "abbbcd", true), ("B", "abc", false), ("^b", "abc", false), ("^a.c$", "abc", true),
            ("a.c", "a\nc", false),
            ("abc$", "abc\n", true), ("ab$", "abc\n", false), ("a|b|cd", "xcdx", true), ("^(a|b)*$", "abba", true),
            ("^(a|b)*$", "abca", false), ("^a{2,3}$", "aaa", true), ("^a{2,3}$", "aaaa", false), ("^a{2}$", "aa", true),
            ("^a{2,}$", "aaaaa", true), ("^a{2,}$", "a", false), ("a{x}", "a{x}", true), ("^[a-c]+$", "abc", true),
            ("^[^a-c]+$", "xyz", true), ("[^a-c]", "abc", false), ("^[]x]+$", "]x", true), ("^[a-]+$", "a-", true),
            (#"\d{3}-\w+"#, "call 555-abc", true), (#"^\S+\s\S+$"#, "two words", true),
            (#"\bcat\b"#, "the cat sat", true),
            (#"\bcat\b"#, "concatenate", false), (#"a\.b"#, "axb", false), (#"a\.b"#, "a.b", true),
            (#"[\w.]+@"#, "a.b@", true),
            (#"[^\W\d]"#, "123", false), (#"[^\W\d]"#, "12a", true), (#"\x41\u0042\x{43}"#, "ABC", true),
            ("a.c", "a日c", true),
            ("colou?r", "color", true), ("a*?b", "aab", true), ("(?:ab)+c", "ababc", true),
            ("(?P<n>a)(?<m>b)", "ab", true),
            ("", "anything", true), ("^$", "", true), ("(|a)+b", "b", true), ("(a*)*b", "aaab", true),
            (#"\\srv"#, #"\srv"#, true),
            ("((){1000}){1000}x", "x", true),
        ])
    func notation(expression: String, text: String, expected: Bool) throws {
        #expect(try field("f|re: '\(expression)'", matches: text) == expected)
    }

    @Test("the flags i, m and s change what they should, inside and outside the expression")
    func flags() throws {
        #expect(try field("f|re|i: 'töken[A-F]'", matches: "TÖKENd"))
        #expect(try field("f|re: '(?i)token'", matches: "TOKEN"))
        #expect(try field("f|re: 'a(?i:b)c'", matches: "aBc"))
        #expect(try !field("f|re: 'a(?i:b)c'", matches: "aBC"))
        #expect(try !field("f|re|i: '^[^a]$'", matches: "A"))
        #expect(try field("f|re|m: '^two$'", matches: "one\ntwo\nthree"))
        #expect(try !field("f|re: '^two$'", matches: "one\ntwo\nthree"))
        #expect(try field("f|re|s: 'one.two'", matches: "one\ntwo"))
        #expect(try field("f|re|i|m|s: '^TWO.three$'", matches: "one\ntwo\nthree"))
    }

    @Test("an expression that would explode elsewhere is answered at once")
    func linearTime() throws {
        let hostile = String(repeating: "a", count: 20_000) + "!"
        #expect(try !field("f|re: '^(a+)+$'", matches: hostile))
        #expect(try !field("f|re: '(a|aa)+$'", matches: hostile))
        #expect(try !field("f|re: '(.*)(.*)(.*)(.*)x$'", matches: hostile))
    }

    @Test(
        "what needs backtracking or is not closed is refused with its place",
        arguments: [
            "(?=a)", "(?!a)", "(?<=a)b", "(?<!a)b", #"(a)\1"#, "(?>a)", "a++", "(", ")", "[a", "a**", "*a", "[z-a]",
            "a{3,2}",
            "a{2000}", "(a{1000}){1000}", #"\p{L}"#, "[[:alpha:]]", #"\x{110000}"#, "(?P=n)",
        ])
    func refused(expression: String) throws {
        let found = problems(rule(selection: "f|re: '\(expression)'"))
        #expect(found.count == 1)
        #expect(found.first?.reason.contains(expression) == true)
        #expect(found.first?.line == 6)
    }
}
