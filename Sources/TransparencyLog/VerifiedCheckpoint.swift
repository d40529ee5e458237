/// A checkpoint together with the signatures that vouch for it.
public struct VerifiedCheckpoint: Sendable {
    public let checkpoint: Checkpoint
    /// One for each known key that signed; at least one is the log's own.
    public let signatures: [VerifiedSignature]

    /// Opens a signed note. A witness's cosignature alone is not enough, nor a signature by another log's key:
    /// one key named like the origin must have signed.
    public init(opening note: [UInt8], with verifiers: [NoteVerifier]) throws(LogError) {
        let note = try SignedNote(parsing: note)
        signatures = try note.verified(by: verifiers)
        checkpoint = try Checkpoint(parsing: note.text)
        let origin = checkpoint.origin
        let isSignedByLog = signatures.contains {
            $0.verifier.kind == .ed25519 && $0.verifier.name.utf8.elementsEqual(origin.utf8)
        }
        guard isSignedByLog else {
            throw LogError(
                path: LogFile.checkpointPath,
                found: "signatures by \(signatures.map(\.verifier.name).joined(separator: ", "))",
                expected: "one by the log itself, \(origin)",
                remedy: "Check that this is the right log and that its own verifier key is among the known ones.")
        }
    }

    public var cosignatures: [VerifiedSignature] { signatures.filter { $0.verifier.kind == .cosignature } }
}
