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
            var deferred = result(1, .pending, "451 try later")
            deferred.due = Cast.later(60)
            try store.record([deferred])
            #expect(try store.pendingMembers(of: Cast.notice(1)) == ["c2", "c3", "c1"])
            #expect(try store.pendingMembers(of: Cast.notice(1), limit: 2) == ["c2", "c3"])
            #expect(try store.deliveryCounts(of: Cast.notice(1).id).deferred == 1)
        }
    }

    @Test(
        "Who was deferred is not handed out before its time, and the store says when that is",
        arguments: StoreEngine.allCases)
    func due(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.confirm(Cast.audience(1, customers: [1, 2]), Cast.notice(1))
            #expect(try store.nextDelivery(of: Cast.notice(1).id) == Timestamp(milliseconds: 0))
            var deferred = result(1, .pending, "451 try later")
            deferred.due = Cast.later(60)
            try store.record([deferred, result(2, .done, "250 ok")])
            #expect(try store.pendingMembers(of: Cast.notice(1), at: Cast.later(59)).isEmpty)
            #expect(try store.nextDelivery(of: Cast.notice(1).id) == Cast.later(60))
            #expect(try store.pendingMembers(of: Cast.notice(1), at: Cast.later(60)) == ["c1"])
            try store.record([result(1, .done, "250 ok")])
            #expect(try store.nextDelivery(of: Cast.notice(1).id) == nil)
        }
    }

    @Test("A mail that came back is found by its key, says so, and stays so", arguments: StoreEngine.allCases)
    func bounced(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.confirm(Cast.audience(1, customers: [1]), Cast.notice(1))
            var sent = result(1, .done, "250 queued")
            #expect(try store.delivery(withKey: sent.key) == nil)
            (sent.messageID, sent.textHash) = ("\(sent.key).0123456789abcdef@vault.example", "47DEQpj8HBSa")
            try store.record([sent])
            #expect(try store.delivery(withKey: sent.key) == sent)

            try store.step { $0.returned = [report(.bounce, of: sent, at: 7, "5.1.1", "no such user")] }
            let bounced = try #require(try store.delivery(withKey: sent.key))
            #expect(bounced.state == .bounced)
            #expect(bounced.detail == "250 queued", "the acceptance stays evidence")
            #expect(
                bounced.report
                    == .init(kind: .bounce, at: Cast.later(90), detail: "5.1.1 no such user", position: 7))
            #expect(try store.deliveryCounts(of: Cast.notice(1).id).bounced == 1)
            #expect(!bounced.hasNotTaken(reportAt: 7) && bounced.hasNotTaken(reportAt: 8))

            try store.record([result(1, .done, "250 a late word")])
            try store.step { $0.returned = [report(.complaint, of: sent, at: 8, "", "abuse")] }
            #expect(try store.delivery(withKey: sent.key)?.state == .bounced)
            #expect(try store.delivery(withKey: sent.key)?.report?.kind == .bounce)
        }
    }

    @Test("A complaint or a delay changes nothing about the delivery but its report", arguments: StoreEngine.allCases)
    func complained(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.confirm(Cast.audience(1, customers: [1]), Cast.notice(1))
            var sent = result(1, .done, "250 queued")
            sent.messageID = "\(sent.key).0123456789abcdef@vault.example"
            try store.record([sent])
            try store.step { $0.returned = [report(.delay, of: sent, at: 3, "4.4.1", "no answer")] }
            #expect(try store.delivery(withKey: sent.key)?.report?.kind == .delay)
            try store.step { $0.returned = [report(.complaint, of: sent, at: 4, "", "abuse")] }
            #expect(try store.delivery(withKey: sent.key)?.state == .done)
            #expect(try store.deliveryCounts(of: Cast.notice(1).id).complaints == 1)
        }
    }

    @Test("Whose mail came back is tried again when the scope is saved anew", arguments: StoreEngine.allCases)
    func again(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.confirm(Cast.audience(1, customers: [1]), Cast.notice(1))
            var sent = result(1, .done, "250 queued")
            sent.messageID = "\(sent.key).0123456789abcdef@vault.example"
            try store.record([sent])
            try store.step { $0.returned = [report(.bounce, of: sent, at: 3, "5.1.1", "")] }
            try store.confirm(Cast.audience(2, customers: [1]), Cast.notice(2))
            #expect(try store.pendingMembers(of: Cast.notice(2)) == ["c1"])
        }
    }

    private func report(
        _ kind: ReturnedMail.Kind, of delivery: Delivery, at position: Int64, _ status: String, _ detail: String
    ) -> ReturnedMail {
        ReturnedMail(
            kind: kind, effect: delivery.effect, key: delivery.key, at: Cast.later(90), position: position,
            status: status, detail: detail)
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
