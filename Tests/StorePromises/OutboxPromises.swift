@testable import OnRecord
import Testing

@Suite("The outbox")
struct OutboxPromises {
    @Test("An effect is handed out whole once it is due, the longest due first", arguments: StoreEngine.allCases)
    func dueEffects(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            let (early, late) = (Cast.page(1, due: Cast.later(10)), Cast.page(2, due: Cast.later(20)))
            try store.step { $0.effects = [late, early] }
            #expect(try store.lease(at: Cast.later(9)).isEmpty)
            let leased = try store.leaseEffects(at: Cast.later(20), until: Cast.later(80), limit: 10)
            #expect(leased == [LeasedEffect(effect: early, attempts: 0), LeasedEffect(effect: late, attempts: 0)])
        }
    }

    @Test(
        "No more effects are handed out than asked for; the next caller gets the rest", arguments: StoreEngine.allCases)
    func limited(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.step { $0.effects = (1...3).map { Cast.page($0) } }
            #expect(try store.lease(at: Cast.start, limit: 2) == [Cast.page(1).id, Cast.page(2).id])
            #expect(try store.lease(at: Cast.start, limit: 2) == [Cast.page(3).id])
        }
    }

    @Test("A lease keeps everybody else out until it ends; the attempt is counted", arguments: StoreEngine.allCases)
    func leases(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.step { $0.effects = [Cast.page(1)] }
            #expect(try store.lease(at: Cast.start).count == 1)
            #expect(try store.lease(at: Cast.later(59)).isEmpty)
            let again = try store.leaseEffects(at: Cast.later(60), until: Cast.later(120), limit: 10)
            #expect(again == [LeasedEffect(effect: Cast.page(1), attempts: 1)])
        }
    }

    @Test("Leases given back can be taken at once", arguments: StoreEngine.allCases)
    func releasing(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.step { $0.effects = [Cast.page(1), Cast.page(2)] }
            _ = try store.lease(at: Cast.start)
            try store.releaseLeases()
            #expect(try store.lease(at: Cast.later(1)) == [Cast.page(1).id, Cast.page(2).id])
        }
    }

    @Test("A postponed effect comes back at its new moment, whoever had leased it", arguments: StoreEngine.allCases)
    func postponing(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.step { $0.effects = [Cast.page(1)] }
            _ = try store.leaseEffects(at: Cast.start, until: Cast.later(3600), limit: 1)
            try store.postpone(Cast.page(1).id, until: Cast.later(30))
            #expect(try store.lease(at: Cast.later(29)).isEmpty)
            let again = try store.leaseEffects(at: Cast.later(30), until: Cast.later(90), limit: 1)
            #expect(again == [LeasedEffect(effect: Cast.page(1), attempts: 1)])
        }
    }

    @Test("A settled effect is gone in the transaction that stores its outcome", arguments: StoreEngine.allCases)
    func settling(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.step { $0.effects = [Cast.page(1), Cast.page(2)] }
            try store.step {
                $0.settled = Cast.page(1).id
                $0.effects = [Cast.page(3)]
            }
            #expect(try store.lease(at: Cast.start) == [Cast.page(2).id, Cast.page(3).id])
            // An outcome that arrives twice finds nothing left to settle.
            try store.step(facts: 0) { $0.settled = Cast.page(1).id }
            #expect(try store.facts(after: 0, limit: 10).count == 2)
        }
    }
}
