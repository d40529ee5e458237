@testable import OnRecord
import Testing

@Suite("Credits in the store")
struct CreditPromises {
    private static let list = "\(Cast.incident).credits.1"

    private func credit(_ customer: Int, _ amount: Int) -> Credit {
        Credit(
            customer: "c\(customer)", amount: amount, currency: "EUR", reason: amount > 0 ? .fullPeriod : .noPrice,
            price: amount, starts: Cast.start, ends: Cast.later(60), billingID: "cus_\(customer)")
    }

    private func sealed(_ credits: [Credit]) -> CreditList {
        var draft = CreditList.Draft(Self.list, of: Cast.incident, at: Cast.start)
        for credit in credits { draft.add(credit) }
        return draft.sealed
    }

    private func grant(_ number: Int) -> Effect {
        Effect(
            id: "\(Cast.incident).grant.\(number)", incident: Cast.incident,
            task: .grantCredits(list: Self.list, means: .export), notBefore: Cast.start)
    }

    @Test("A list in the making is nothing; its lines may be written again", arguments: StoreEngine.allCases)
    func draft(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.save([credit(2, 900), credit(1, 100)], in: Self.list)
            #expect(try store.creditList(Self.list) == nil)
            try store.save([credit(1, 4900)], in: Self.list)
            #expect(try store.credits(in: Self.list, after: nil, limit: 10) == [credit(1, 4900), credit(2, 900)])
            #expect(try store.credits(in: Self.list, after: "c1", limit: 10) == [credit(2, 900)])
            #expect(try store.credits(in: Self.list, of: ["c2", "c9", "c1"]) == [credit(2, 900), credit(1, 4900)])
            #expect(try store.credits(in: "other", after: nil, limit: 10).isEmpty)
        }
    }

    @Test("A sealed list takes nothing more and changes nothing", arguments: StoreEngine.allCases)
    func sealing(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            let lines = [credit(1, 4900), credit(2, 0)]
            try store.save(lines, in: Self.list)
            try store.seal(sealed(lines))
            try store.seal(sealed([]))
            #expect(try store.creditList(Self.list) == sealed(lines))
            #expect(throws: StoreError.conflict(Self.list)) { try store.save([credit(1, 1)], in: Self.list) }
            #expect(throws: StoreError.conflict(Self.list)) { try store.save([credit(3, 1)], in: Self.list) }
            #expect(try store.credits(in: Self.list, after: nil, limit: 10) == lines)
        }
    }

    @Test(
        "Carrying a list out is one delivery for everybody who gets something, and none for who was credited before",
        arguments: StoreEngine.allCases)
    func expanded(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            let lines = [credit(1, 4900), credit(2, 0), credit(3, 100)]
            try store.save(lines, in: Self.list)
            try store.seal(sealed(lines))
            try store.step { $0.effects = [grant(1)] }
            #expect(try store.pendingMembers(of: grant(1)) == ["c1", "c3"])
            var done = try #require(
                try store.pendingDeliveries(of: grant(1).id, dueBy: Cast.later(3600), limit: 1).first)
            done.state = .done
            try store.record([done])
            try store.step { $0.effects = [grant(2)] }
            #expect(try store.pendingMembers(of: grant(2)) == ["c3"])
        }
    }

    @Test("A list that is not sealed cannot be carried out", arguments: StoreEngine.allCases)
    func unsealed(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.save([credit(1, 4900)], in: Self.list)
            #expect(throws: (any Error).self) { try store.step { $0.effects = [grant(1)] } }
            #expect(try store.deliveries(of: grant(1).id).isEmpty)
        }
    }

    @Test(
        "What a list is computed from comes by customer, in order, with who has been credited",
        arguments: StoreEngine.allCases)
    func billing(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.save([Cast.customer(1), Cast.customer(3)])
            let period = BillingPeriod(
                customer: "c3", starts: Cast.start, ends: Cast.later(60), price: 100, currency: "EUR")
            try store.take([CustomerRow(customer: Cast.customer(3), period: period)])
            try store.step { $0.audiences = [Audience(id: "a", customers: ["c3", "c1", "c2"], tokens: ["c4"])] }
            let purpose = Effect.creditPurpose(Cast.incident)
            try store.record([
                Delivery(effect: "e", purpose: purpose, member: "c1", state: .done),
                Delivery(effect: "e", purpose: purpose, member: "c3", state: .failed),
            ])
            let all = try store.billing(of: "a", creditedFor: purpose, after: nil, limit: 10)
            #expect(
                all == [
                    BillingRecord(member: "c1", customer: Cast.customer(1), isCredited: true),
                    BillingRecord(member: "c2", customer: nil),
                    BillingRecord(member: "c3", customer: Cast.customer(3), periods: [period]),
                ])
            #expect(try store.billing(of: "a", creditedFor: purpose, after: "c1", limit: 1).map(\.member) == ["c2"])
        }
    }

    @Test(
        "A request that was tried and has no certain end may have been carried out; one that was refused was not",
        arguments: StoreEngine.allCases)
    func uncertain(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.save((1...4).map { Cast.customer($0) })
            try store.step { $0.audiences = [Audience(id: "a", customers: ["c1", "c2", "c3", "c4"], tokens: [])] }
            let purpose = Effect.creditPurpose(Cast.incident)
            try store.record([
                Delivery(
                    effect: "e", purpose: purpose, member: "c1", state: .failed, attempts: 9,
                    detail: Credit.uncertain + " within 23 hours"),
                Delivery(effect: "e", purpose: purpose, member: "c2", state: .pending, attempts: 1),
                Delivery(
                    effect: "e", purpose: purpose, member: "c3", state: .failed, attempts: 1, detail: "400 refused"),
                Delivery(effect: "e", purpose: purpose, member: "c4", state: .pending),
            ])
            let all = try store.billing(of: "a", creditedFor: purpose, after: nil, limit: 10)
            #expect(all.filter(\.mayBeCredited).map(\.member) == ["c1", "c2"])
        }
    }
}

@Suite("Loading customers")
struct LoadingPromises {
    private func row(_ number: Int, _ start: Int64? = nil, _ end: Int64 = 0, price: Int = 4900) -> CustomerRow {
        var customer = Cast.customer(number)
        customer.periodPrice = price
        let period = start.map {
            BillingPeriod(
                customer: customer.id, starts: Cast.later($0), ends: Cast.later(end), price: price, currency: "EUR")
        }
        return CustomerRow(customer: customer, period: period)
    }

    private struct Interrupted: Error {}

    @Test("All of a file is kept, or none of it", arguments: StoreEngine.allCases)
    func whole(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            var pieces = [[row(1), row(2)], [row(3)]].makeIterator()
            #expect(throws: Interrupted.self) {
                try store.load([.name, .mail]) {
                    guard let piece = pieces.next() else { throw Interrupted() }
                    return piece
                }
            }
            #expect(try store.customerCount() == 0)
            try store.take([row(1), row(2), row(3)])
            #expect(try store.customerIDs() == ["c1", "c2", "c3"])
        }
    }

    @Test("Nobody is removed, and what the file has no column for stays", arguments: StoreEngine.allCases)
    func partial(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            var known = Cast.customer(1)
            (known.language, known.billingID) = ("de", "cus_1")
            try store.save([known, Cast.customer(2)])
            var fresh = row(1, price: 0)
            (fresh.customer.name, fresh.customer.mail) = ("Renamed", "new@customer.example")
            try store.take([fresh], columns: [.id, .name, .mail])
            (known.name, known.mail) = ("Renamed", "new@customer.example")
            #expect(try store.customer("c1") == known)
            #expect(try store.customer("c2") == Cast.customer(2))
        }
    }

    @Test(
        "A customer has many billing periods, and one that is corrected replaces those it overlaps",
        arguments: StoreEngine.allCases)
    func periods(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.take([row(1, 0, 10), row(1, 10, 20), row(1, 20, 30, price: 5900), row(2, 0, 10)])
            #expect(try store.billingPeriods(of: "c1").map(\.price) == [4900, 4900, 5900])
            #expect(try store.customer("c1")?.periodPrice == 5900)
            try store.take([row(1, 5, 20, price: 100)])
            #expect(try store.billingPeriods(of: "c1").map(\.price) == [100, 5900])
            #expect(try store.billingPeriods(of: "c2").count == 1)
        }
    }
}

extension Store {
    /// One file in one piece.
    fileprivate func take(_ rows: [CustomerRow], columns: Set<CustomerColumn> = Set(CustomerColumn.allCases)) throws {
        var waiting: [CustomerRow]? = rows
        try load(columns) {
            defer { waiting = nil }
            return waiting
        }
    }
}
