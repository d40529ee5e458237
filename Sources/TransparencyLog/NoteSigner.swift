import Crypto
import Foundation

/// A private Ed25519 key that signs notes under a name. Signing the same text again gives the same signature.
public struct NoteSigner: Sendable, CustomStringConvertible {
    public let verifier: NoteVerifier
    private let key: Curve25519.Signing.PrivateKey

    /// - Parameter seed: the 32 secret bytes of RFC 8032 section 5.1.5, from a cryptographic random source.
    public init(name: String, seed: [UInt8]) throws {
        guard seed.count == 32 else {
            throw LogError(
                path: "signing key of \(name)", found: "a seed of \(seed.count) bytes", expected: "32 bytes",
                remedy: "Restore the key from its backup.")
        }
        key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        verifier = try NoteVerifier(name: name, kind: .ed25519, publicKey: Array(key.publicKey.rawRepresentation))
    }

    public var name: String { verifier.name }
    public var vkey: String { verifier.vkey }

    /// Never shows the secret, wherever a signer gets printed.
    public var description: String { "signer \(vkey)" }

    public func signature(over text: String) throws -> NoteSignature {
        try NoteSignature(
            name: name, keyID: verifier.keyID, bytes: Array(key.signature(for: Array(text.utf8))))
    }

    public func sign(_ text: String) throws -> SignedNote {
        try SignedNote(text: text, signatures: [signature(over: text)])
    }
}
