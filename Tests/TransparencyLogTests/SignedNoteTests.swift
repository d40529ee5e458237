import Testing
import TransparencyLog

@Suite("Signed notes")
struct SignedNoteTests {
    private let text = "first\n\nlast\n"

    @Test("the specification's own note is parted at its last empty line")
    func specificationNote() throws {
        let note = try SignedNote(parsing: KnownAnswers.specificationNote)
        #expect(note.text.hasSuffix("sole:\n\ned è subito sera.\n"))
        #expect(note.signatures.map(\.name) == ["quasimodo.example/salvatore"])
        #expect(note.signatures.first?.keyID == 0x367b_a04b)
        #expect(note.signatures.first?.bytes.count == 64)
        #expect(note.description == KnownAnswers.specificationNote)
    }

    @Test("what was signed verifies, and signing again gives the same note")
    func roundTrip() throws {
        let note = try Cast.logSigner().sign(text)
        #expect(try SignedNote(parsing: note.description) == note)
        #expect(try Cast.logSigner().sign(text) == note)
        #expect(try note.verified(by: [Cast.logKey()]).map(\.verifier) == [Cast.logKey()])
    }

    @Test("signatures by unknown keys are passed over beside a known one")
    func unknownIgnored() throws {
        let note = try Cast.rotatedSigner().sign(text).adding([Cast.logSigner().signature(over: text)])
        #expect(try note.verified(by: [Cast.logKey()]).map(\.verifier) == [Cast.logKey()])
        #expect(try note.verified(by: [Cast.logKey(), Cast.rotatedKey()]).count == 2)
    }

    @Test("a note that only strangers signed is refused")
    func strangersOnly() throws {
        let note = try Cast.strangerSigner().sign(text)
        let error = #expect(throws: LogError.self) { try note.verified(by: [Cast.logKey()]) }
        #expect(error?.found.contains("stranger.example/log") == true)
        #expect(error?.expected == "one by \(KnownAnswers.logVkey)")
    }

    @Test("a bad signature by a known key refuses the whole note, good ones beside it or not")
    func knownButBad() throws {
        let misplaced = try Cast.logSigner().signature(over: "another text\n")
        let note = try Cast.rotatedSigner().sign(text).adding([misplaced])
        #expect(throws: LogError.self) { try note.verified(by: [Cast.logKey(), Cast.rotatedKey()]) }
        #expect(try note.verified(by: [Cast.rotatedKey()]).count == 1)
    }

    @Test("a key that signed twice counts once")
    func twice() throws {
        let note = try Cast.logSigner().sign(text).adding([Cast.logSigner().signature(over: text)])
        #expect(try note.verified(by: [Cast.logKey()]).count == 1)
    }

    @Test(
        "a note that is not formed by the rules is refused",
        arguments: [
            "", "\n", "\n\n", "text\n", "text\n\n", "text\n\n\n", "text\n\u{2014} a AAAAAAA=\n",
            "text\n\n- a AAAAAAA=\n", "text\n\n\u{2014}a AAAAAAA=\n", "text\n\n\u{2014} a AAAAAAA=",
            "text\n\n\u{2014} a AAAAAAA\n", "text\n\n\u{2014} a AAAA\n", "text\n\n\u{2014} a AAAAAAB=\n",
            "text\n\n\u{2014} a  AAAAAAA=\n", "text\n\n\u{2014} a+b AAAAAAA=\n", "text\n\n\u{2014}  AAAAAAA=\n",
            "text\n\n\u{2014} a AAAAAAA= \n", "text\n\n\u{2014} a\u{2003}b AAAAAAA=\n",
            "te\rxt\n\n\u{2014} a AAAAAAA=\n", "te\txt\n\n\u{2014} a AAAAAAA=\n",
            "text\r\n\r\n\u{2014} a AAAAAAA=\r\n",
        ])
    func malformed(note: String) {
        #expect(throws: LogError.self) { try SignedNote(parsing: note) }
    }

    @Test("the shortest signature line is taken")
    func shortest() throws {
        #expect(try SignedNote(parsing: "text\n\n\u{2014} a AAAAAAA=\n").signatures.first?.bytes == [0])
    }

    @Test("bytes that are not UTF-8 are refused")
    func notUTF8() {
        let note = Array("te".utf8) + [0xff] + Array("xt\n\n\u{2014} a AAAAAAA=\n".utf8)
        #expect(throws: LogError.self) { try SignedNote(parsing: note) }
    }

    @Test("a hundred signatures are taken, one more and a million bytes are not")
    func bounds() throws {
        let line = "\u{2014} a AAAAAAA=\n"
        #expect(try SignedNote(parsing: "text\n\n" + String(repeating: line, count: 100)).signatures.count == 100)
        #expect(throws: LogError.self) { try SignedNote(parsing: "text\n\n" + String(repeating: line, count: 101)) }
        #expect(throws: LogError.self) {
            try SignedNote(parsing: String(repeating: "x", count: 1_000_000) + "\n\n" + line)
        }
    }
}
