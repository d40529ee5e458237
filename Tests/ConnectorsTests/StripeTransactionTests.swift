import OnRecord
import Testing

@testable import Connectors

@Suite("A credit as a request to Stripe")
struct StripeTransactionTests {
    private func credit(_ amount: Int = 4900, _ currency: String = "EUR", billingID: String? = "cus_1") -> Credit {
        Credit(
            customer: "cus_1", amount: amount, currency: currency, reason: .fullPeriod, price: 4900,
            billingID: billingID)
    }

    private func transaction(_ credit: Credit, list: String = "inc_1.credits.1") throws -> StripeTransaction {
        try StripeTransaction(credit, incident: "inc_1", list: list)
    }

    /// As Stripe's own client sends it.
    @Test("It is the request that the vendor's client makes")
    func golden() throws {
        let made = try transaction(credit())
        #expect(made.path == "/v1/customers/cus_1/balance_transactions")
        #expect(made.idempotencyKey == "inc_1:cus_1")
        #expect(StripeTransaction.version == "2026-10-28.endive")
        #expect(made.body == "amount=-4900&currency=eur&description=Credit+inc_1&metadata[incident]=inc_1")
    }

    @Test("An amount that would charge the customer, or do nothing, is no request", arguments: [0, -1, -4900])
    func positive(amount: Int) {
        #expect(throws: StripeTransaction.Refusal.notACredit(-amount)) { try transaction(credit(amount)) }
    }

    @Test("Whoever has no name at Stripe is not guessed")
    func nameless() {
        #expect(throws: StripeTransaction.Refusal.noCustomer) { try transaction(credit(billingID: nil)) }
    }

    @Test("A later list is another request")
    func laterList() throws {
        #expect(try transaction(credit(), list: "inc_1.credits.2").idempotencyKey == "inc_1:cus_1:2")
        #expect(try transaction(credit(), list: "inc_1.credits.12").idempotencyKey == "inc_1:cus_1:12")
    }

    @Test(
        "A few currencies count otherwise at Stripe",
        arguments: [
            ("EUR", 4900, -4900), ("JPY", 1200, -1200), ("KWD", 1230, -1230), ("ISK", 500, -50_000),
            ("MGA", 50_000, -500),
        ])
    func units(currency: String, amount: Int, sent: Int) throws {
        #expect(try transaction(credit(amount, currency)).amount == sent)
    }

    @Test("What has no unit there is refused")
    func unitless() {
        #expect(throws: StripeTransaction.Refusal.unrepresentable("500.01 MGA")) {
            try transaction(credit(50_001, "MGA"))
        }
    }

    @Test("The key goes over TLS, or stays on this machine")
    func transport() {
        #expect(StripeConnector.Account(key: "k") != nil)
        #expect(StripeConnector.Account(key: "k", base: "http://127.0.0.1:8089") != nil)
        for base in ["http://stripe.example", "ftp://stripe.example", "https://stripe.example/path", "nonsense"] {
            #expect(StripeConnector.Account(key: "k", base: base) == nil, "\(base)")
        }
    }
}
