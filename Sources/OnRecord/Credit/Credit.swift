public typealias CreditListID = String

/// One line of a list of credits: what one affected customer gets back, or why they get nothing.
public struct Credit: Sendable, Hashable, Codable {
    public var customer: CustomerID
    /// Smallest unit of the currency; never negative here, the billing system's sign is its connector's matter.
    public var amount: Int
    public var currency: String
    public var reason: Reason
    /// What they paid for the periods that were counted, and from when to when these lasted, where that is known.
    public var price: Int
    public var starts: Timestamp?
    public var ends: Timestamp?
    /// What the billing system called them when the list was made.
    public var billingID: String?

    /// How a delivery begins whose request may or may not have been carried out.
    public static let uncertain = "no certain answer"

    public enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
        case fullPeriod = "full_period"
        case share
        case unavailable
        case tier
        // Nothing is given, because …
        case unknown = "not_in_directory"
        case alreadyCredited = "already_credited"
        case uncertain
        case noPrice = "no_price"
        case noPeriod = "no_billing_period"
        case currenciesDiffer = "currencies_differ"
        case belowThreshold = "below_threshold"

        public var text: String {
            switch self {
            case .fullPeriod: "full price of the affected period"
            case .share: "a share of the price of the affected period"
            case .unavailable: "the price of the time without service"
            case .tier: "the share for this much time without service"
            case .unknown: "not in the directory any more"
            case .alreadyCredited: "credited for this incident before"
            case .uncertain:
                "may have been credited before; look at the billing system and enter it by hand if it is not there"
            case .noPrice: "paid nothing for the affected period"
            case .noPeriod: "no billing period is known that the incident touches"
            case .currenciesDiffer: "the affected periods were paid in different currencies; credit them by hand"
            case .belowThreshold: "the service was not away for long enough"
            }
        }
    }

    public init(
        customer: CustomerID, amount: Int, currency: String, reason: Reason, price: Int = 0, starts: Timestamp? = nil,
        ends: Timestamp? = nil, billingID: String? = nil
    ) {
        (self.customer, self.amount, self.currency, self.reason) = (customer, amount, currency, reason)
        (self.price, self.starts, self.ends, self.billingID) = (price, starts, ends, billingID)
    }

    /// `49.00 EUR`
    public var text: String { Money.text(amount, currency) }

    /// `full price of the affected period: 49.00 EUR, 2026-11-01 to 2026-12-01`
    public var explanation: String {
        var text = reason.text
        if price > 0 { text += ": \(Money.text(price, currency))" }
        if let starts, let ends { text += ", \(starts.date.text) to \(ends.date.text)" }
        return text
    }
}
