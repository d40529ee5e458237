import Testing
import TransparencyLog

@Suite("Checkpoints")
struct CheckpointTests {
    private func thirdCheckpoint() throws -> Checkpoint {
        let leaves = KnownAnswers.certificateTransparencyLeaves.prefix(3).map { Merkle.leaf($0) }
        return try Checkpoint(origin: Cast.origin, size: 3, root: Merkle.root(of: leaves))
    }

    @Test("a signed checkpoint is, byte for byte, what another implementation signs")
    func knownAnswer() throws {
        #expect(try thirdCheckpoint().signed(by: Cast.logSigner()) == KnownAnswers.checkpoint)
        #expect(try Checkpoint.open(KnownAnswers.checkpoint, with: [Cast.logKey()]) == thirdCheckpoint())
    }

    @Test("its text reads back as the same checkpoint")
    func roundTrip() throws {
        #expect(try Checkpoint(parsing: thirdCheckpoint().text) == thirdCheckpoint())
        let empty = try Checkpoint(origin: Cast.origin, size: 0, root: .empty)
        #expect(empty.text == "onrecord.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")
        #expect(try Checkpoint(parsing: empty.text) == empty)
    }

    @Test(
        "a text that is not exactly origin, size and root is refused",
        arguments: [
            "", "\n\n\n", "o\n3\n", "o\n3\nROOT", "o\n3\nROOT\nextension\n", "o\n3\nROOT\n\n",
            "o\n03\nROOT\n", "o\n-3\nROOT\n", "o\n+3\nROOT\n", "o\n\nROOT\n", "o\n3 \nROOT\n", "o\n٣\nROOT\n",
            "o\n9223372036854775808\nROOT\n", "o\n0\nROOT\n", "o\n3\nROOT=\n", "o\n3\nAAAA\n",
            "\n3\nROOT\n", "o o\n3\nROOT\n", "o+o\n3\nROOT\n", "https://o\n3\nROOT\n", "o/\n3\nROOT\n",
        ])
    func malformed(pattern: String) {
        let root = "rra8/idLcKFPsGel5VeCZNsPqbUa9eC6FZFY8yngbnc="
        #expect(throws: LogError.self) { try Checkpoint(parsing: pattern.replacing("ROOT", with: root)) }
    }

    @Test("a root with stray bits in its last character is refused")
    func strayBits() {
        #expect(throws: LogError.self) {
            try Checkpoint(parsing: "o\n3\nrra8/idLcKFPsGel5VeCZNsPqbUa9eC6FZFY8yngbnd=\n")
        }
    }

    @Test("a key of another name neither signs nor opens")
    func otherName() throws {
        let checkpoint = try thirdCheckpoint()
        let stranger = try Cast.strangerSigner()
        #expect(throws: LogError.self) { try checkpoint.signed(by: stranger) }
        let note = try stranger.sign(checkpoint.text).description
        #expect(throws: LogError.self) { try Checkpoint.open(note, with: [stranger.verifier]) }
    }

    @Test("while a key is rotated, readers who know either key open the same checkpoint")
    func rotation() throws {
        let note = try thirdCheckpoint().signed(by: Cast.logSigner(), Cast.rotatedSigner())
        #expect(try Checkpoint.open(note, with: [Cast.logKey()]) == thirdCheckpoint())
        #expect(try Checkpoint.open(note, with: [Cast.rotatedKey()]) == thirdCheckpoint())
    }
}
