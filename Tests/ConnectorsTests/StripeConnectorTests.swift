import Connectors
import OnRecord
import Testing

@Suite("Crediting at Stripe")
struct StripeConnectorTests {
    private static let credit = Credit(
        customer: "c1", amount: 4900, currency: "EUR", reason: .fullPeriod, price: 4900, billingID: "cus_1")

    private func send(to server: FakeStripe) async throws -> StripeConnector.Answer {
        let account = try #require(StripeConnector.Account(key: "sk_test_x", base: server.base))
        return await StripeConnector().credit(
            Self.credit, incident: "i20261122-1", list: "i20261122-1.credits.1", at: account)
    }

    @Test("A credit is one POST with key, version and idempotency key; the answer's id is the evidence")
    func done() async throws {
        try await FakeStripe.answering(200, #"{"id": "cbtxn_1", "object": "customer_balance_transaction"}"#) { server in
            let answer = try await send(to: server)
            #expect(answer == .done(detail: "HTTP 200 cbtxn_1"))
            let request = try #require(await server.requests.first)
            #expect(request.method == "POST")
            #expect(request.path == "/v1/customers/cus_1/balance_transactions")
            #expect(request.headers["authorization"] == "Bearer sk_test_x")
            #expect(request.headers["idempotency-key"] == "i20261122-1:c1")
            #expect(request.headers["stripe-version"] == "2026-10-28.endive")
            #expect(request.headers["content-type"] == "application/x-www-form-urlencoded")
            #expect(
                request.body
                    == "amount=-4900&currency=eur&description=Credit+i20261122-1&metadata[incident]=i20261122-1")
        }
    }

    @Test("A conflict, a limit and a failure over there are worth another try", arguments: [409, 429, 500, 503])
    func again(status: Int) async throws {
        try await FakeStripe.answering(status, "{}") { server in
            let answer = try await send(to: server)
            #expect(answer == .again(detail: "HTTP \(status)"))
        }
    }

    @Test("Other refusals are final, with Stripe's reason")
    func refused() async throws {
        let body =
            #"{"error": {"type": "invalid_request_error", "code": "resource_missing", "message": "No such customer: 'cus_1'"}}"#
        try await FakeStripe.answering(404, body) { server in
            let answer = try await send(to: server)
            #expect(answer == .refused(detail: "HTTP 404 resource_missing: No such customer: 'cus_1'"))
        }
    }

    @Test("A key that does not open the account is told without the key", arguments: [401, 403])
    func notLetIn(status: Int) async throws {
        let body = #"{"error": {"type": "invalid_request_error", "message": "Invalid API Key provided: sk_test_x"}}"#
        try await FakeStripe.answering(status, body) { server in
            let answer = try await send(to: server)
            #expect(
                answer
                    == .notLetIn(
                        detail: "HTTP \(status) invalid_request_error: Invalid API Key provided: (key)"))
        }
    }

    @Test("A redirect is not followed: the key is for one host")
    func redirect() async throws {
        try await FakeStripe.answering(302, "", location: "/elsewhere") { server in
            let answer = try await send(to: server)
            #expect(answer == .refused(detail: "HTTP 302"))
            #expect(await server.requests.count == 1)
        }
    }

    @Test("No answer is worth another try")
    func silence() async throws {
        let account = try #require(StripeConnector.Account(key: "sk_test_x", base: "http://127.0.0.1:1"))
        let answer = await StripeConnector().credit(
            Self.credit, incident: "i20261122-1", list: "i20261122-1.credits.1", at: account)
        #expect(answer == .again(detail: "no answer"))
    }
}
