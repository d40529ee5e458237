/// On which terms a list of credits is made: the policy's amount, and what was known of the incident at that moment.
/// They stand in the journal, so that anybody can compute the list again.
public struct CreditTerms: Sendable, Hashable, Codable {
    public var amount: CreditAmount
    public var began: Timestamp
    /// When the harm stopped, or the list was made.
    public var ended: Timestamp
    public var unavailableFor: Duration

    public init(amount: CreditAmount, began: Timestamp, ended: Timestamp, unavailableFor: Duration = .zero) {
        (self.amount, self.began, self.ended) = (amount, began, max(began, ended))
        self.unavailableFor = unavailableFor
    }

    /// Every billing period that the incident touches counts. Where no dates are known, the price of the current period
    /// stands in, as far as the amount can do without dates.
    public func credit(_ record: BillingRecord) -> Credit {
        guard let customer = record.customer else { return nothing(record.member, .unknown) }
        if record.isCredited { return nothing(record.member, .alreadyCredited) }
        if record.mayBeCredited { return nothing(record.member, .uncertain) }
        let touched = record.periods.filter { $0.touches(began, ended) }
        if touched.isEmpty {
            guard record.periods.isEmpty, !needsDates else { return nothing(customer.id, .noPeriod) }
            return credit(customer, price: customer.periodPrice, currency: customer.currency, [])
        }
        guard touched.allSatisfy({ $0.currency == touched[0].currency }) else {
            return nothing(customer.id, .currenciesDiffer)
        }
        return credit(customer, price: touched.reduce(0) { $0 + $1.price }, currency: touched[0].currency, touched)
    }

    private var needsDates: Bool { if case .timesUnavailable = amount { true } else { false } }

    private func nothing(_ customer: CustomerID, _ reason: Credit.Reason) -> Credit {
        Credit(customer: customer, amount: 0, currency: "", reason: reason)
    }

    private func credit(_ customer: Customer, price: Int, currency: String, _ periods: [BillingPeriod]) -> Credit {
        guard price > 0 else { return nothing(customer.id, .noPrice) }
        let (amount, reason) = amount(of: price, periods)
        guard amount > 0 else { return nothing(customer.id, .belowThreshold) }
        return Credit(
            customer: customer.id, amount: amount, currency: currency, reason: reason, price: price,
            starts: periods.map(\.starts).min(), ends: periods.map(\.ends).max(), billingID: customer.billingID)
    }

    private func amount(of price: Int, _ periods: [BillingPeriod]) -> (Int, Credit.Reason) {
        switch amount {
        case .fullPeriod: (price, .fullPeriod)
        case .share(let share): (share.of(price), .share)
        case .tiers(let tiers): (tiers.last { unavailableFor > $0.unavailableFor }?.share.of(price) ?? 0, .tier)
        case .timesUnavailable(let times): (periods.reduce(0) { $0 + priceOfAbsence(in: $1, times) }, .unavailable)
        }
    }

    /// The time without service is spread over the periods as the incident itself is. Rounded up, and never more than
    /// the period's price.
    private func priceOfAbsence(in period: BillingPeriod, _ times: Int) -> Int {
        let inside = min(ended, period.ends) - max(began, period.starts)
        let (whole, part) = (Int128((ended - began).milliseconds), Int128(max(.zero, inside).milliseconds))
        let length = Int128((period.ends - period.starts).milliseconds)
        var absence = Int128(unavailableFor.milliseconds) * Int128(times)
        if whole > 0 { absence = absence * part / whole }
        let owed = (Int128(period.price) * min(absence, length) + length - 1) / length
        return Int(owed)
    }
}
