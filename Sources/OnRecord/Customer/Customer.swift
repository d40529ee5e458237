/// Somebody who can be harmed and must be told. Lives in the directory, never in journal or record; can be erased.
public struct Customer: Sendable, Hashable {
    public var id: CustomerID
    public var name: String
    public var mail: String
    /// What the current billing period costs, in the smallest unit of the currency.
    public var periodPrice: Int
    /// ISO 4217.
    public var currency: String
    /// What notices to them are written in: BCP 47, such as `de` or `en-GB`.
    public var language: String
    /// Where they are, as far as duties ask: ISO 3166, such as `DE` or `US-CA`.
    public var place: String?
    /// What the billing system calls them.
    public var billingID: String?

    public static let defaultCurrency = "EUR"
    public static let defaultLanguage = "en"

    public init(
        id: CustomerID, name: String, mail: String, periodPrice: Int = 0, currency: String = Customer.defaultCurrency,
        language: String = Customer.defaultLanguage, place: String? = nil, billingID: String? = nil
    ) {
        (self.id, self.name, self.mail) = (id, name, mail)
        (self.periodPrice, self.currency) = (periodPrice, currency)
        (self.language, self.place, self.billingID) = (language, place, billingID)
    }
}

/// Only who they are has to be said.
extension Customer: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try container.decode(String.self, forKey: .id), name: try container.decode(String.self, forKey: .name),
            mail: try container.decode(String.self, forKey: .mail),
            periodPrice: try container.decodeIfPresent(Int.self, forKey: .periodPrice) ?? 0,
            currency: try container.decodeIfPresent(String.self, forKey: .currency) ?? Customer.defaultCurrency,
            language: try container.decodeIfPresent(String.self, forKey: .language) ?? Customer.defaultLanguage,
            place: try container.decodeIfPresent(String.self, forKey: .place),
            billingID: try container.decodeIfPresent(String.self, forKey: .billingID))
    }
}
