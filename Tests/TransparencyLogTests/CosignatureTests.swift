import Testing
import TransparencyLog

@Suite("Cosignatures")
struct CosignatureTests {
    @Test("a witness's line says when it saw the checkpoint")
    func knownAnswer() throws {
        let note = try SignedNote(parsing: KnownAnswers.checkpoint)
            .adding([NoteSignature(line: KnownAnswers.cosignatureLine)])
        #expect(note.description == KnownAnswers.checkpoint + KnownAnswers.cosignatureLine + "\n")
        let opened = try VerifiedCheckpoint(
            opening: Array(note.description.utf8), with: [Cast.logKey(), Cast.witnessKey()])
        #expect(opened.cosignatures.map(\.time) == [KnownAnswers.cosignatureTime])
        #expect(opened.signatures.map(\.time) == [nil, KnownAnswers.cosignatureTime])
    }

    @Test("a cosignature with one bit changed is not that witness's any more")
    func changed() throws {
        let good = try NoteSignature(line: KnownAnswers.cosignatureLine)
        let line = Array(KnownAnswers.cosignatureLine.utf8)
        let base64Start = try #require(line.lastIndex(of: UInt8(ascii: " "))) + 1
        for position in base64Start..<line.count {
            var changed = line
            changed[position] ^= 1
            guard let signature = try? NoteSignature(line: String(decoding: changed, as: UTF8.self)) else { continue }
            #expect(signature != good)
            let note = try SignedNote(parsing: KnownAnswers.checkpoint).adding([signature])
            let verified = try? note.verified(by: [Cast.logKey(), Cast.witnessKey()])
            #expect(verified?.contains { $0.verifier.kind == .cosignature } != true)
        }
    }

    @Test("a witness alone does not make a checkpoint the log's")
    func witnessAlone() throws {
        let note = try SignedNote(
            text: SignedNote(parsing: KnownAnswers.checkpoint).text,
            signatures: [NoteSignature(line: KnownAnswers.cosignatureLine)])
        #expect(try note.verified(by: [Cast.witnessKey()]).count == 1)
        let error = #expect(throws: LogError.self) {
            try Checkpoint.open(note.description, with: [Cast.logKey(), Cast.witnessKey()])
        }
        #expect(error?.expected == "one by the log itself, onrecord.example/log")
    }

    @Test("a witness named like the log does not make a checkpoint the log's either")
    func namesake() throws {
        let witness = try TestWitness(name: Cast.origin, seed: 0x80...0x9f)
        let text = try SignedNote(parsing: KnownAnswers.checkpoint).text
        let note = try SignedNote(text: text, signatures: [witness.cosign(text, at: 1)])
        #expect(try note.verified(by: [witness.verifier]).map(\.time) == [1])
        #expect(throws: LogError.self) { try Checkpoint.open(note.description, with: [witness.verifier]) }
    }

    @Test("a time is read up to the specification's bound and refused beyond")
    func timeBound() throws {
        let witness = try TestWitness(name: "witness.example/w2", seed: 0x80...0x9f)
        let text = try SignedNote(parsing: KnownAnswers.checkpoint).text
        let last = try SignedNote(text: text, signatures: [witness.cosign(text, at: 1 << 63 - 1)])
        #expect(try last.verified(by: [witness.verifier]).map(\.time) == [Int.max])
        let beyond = try SignedNote(text: text, signatures: [witness.cosign(text, at: 1 << 63)])
        #expect(throws: LogError.self) { try beyond.verified(by: [witness.verifier]) }
    }
}
