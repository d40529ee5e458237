@testable import Sigma
import Testing

@Suite("Finding many literals at once")
struct AutomatonTests {
    @Test("Each literal is found where it stands, overlaps and insides too")
    func overlaps() {
        #expect(found(["he", "she", "his", "hers"], in: "ushers") == ["he", "she", "hers"])
        #expect(found(["a", "aa", "aaa"], in: "aa") == ["a", "aa"])
        #expect(found(["ab", "b"], in: "AB") == ["ab", "b"])
        #expect(found(["x"], in: "").isEmpty)
    }

    @Test("Literals tied to an end are found there alone")
    func ends() {
        #expect(found(["ab"], atStart: true, in: "abxab") == ["ab"])
        #expect(found(["ab"], atStart: true, in: "xab").isEmpty)
        #expect(found(["ab"], atEnd: true, in: "xab") == ["ab"])
        #expect(found(["ab"], atEnd: true, in: "abx").isEmpty)
        #expect(found(["ab", "b"], atStart: true, atEnd: true, in: "ab") == ["ab"])
    }

    @Test("Every text of a small alphabet is searched as one literal after the other would be", arguments: 1...6)
    func exhaustive(length: Int) {
        let literals = ["a", "b", "ab", "ba", "aab", "bab", "abba", "bbbb"]
        for number in 0..<(1 << length) {
            let text = String((0..<length).map { number >> $0 & 1 == 0 ? "a" : "b" })
            #expect(found(literals, in: text) == Set(literals.filter { text.contains($0) }), "\(text)")
        }
    }

    private func found(_ literals: [String], atStart: Bool = false, atEnd: Bool = false, in text: String) -> Set<String>
    {
        let texts = literals.compactMap { ClueText(Array($0.utf8), atStart: atStart, atEnd: atEnd) }
        var found: Set<String> = []
        Array(text.utf8).withUnsafeBufferPointer { text in
            Automaton(texts).search(text) { found.insert(literals[$0]) }
        }
        return found
    }
}
