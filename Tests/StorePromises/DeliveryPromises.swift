@testable import OnRecord
import Testing

@Suite("Deliveries")
struct DeliveryPromises {
    @Test(
        "Confirmation queues a delivery for every customer and token in the same transaction",
        arguments: StoreEngine.allCases)
    func expanded(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.confirm(
                Cast.audience(1, customers: [2, 1], tokens: [3, 1, 2]), Cast.notice(1), Cast.revocation(1), Cast.page(1)
            )
            #expect(try store.pendingMembers(of: Cast.notice(1)) == ["c1", "c2"])
            #expect(try store.pendingMembers(of: Cast.revocation(1)) == ["t1", "t2", "t3"])
            #expect(try store.deliveries(of: Cast.page(1).id).isEmpty)
            let first = try store.deliveries(of: Cast.notice(1).id).first
            #expect(first == Delivery(effect: Cast.notice(1).id, purpose: Cast.notice(1).purpose, member: "c1"))
        }
    }

    @Test(
        "A scope that grows adds its new members only: nobody hears of one breach twice",
        arguments: StoreEngine.allCases)
    func growing(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.confirm(Cast.audience(1, customers: [1, 2]), Cast.notice(1))
            try store.record([result(1, .done, "250 ok")])
            try store.confirm(Cast.audience(2, customers: [1, 2, 3]), Cast.notice(2))
            // Who still waits goes over to the newest notice, whose end then means that everybody was reached.
            #expect(try store.pendingMembers(of: Cast.notice(1)).isEmpty)
            #expect(try store.pendingMembers(of: Cast.notice(2)) == ["c2", "c3"])
            #expect(try store.deliveryCounts(of: Cast.notice(2).id) == DeliveryCounts(pending: 2, done: 0, failed: 0))
        }
    }

    @Test("An audience is frozen: it cannot be given a second time", arguments: StoreEngine.allCases)
    func frozen(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.confirm(Cast.audience(1, customers: [1]), Cast.notice(1))
            #expect(throws: (any Error).self) { try store.step { $0.audiences = [Cast.audience(1, customers: [2])] } }
            try store.save([Cast.customer(1), Cast.customer(2)])
            #expect(try store.customers(in: Cast.audience(1).id) == [Cast.customer(1)])
        }
    }

    @Test("A delivery recorded twice is one delivery, and the counts say so", arguments: StoreEngine.allCases)
    func recordedOnce(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.confirm(Cast.audience(1, customers: [1, 2, 3]), Cast.notice(1))
            let results = [result(1, .done, "250 ok"), result(2, .failed, "550 no such user")]
            try store.record(results)
            try store.record(results)
            #expect(try store.deliveryCounts(of: Cast.notice(1).id) == DeliveryCounts(pending: 1, done: 1, failed: 1))
            #expect(try store.pendingMembers(of: Cast.notice(1)) == ["c3"])
            #expect(try Array(store.deliveries(of: Cast.notice(1).id).prefix(2)) == results)
        }
    }

    @Test("What was delivered stays delivered, whatever a late second attempt reports", arguments: StoreEngine.allCases)
    func doneStays(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.confirm(Cast.audience(1, customers: [1]), Cast.notice(1))
            try store.record([result(1, .done, "250 ok")])
            try store.record([result(1, .failed, "421 closing")])
            #expect(try store.deliveries(of: Cast.notice(1).id) == [result(1, .done, "250 ok")])
        }
    }

    @Test("Members that were tried and still wait come after those never tried", arguments: StoreEngine.allCases)
    func leastTriedFirst(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.confirm(Cast.audience(1, customers: [1, 2, 3]), Cast.notice(1))
            try store.record([result(1, .pending, "451 try later")])
            #expect(try store.pendingMembers(of: Cast.notice(1)) == ["c2", "c3", "c1"])
            #expect(try store.pendingMembers(of: Cast.notice(1), limit: 2) == ["c2", "c3"])
        }
    }

    @Test("Deliveries remain as evidence after their effect is settled", arguments: StoreEngine.allCases)
    func evidence(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.confirm(Cast.audience(1, customers: [1]), Cast.notice(1))
            try store.record([result(1, .done, "250 ok")])
            try store.step { $0.settled = Cast.notice(1).id }
            #expect(try store.lease(at: Cast.start).isEmpty)
            #expect(try store.deliveries(of: Cast.notice(1).id) == [result(1, .done, "250 ok")])
        }
    }

    private func result(_ customer: Int, _ state: Delivery.State, _ detail: String) -> Delivery {
        Delivery(
            effect: Cast.notice(1).id, purpose: Cast.notice(1).purpose, member: "c\(customer)", state: state,
            attempts: 1,
            at: Cast.later(5), detail: detail)
    }
}
