/// A token of the built-in registry, without its secret.
public struct Token: Sendable, Hashable, Codable {
    public var id: TokenID
    public var customer: CustomerID
    public var mintedAt: Timestamp
    public var revokedAt: Timestamp?

    public init(id: TokenID, customer: CustomerID, mintedAt: Timestamp, revokedAt: Timestamp? = nil) {
        (self.id, self.customer, self.mintedAt, self.revokedAt) = (id, customer, mintedAt, revokedAt)
    }

    public var isActive: Bool { revokedAt == nil }
}

/// A minted secret: shown once, stored as a hash. 32 random bytes need no slow hash.
public struct TokenSecret: Sendable, Hashable {
    public let text: String

    public init(with random: inout some RandomNumberGenerator) {
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        text = "ort_" + CommittedText.hex(bytes)
    }

    public static func hash(_ secret: String) -> String { sha256Hex(Array(secret.utf8)) }

    /// The public id of a token: enough of the hash to name it in logs and scopes, useless for using it.
    public static func id(of secret: String) -> TokenID { "t" + hash(secret).prefix(16) }

    public var id: TokenID { TokenSecret.id(of: text) }
}
