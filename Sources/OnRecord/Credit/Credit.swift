/// What one affected customer gets back.
public struct Credit: Sendable, Hashable, Codable {
    public var incident: IncidentID
    public var customer: CustomerID
    /// Smallest unit of the currency; never negative here, the billing system's sign is its connector's matter.
    public var amount: Int
    public var currency: String

    /// Full price of the affected billing period.
    public init(fullPeriodOf customer: Customer, for incident: IncidentID) {
        self.init(
            incident: incident, customer: customer.id, amount: max(0, customer.periodPrice), currency: customer.currency
        )
    }

    public init(incident: IncidentID, customer: CustomerID, amount: Int, currency: String) {
        (self.incident, self.customer, self.amount, self.currency) = (incident, customer, amount, currency)
    }

    /// `49.00 EUR`
    public var text: String { "\(amount / 100).\(amount % 100 < 10 ? "0" : "")\(amount % 100) \(currency)" }
}
