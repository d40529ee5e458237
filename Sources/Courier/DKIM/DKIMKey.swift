import Crypto
import CryptoExtras
import Foundation

/// A domain's key for signing mail, with the selector under which receivers find its public half in DNS.
public struct DKIMKey: Sendable {
    public enum Algorithm: String, Sendable, CaseIterable {
        /// Read everywhere (RFC 8301 section 3.1).
        case rsa = "rsa-sha256"
        /// Small and quick; receivers that do not know it pass over it (RFC 8463).
        case ed25519 = "ed25519-sha256"
    }

    private enum Secret: Sendable {
        case rsa(_RSA.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
    }

    public let selector: String
    public let algorithm: Algorithm
    private let secret: Secret

    /// A new key; RSA with 2048 bits (RFC 8301 section 3.2).
    public init(making algorithm: Algorithm, selector: String) throws {
        (self.selector, self.algorithm) = (selector, algorithm)
        secret =
            switch algorithm {
            case .rsa: .rsa(try _RSA.Signing.PrivateKey(keySize: .bits2048))
            case .ed25519: .ed25519(Curve25519.Signing.PrivateKey())
            }
    }

    /// Reads what `stored` wrote. Throws when it is no such key, or RSA with less than 2048 bits.
    public init(_ stored: String, algorithm: Algorithm, selector: String) throws(MailProblem) {
        (self.selector, self.algorithm) = (selector, algorithm)
        do {
            switch algorithm {
            case .rsa: secret = .rsa(try _RSA.Signing.PrivateKey(pemRepresentation: stored))
            case .ed25519:
                let bytes = Data(base64Encoded: stored.trimmingCharacters(in: .whitespacesAndNewlines)) ?? Data()
                secret = .ed25519(try Curve25519.Signing.PrivateKey(rawRepresentation: bytes))
            }
        } catch {
            throw MailProblem(
                thing: "the DKIM key of selector \(selector)", found: "not readable",
                expected: algorithm == .rsa
                    ? "an RSA private key in PEM with at least 2048 bits" : "the 32 bytes of an Ed25519 key in Base64",
                remedy: "Restore the file from a backup, or remove it and publish the key that is made then.")
        }
    }

    /// As it is kept in a file: PEM for RSA, so that a key made elsewhere can be brought along; Base64 for Ed25519.
    public var stored: String {
        switch secret {
        case .rsa(let key): key.pkcs8PEMRepresentation + "\n"
        case .ed25519(let key): key.rawRepresentation.base64EncodedString() + "\n"
        }
    }

    /// What receivers fetch from DNS (RFC 6376 section 3.6.1, RFC 8463 section 4).
    public var record: String {
        switch secret {
        case .rsa(let key): "v=DKIM1; k=rsa; p=\(key.publicKey.derRepresentation.base64EncodedString())"
        case .ed25519(let key): "v=DKIM1; k=ed25519; p=\(key.publicKey.rawRepresentation.base64EncodedString())"
        }
    }

    /// One line of a zone file. A TXT record holds strings of at most 255 bytes, which receivers join (RFC 1035 section 3.3.14).
    public func zoneLine(domain: String) -> String {
        var rest = record[...]
        var strings: [String] = []
        while !rest.isEmpty {
            strings.append("\"\(rest.prefix(255))\"")
            rest = rest.dropFirst(255)
        }
        return "\(selector)._domainkey.\(domain). IN TXT ( \(strings.joined(separator: " ")) )"
    }

    func signature(of digest: SHA256Digest) throws -> Data {
        switch secret {
        case .rsa(let key): try key.signature(for: digest, padding: .insecurePKCS1v1_5).rawRepresentation
        // The hash is what is signed, and not once more the text (RFC 8463 section 3).
        case .ed25519(let key): try key.signature(for: Data(digest))
        }
    }
}
