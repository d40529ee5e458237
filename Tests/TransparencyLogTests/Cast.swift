import Testing
import TransparencyLog

/// The keys, leaves and entries that return in every test.
enum Cast {
    static let origin = "onrecord.example/log"

    static func logSigner() throws -> NoteSigner { try NoteSigner(name: origin, seed: Array(0x00...0x1f)) }
    static func rotatedSigner() throws -> NoteSigner { try NoteSigner(name: origin, seed: Array(0x20...0x3f)) }
    static func strangerSigner() throws -> NoteSigner {
        try NoteSigner(name: "stranger.example/log", seed: Array(0x60...0x7f))
    }

    static func logKey() throws -> NoteVerifier { try NoteVerifier(vkey: KnownAnswers.logVkey) }
    static func rotatedKey() throws -> NoteVerifier { try NoteVerifier(vkey: KnownAnswers.rotatedVkey) }
    static func witnessKey() throws -> NoteVerifier { try NoteVerifier(vkey: KnownAnswers.witnessVkey) }

    /// `entry 0`, `entry 1`, …
    static func entries(_ range: Range<Int>) -> [[UInt8]] { range.map { Array("entry \($0)".utf8) } }

    static func entries(_ count: Int) -> [[UInt8]] { entries(0..<count) }

    static func leaves(_ count: Int) -> [TreeHash] { entries(count).map { Merkle.leaf($0) } }
}

extension TreeHash {
    /// The hash with one bit changed.
    var corrupted: TreeHash {
        get throws { try #require(TreeHash(bytes: [bytes[0] ^ 1] + bytes.dropFirst())) }
    }
}
