/// What a customer pays for a span of time. A customer may have many, one after the other.
public struct BillingPeriod: Sendable, Hashable, Codable {
    public var customer: CustomerID
    public var starts: Timestamp
    /// The first moment that is not in it any more.
    public var ends: Timestamp
    /// In the smallest unit of the currency.
    public var price: Int
    public var currency: String

    public init(customer: CustomerID, starts: Timestamp, ends: Timestamp, price: Int, currency: String) {
        (self.customer, self.starts, self.ends) = (customer, starts, ends)
        (self.price, self.currency) = (price, currency)
    }

    public func overlaps(_ other: BillingPeriod) -> Bool { starts < other.ends && other.starts < ends }

    /// Whether any moment from the one to the other lies in it, both included.
    func touches(_ began: Timestamp, _ ended: Timestamp) -> Bool { starts <= ended && began < ends }
}

/// What a credit is computed from: one member of an audience, and what the directory knows about their bill.
public struct BillingRecord: Sendable, Hashable {
    public var member: CustomerID
    /// Nil: the directory does not have them any more.
    public var customer: Customer?
    /// In the order of time.
    public var periods: [BillingPeriod]
    /// They have been credited for this incident already.
    public var isCredited: Bool
    /// They may have been: what the billing system did with an earlier request is not known.
    public var mayBeCredited: Bool

    public init(
        member: CustomerID, customer: Customer?, periods: [BillingPeriod] = [], isCredited: Bool = false,
        mayBeCredited: Bool = false
    ) {
        self.mayBeCredited = mayBeCredited
        (self.member, self.customer) = (member, customer)
        (self.periods, self.isCredited) = (periods, isCredited)
    }
}
