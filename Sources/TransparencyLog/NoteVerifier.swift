import Crypto
import Foundation

/// A public key that signs notes, with the name it signs under (C2SP signed-note).
public struct NoteVerifier: Sendable, Hashable {
    public enum Kind: UInt8, Sendable {
        /// Ed25519 over the note's text.
        case ed25519 = 0x01
        /// A witness's Ed25519 over the text and the moment it was seen (C2SP tlog-cosignature).
        case cosignature = 0x04
    }

    public let name: String
    public let kind: Kind
    /// 32 bytes (RFC 8032).
    public let publicKey: [UInt8]
    /// Tells keys of one name apart. Too short to prove anything.
    public let keyID: UInt32

    public init(name: String, kind: Kind, publicKey: [UInt8]) throws(LogError) {
        try KeyName.check(name)
        guard publicKey.count == 32 else {
            throw LogError(
                path: "public key of \(name)", found: "\(publicKey.count) bytes", expected: "32 bytes",
                remedy: "Give the raw Ed25519 public key.")
        }
        self.name = name
        self.kind = kind
        self.publicKey = publicKey
        let digest = SHA256.hash(data: Array(name.utf8) + [0x0a, kind.rawValue] + publicKey)
        keyID = digest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Reads `name+key ID+base64(kind, public key)`.
    public init(vkey: String) throws(LogError) {
        func refuse(_ found: String, expected: String) -> LogError {
            LogError(
                path: "verifier key “\(vkey)”", found: found, expected: expected,
                remedy: "Copy the whole key again from where it is published.")
        }
        let parts = vkey.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else {
            throw refuse("\(parts.count) parts", expected: "name+key ID+base64")
        }
        guard let key = Base64.decode(parts[2]), let kindByte = key.first else {
            throw refuse("“\(parts[2])”", expected: "padded base64 of the key's kind and bytes")
        }
        guard let kind = Kind(rawValue: kindByte) else {
            throw refuse("kind \(kindByte)", expected: "kind 1 (Ed25519) or 4 (Ed25519 cosignature)")
        }
        try self.init(name: parts[0], kind: kind, publicKey: Array(key.dropFirst()))
        guard keyIDText.utf8.elementsEqual(parts[1].utf8) else {
            throw refuse("key ID “\(parts[1])”", expected: "\(keyIDText), which belongs to this name and key")
        }
    }

    public var vkey: String {
        "\(name)+\(keyIDText)+\(Base64.encode([kind.rawValue] + publicKey))"
    }

    /// Eight lower-case hexadecimal digits.
    private var keyIDText: String {
        let digits = String(keyID, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    func isNamed(in signature: NoteSignature) -> Bool {
        keyID == signature.keyID && name.utf8.elementsEqual(signature.name.utf8)
    }

    func isValid(_ signature: [UInt8], over message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: message)
    }
}
