import Crypto
import Foundation
import TransparencyLog

/// A witness that cosigns whatever it is shown.
struct TestWitness {
    private let key: Curve25519.Signing.PrivateKey
    let verifier: NoteVerifier

    init(name: String, seed: ClosedRange<UInt8>) throws {
        key = try Curve25519.Signing.PrivateKey(rawRepresentation: Array(seed))
        verifier = try NoteVerifier(
            name: name, kind: .cosignature, publicKey: Array(key.publicKey.rawRepresentation))
    }

    func cosign(_ text: String, at time: UInt64) throws -> NoteSignature {
        let message = "cosignature/v1\ntime \(time)\n\(text)"
        var payload = withUnsafeBytes(of: verifier.keyID.bigEndian) { Data($0) }
        payload += withUnsafeBytes(of: time.bigEndian) { Data($0) }
        payload += try key.signature(for: Data(message.utf8))
        return try NoteSignature(line: "\u{2014} \(verifier.name) \(payload.base64EncodedString())")
    }
}
