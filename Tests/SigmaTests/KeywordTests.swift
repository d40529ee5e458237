import Sigma
import Testing

@Suite("Keywords")
struct KeywordTests {
    @Test("one of the keywords anywhere in the event is enough")
    func anyKeyword() throws {
        let keywords = "- 'event::clear'\n- leaked*key\n- 4711"
        #expect(try selection(keywords, matches: ["a": ["b": ["x EVENT::clear y"]]]))
        #expect(try selection(keywords, matches: ["a": "a leaked signing key here"]))
        #expect(try selection(keywords, matches: ["a": 47110]))
        #expect(try selection(keywords, matches: [:], text: "raw line: event::clear"))
        #expect(try !selection(keywords, matches: ["a": "event:clear"], text: "nothing"))
    }

    @Test("field names and the log source are not searched")
    func namesAreNotSearched() throws {
        #expect(try !selection("- secret", matches: ["secret": "value", "nested": ["secret": 1]]))
        #expect(try !selection("- vault", matches: ["logsource_product": "vault"]))
        #expect(try selection("- vault", matches: ["product": "vault"]))
    }

    @Test("with all, every keyword has to be somewhere")
    func allKeywords() throws {
        let keywords = "'|all':\n  - alpha\n  - beta"
        #expect(try selection(keywords, matches: ["a": "alpha", "b": "beta"]))
        #expect(try selection(keywords, matches: ["a": "alpha"], text: "BETA"))
        #expect(try !selection(keywords, matches: ["a": "alpha"]))
    }

    @Test("keywords take expressions, case and encodings")
    func keywordModifiers() throws {
        #expect(try selection("'|re': 'tok[a-z]+n$'", matches: ["a": "my token"]))
        #expect(try !selection("'|cased': Token", matches: ["a": "my token"]))
        #expect(try selection("'|base64offset|contains': secret", matches: ["a": "YSBzZWNyZXQgd29yZA=="]))
    }

    @Test("keywords and maps may stand in one list")
    func mixedList() throws {
        #expect(try selection("- leaked\n- kind: leak", matches: ["kind": "leak"]))
        #expect(try selection("- leaked\n- kind: leak", matches: ["note": "key leaked"]))
    }
}
