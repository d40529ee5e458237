import Foundation
import Server
import Testing

extension RealProgram {
    @Suite("Credits, from file to billing system") struct CreditDoors {}
}

extension RealProgram.CreditDoors {
    private static let file = """
        id,name,mail,period_start,period_end,period_price,currency,billing_id
        c1,One,one@customer.example,2026-01-01,2999-01-01,49.00,EUR,cus_1
        c2,Two,two@customer.example,2026-01-01,2999-01-01,9.00,EUR,cus_2
        c3,Three,three@customer.example,2025-01-01,2025-02-01,9.00,EUR,cus_3
        """

    @Test(
        "Previewed, approved, exported and entered from the command line; the promise is kept at the end and not before"
    )
    func byHand() async throws {
        let house = try Installation()
        try await house.serving { _ in
            let id = try await containedIncident(in: house)
            func run(_ verb: String, _ more: String...) async throws -> Outcome {
                try await Program.run(
                    ["credits", verb, id, "--data", house.data, "--server", house.house.base] + more)
            }
            let early = try await run("export")
            #expect(early.status == 1)
            #expect(early.errors.contains("the approval of their list"), "\(early.errors)")

            let preview = try await run("preview")
            #expect(preview.status == 0, "\(preview.errors)")
            #expect(preview.output.contains("List \(id).credits.1, listed: 2 customers, 58.00 EUR"))
            #expect(preview.output.contains("nothing for 1: no billing period is known"))
            #expect(preview.output.contains("  c1  49.00 EUR  full price of the affected period"))
            let hash = try #require(preview.output.firstMatch(of: /--hash ([0-9a-f]{64})/)).output.1

            let wrong = try await run("approve", "--hash", "0")
            #expect(wrong.status == 1)
            let approved = try await run("approve", "--hash", String(hash))
            #expect(approved.status == 0, "\(approved.errors)")
            #expect(try await credited(in: house) == nil)

            let export = try await run("export")
            let lines = export.output.split(whereSeparator: \.isNewline)
            #expect(lines.count == 3)
            #expect(lines.dropFirst().first?.hasPrefix("c1,cus_1,49.00,EUR,full_period,49.00,") == true)

            #expect(try await run("entered").status == 0)
            try await eventually("the credits") { try await credited(in: house) != nil }
            let page = try await house.api().get("/incidents/\(id)/credits").text
            #expect(page.contains("Carried out"))
        }
    }

    @Test("With Stripe the approval is the act: one negative transaction for each customer on the list")
    func stripe() async throws {
        try await HookServer.answering(200, secret: "whsec_c2VjcmV0") { stripe in
            let house = try Installation()
            let text = try String(contentsOfFile: house.policy, encoding: .utf8)
            try text.replacing("  amount: full_period", with: "  connector: stripe\n  key_from: STRIPE_KEY")
                .write(toFile: house.policy, atomically: true, encoding: .utf8)
            let base = stripe.url.replacing("/hook", with: "")
            try await house.serving(environment: ["STRIPE_KEY": "sk_test_x", "STRIPE_KEY_URL": base]) { _ in
                let id = try await containedIncident(in: house)
                struct Credits: Decodable {
                    struct List: Decodable { var id, hash: String }
                    var stage: String
                    var list: List?
                }
                let api = try house.api()
                let path = "/api/v1/incidents/\(id)/credits"
                let list = try await eventually("the list") { try await api.get(path).decoded(Credits.self).list }
                #expect(try stripe.requests().isEmpty)
                let approval = try await api.post(
                    "\(path)/approval", #"{"list":"\#(list.id)","hash":"\#(list.hash)"}"#, type: "application/json")
                #expect(approval.status == 200, "\(approval.text)")
                try await eventually("the credits") { try await credited(in: house) != nil }
                let requests = try stripe.requests().sorted { $0.path < $1.path }
                #expect(requests.map(\.path) == ["cus_1", "cus_2"].map { "/v1/customers/\($0)/balance_transactions" })
                #expect(
                    requests.map(\.body)
                        == [4900, 900].map {
                            "amount=-\($0)&currency=eur&description=Credit+\(id)&metadata[incident]=\(id)"
                        })
                #expect(requests.map { $0.headers["idempotency-key"] } == ["\(id):c1", "\(id):c2"])
                let again = try await api.post("\(path)/approval", "{}", type: "application/json")
                #expect(again.status == 409)
            }
        }
    }

    private func credited(in house: Installation) async throws -> String? {
        try await house.incidents().first?.milestones["credited"]
    }

    /// Three customers are affected; the playbook lists their credits at containment.
    private func containedIncident(in house: Installation) async throws -> String {
        let api = try house.api()
        let taken = try await api.post("/api/v1/customers", Self.file, type: "text/csv")
        guard taken.status == 201 else { throw Unexpected("customers: \(taken.text)") }
        let id = try await house.confirmedIncident("Stolen tokens").id
        for (noun, body) in [
            ("acknowledgement", "{}"), ("scope", #"{"all_customers":"on","data":["tokens"]}"#),
            ("milestones", #"{"milestone":"contained"}"#),
        ] {
            let answer = try await api.post("/api/v1/incidents/\(id)/\(noun)", body, type: "application/json")
            guard answer.status == 200 else { throw Unexpected("\(noun): \(answer.text)") }
        }
        try await eventually("the list") {
            try await !api.get("/api/v1/incidents/\(id)/credits").text.contains("being_listed")
        }
        return id
    }
}
