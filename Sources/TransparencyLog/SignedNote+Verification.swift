/// A signature that a known key really made.
public struct VerifiedSignature: Sendable, Hashable {
    public let verifier: NoteVerifier
    /// When a witness says it saw the text, in POSIX seconds; nil for a plain signature.
    public let time: Int?
}

extension SignedNote {
    /// The signatures of known keys. Lines by other keys are passed over, so that keys can be rotated; a bad signature
    /// under a known key's name and ID, or none by a known key at all, refuses the note.
    public func verified(by verifiers: [NoteVerifier]) throws(LogError) -> [VerifiedSignature] {
        var verified: [VerifiedSignature] = []
        for signature in signatures {
            guard let verifier = verifiers.first(where: { $0.isNamed(in: signature) }) else { continue }
            guard let good = verifier.verify(signature.bytes, over: text) else {
                throw LogError(
                    path: "signed note", found: "a signature by \(verifier.vkey) that does not fit the text",
                    expected: "a good signature",
                    remedy: "Do not trust the text; fetch the note again and keep this copy if it stays so.")
            }
            if !verified.contains(where: { $0.verifier == verifier }) { verified.append(good) }
        }
        guard !verified.isEmpty else {
            let names = signatures.map(\.name).joined(separator: ", ")
            throw LogError(
                path: "signed note", found: "signatures of unknown keys only (\(names))",
                expected: "one by \(verifiers.map(\.vkey).joined(separator: " or "))",
                remedy: "Check that this is the right log, and whether its key was rotated.")
        }
        return verified
    }
}

extension NoteVerifier {
    /// Nil unless `signature` is this key's over `text`.
    func verify(_ signature: [UInt8], over text: String) -> VerifiedSignature? {
        switch kind {
        case .ed25519:
            guard isValid(signature, over: Array(text.utf8)) else { return nil }
            return VerifiedSignature(verifier: self, time: nil)
        case .cosignature:
            guard let time = verifyCosignature(signature, over: text) else { return nil }
            return VerifiedSignature(verifier: self, time: time)
        }
    }

    /// A cosignature is eight bytes of POSIX seconds, big-endian, and a signature over those and the whole text
    /// (C2SP tlog-cosignature). The time is at most 2^63 - 1.
    private func verifyCosignature(_ payload: [UInt8], over text: String) -> Int? {
        guard payload.count == 8 + 64,
            let time = Int(exactly: payload.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        else { return nil }
        let message = "cosignature/v1\ntime \(time)\n\(text)"
        return isValid(Array(payload.dropFirst(8)), over: Array(message.utf8)) ? time : nil
    }
}
