/// Somebody who can be harmed and must be told. Lives in the directory, never in journal or record; can be erased.
public struct Customer: Sendable, Hashable, Codable {
    public var id: CustomerID
    public var name: String
    public var mail: String
    /// What the current billing period costs, in the smallest unit of the currency.
    public var periodPrice: Int
    /// ISO 4217.
    public var currency: String

    public init(id: CustomerID, name: String, mail: String, periodPrice: Int = 0, currency: String = "EUR") {
        (self.id, self.name, self.mail) = (id, name, mail)
        (self.periodPrice, self.currency) = (periodPrice, currency)
    }
}

extension Customer {
    /// Far above any price, and far below where a sum over all customers would overflow.
    private static let periodPriceMax = 1_000_000_000_000

    /// What is wrong with these details, as a sentence; nil when they can be kept.
    public var objection: String? {
        if id.isEmpty || id.utf8.count > 64 || !id.utf8.allSatisfy(\.isIdentifierByte) {
            return "id is “\(id.prefix(60))”; expected letters, digits, `-` and `_`, at most 64. Choose such an id."
        }
        if name.isEmpty || name.utf8.count > 200
            || name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        {
            return "name of \(id) has \(name.utf8.count) bytes; expected one line of 1 to 200. Correct it."
        }
        if !MailAddress.isPlausible(mail) {
            return "mail of \(id) is “\(mail.prefix(60))”; expected one mail address. Correct it."
        }
        if !(0...Customer.periodPriceMax).contains(periodPrice) {
            return "periodPrice of \(id) is \(periodPrice); expected 0 to \(Customer.periodPriceMax). Correct it."
        }
        if currency.utf8.count != 3 || !currency.utf8.allSatisfy((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains) {
            return
                "currency of \(id) is “\(currency.prefix(10))”; expected three capital letters, such as EUR. Correct it."
        }
        return nil
    }
}

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
