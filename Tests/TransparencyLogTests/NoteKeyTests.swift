import Testing
import TransparencyLog

@Suite("Note keys")
struct NoteKeyTests {
    @Test("a seed gives the verifier key that other implementations derive")
    func derived() throws {
        #expect(try Cast.logSigner().vkey == KnownAnswers.logVkey)
        #expect(try Cast.rotatedSigner().vkey == KnownAnswers.rotatedVkey)
    }

    @Test(
        "a verifier key reads and writes as the same text",
        arguments: [
            KnownAnswers.logVkey, KnownAnswers.rotatedVkey, KnownAnswers.witnessVkey, KnownAnswers.goChecksumVkey,
        ])
    func roundTrip(vkey: String) throws {
        #expect(try NoteVerifier(vkey: vkey).vkey == vkey)
    }

    @Test("the key of a log that is not ours has the ID it publishes")
    func foreignKeyID() throws {
        let verifier = try NoteVerifier(vkey: KnownAnswers.goChecksumVkey)
        #expect(verifier.name == "sum.golang.org")
        #expect(verifier.keyID == 0x033d_e0ae)
        #expect(verifier.kind == .ed25519)
    }

    @Test("a verifier key with one character changed is refused")
    func changedCharacter() {
        let vkey = Array(KnownAnswers.logVkey.unicodeScalars)
        for position in vkey.indices {
            var changed = vkey
            changed[position] = vkey[position] == "A" ? "B" : "A"
            let text = String(String.UnicodeScalarView(changed))
            #expect(throws: LogError.self) { try NoteVerifier(vkey: text) }
        }
    }

    @Test(
        "a name that could not stand on a signature line is refused",
        arguments: [
            "", "a b", "a+b", "a\nb", "a\u{2003}b", "a\u{a0}b", "a\tb", "a\u{1}", String(repeating: "a", count: 256),
        ])
    func badNames(name: String) {
        #expect(throws: LogError.self) { try NoteSigner(name: name, seed: Array(0x00...0x1f)) }
    }

    @Test("a seed of any other length is refused", arguments: [0, 31, 33, 64])
    func badSeed(count: Int) {
        #expect(throws: LogError.self) { try NoteSigner(name: Cast.origin, seed: [UInt8](repeating: 1, count: count)) }
    }

    @Test("a key kind that this log does not use is named in the refusal")
    func otherKind() {
        let error = #expect(throws: LogError.self) { try NoteVerifier(vkey: "a.example+00000000+Ag==") }
        #expect(error?.found == "kind 2")
    }

    @Test("printing a signer shows its public key")
    func printing() throws {
        #expect("\(try Cast.logSigner())" == "signer \(KnownAnswers.logVkey)")
    }
}
