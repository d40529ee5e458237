@testable import OnRecord
import Testing

@Suite("What a customer gets back")
struct CreditTermsTests {
    private static let november = period("2026-11-01", "2026-12-01", 4900)
    private static let december = period("2026-12-01", "2027-01-01", 6200)

    private static func period(_ start: String, _ end: String, _ price: Int, _ currency: String = "EUR")
        -> BillingPeriod
    {
        BillingPeriod(
            customer: "c1", starts: moment("\(start)T00:00:00Z"), ends: moment("\(end)T00:00:00Z"), price: price,
            currency: currency)
    }

    private func credit(
        _ amount: CreditAmount, _ periods: [BillingPeriod], from began: String = "2026-11-22T09:00:00Z",
        to ended: String = "2026-11-22T15:00:00Z", unavailableFor: Duration = .zero, price: Int = 4900,
        isCredited: Bool = false
    ) -> Credit {
        let terms = CreditTerms(
            amount: amount, began: moment(began), ended: moment(ended), unavailableFor: unavailableFor)
        let customer = Customer(
            id: "c1", name: "One", mail: "one@customer.example", periodPrice: price, billingID: "cus_1")
        return terms.credit(
            BillingRecord(member: "c1", customer: customer, periods: periods, isCredited: isCredited))
    }

    @Test("The full price of the period the incident falls in, and no other")
    func fullPeriod() {
        let credit = credit(.fullPeriod, [Self.november, Self.december])
        #expect(credit.amount == 4900)
        #expect(credit.billingID == "cus_1")
        #expect(credit.explanation == "full price of the affected period: 49.00 EUR, 2026-11-01 to 2026-12-01")
    }

    @Test("An incident over the turn of the period touches both")
    func twoPeriods() {
        let both = credit(
            .fullPeriod, [Self.november, Self.december], from: "2026-11-30T23:59:59Z", to: "2026-12-01T00:00:00Z")
        #expect(both.amount == 11_100)
        let one = credit(
            .fullPeriod, [Self.november, Self.december], from: "2026-11-30T23:00:00Z", to: "2026-11-30T23:59:59Z")
        #expect(one.amount == 4900)
    }

    @Test("Without known dates the price of the current period stands in")
    func undated() {
        #expect(credit(.fullPeriod, []).amount == 4900)
        #expect(credit(.share(PriceShare(basisPoints: 2500)), []).amount == 1225)
        #expect(credit(.timesUnavailable(1), [], unavailableFor: .hours(3)).reason == .noPeriod)
    }

    @Test("A share is rounded up to the smallest unit")
    func share() {
        #expect(credit(.share(PriceShare(basisPoints: 1)), [Self.november]).amount == 1)
        #expect(credit(.share(PriceShare(basisPoints: 3333)), [Self.november]).amount == 1634)
        #expect(credit(.share(PriceShare(basisPoints: 10_000)), [Self.november]).amount == 4900)
    }

    /// 30 days are 720 hours: 3 hours of 49.00 are 20.4166… cents.
    @Test("The price of the time without service, so many times, and never more than was paid")
    func unavailable() {
        #expect(credit(.timesUnavailable(1), [Self.november], unavailableFor: .hours(3)).amount == 21)
        #expect(credit(.timesUnavailable(10), [Self.november], unavailableFor: .hours(3)).amount == 205)
        #expect(credit(.timesUnavailable(1000), [Self.november], unavailableFor: .hours(3)).amount == 4900)
        #expect(credit(.timesUnavailable(1), [Self.november]).reason == .belowThreshold)
    }

    /// A quarter of the incident lies in November, three quarters in December: 1 h of 720 h and 3 h of 744 h.
    @Test("Time without service is spread over the periods as the incident is")
    func spread() {
        let credit = credit(
            .timesUnavailable(1), [Self.november, Self.december], from: "2026-11-30T23:00:00Z",
            to: "2026-12-01T03:00:00Z", unavailableFor: .hours(4))
        #expect(credit.amount == 7 + 25)
    }

    @Test("A tier begins behind its threshold")
    func tiers() {
        let amount = CreditAmount.tiers([
            .init(unavailableFor: .hours(1), share: PriceShare(basisPoints: 1000)),
            .init(unavailableFor: .days(1), share: PriceShare(basisPoints: 5000)),
        ])
        #expect(credit(amount, [Self.november], unavailableFor: .hours(1)).reason == .belowThreshold)
        #expect(credit(amount, [Self.november], unavailableFor: .hours(2)).amount == 490)
        #expect(credit(amount, [Self.november], unavailableFor: .days(2)).amount == 2450)
    }

    @Test("Who may have been credited already is left to a person")
    func uncertain() {
        let uncertain = BillingRecord(
            member: "c1", customer: Customer(id: "c1", name: "One", mail: "one@customer.example", periodPrice: 4900),
            mayBeCredited: true)
        let terms = CreditTerms(amount: .fullPeriod, began: Cast.start, ended: Cast.start)
        #expect(terms.credit(uncertain).reason == .uncertain && terms.credit(uncertain).amount == 0)
    }

    @Test("Who gets nothing has a reason")
    func nothing() {
        #expect(credit(.fullPeriod, [Self.december]).reason == .noPeriod)
        #expect(credit(.fullPeriod, [], price: 0).reason == .noPrice)
        #expect(credit(.fullPeriod, [Self.november], isCredited: true).reason == .alreadyCredited)
        let dollars = Self.period("2026-11-22", "2026-12-22", 5000, "USD")
        let overlap = Self.period("2026-11-01", "2026-11-22", 4900)
        #expect(
            credit(.fullPeriod, [overlap, dollars], from: "2026-11-21T23:00:00Z").reason == .currenciesDiffer)
        let terms = CreditTerms(amount: .fullPeriod, began: Cast.start, ended: Cast.start)
        #expect(terms.credit(BillingRecord(member: "c9", customer: nil)).reason == .unknown)
    }

    @Test("The largest price and the longest absence are computed exactly")
    func large() {
        let dear = Self.period("2026-11-01", "2026-12-01", 1_000_000_000_000)
        let credit = credit(.timesUnavailable(1000), [dear], unavailableFor: .days(3650))
        #expect(credit.amount == 1_000_000_000_000)
    }
}

@Suite("Amounts of money")
struct MoneyTests {
    @Test(
        "A decimal is read into the currency's smallest unit, and written back",
        arguments: [
            ("49.00", "EUR", 4900), ("0.05", "EUR", 5), ("1200", "JPY", 1200), ("1.234", "KWD", 1234),
            ("0.0001", "CLF", 1), ("10000000000.00", "USD", 1_000_000_000_000),
        ])
    func amounts(text: String, currency: String, amount: Int) {
        #expect(Money.amount(decimal: text, currency) == amount)
        #expect(Money.decimal(amount, currency) == text)
    }

    @Test("A decimal may be shorter than the currency allows")
    func short() {
        #expect(Money.amount(decimal: "49", "EUR") == 4900)
        #expect(Money.amount(decimal: "49.5", "EUR") == 4950)
    }

    @Test(
        "What is no amount is refused",
        arguments: [
            "", "-1", "+1", "1,00", "1.", ".5", "1.234", "1e3", "49.00 EUR", "10000000000.01", "99999999999999",
        ])
    func noAmounts(text: String) { #expect(Money.amount(decimal: text, "EUR") == nil) }

    @Test("A yen has no cents") func yen() { #expect(Money.amount(decimal: "1200.00", "JPY") == nil) }
}
