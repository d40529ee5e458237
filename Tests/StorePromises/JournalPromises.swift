@testable import OnRecord
import Testing

@Suite("The journal")
struct JournalPromises {
    @Test("Facts read back byte for byte, in their order", arguments: StoreEngine.allCases)
    func factsReadBack(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            let first = JournalRow(sequence: 1, bytes: [0, 255, 10, 0], hash: [UInt8](repeating: 7, count: 32))
            let second = JournalRow(sequence: 2, bytes: Array("{}".utf8), hash: [UInt8](repeating: 0, count: 32))
            var transaction = Transaction(after: 0)
            transaction.facts = [first, second]
            try store.append(transaction)
            #expect(try store.facts(after: 0, limit: 10) == [first, second])
        }
    }

    @Test("Facts are handed out from behind a sequence number, no more than asked for", arguments: StoreEngine.allCases)
    func factsInPieces(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.step(facts: 5)
            #expect(try store.facts(after: 2, limit: 2).map(\.sequence) == [3, 4])
            #expect(try store.facts(after: 4, limit: 2).map(\.sequence) == [5])
            #expect(try store.facts(after: 5, limit: 2).isEmpty)
        }
    }

    @Test("A writer that has missed a fact is refused and leaves nothing behind", arguments: StoreEngine.allCases)
    func staleWriter(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.step(facts: 2) { $0.effects = [Cast.page(1)] }
            var late = everything(after: 1)
            late.settled = Cast.page(1).id
            #expect(throws: StoreError.stale(expected: 1, found: 2)) { try store.append(late) }
            #expect(throws: StoreError.stale(expected: 3, found: 2)) { try store.append(everything(after: 3)) }
            #expect(try store.facts(after: 0, limit: 10).count == 2)
            try expectNothing(of: late, in: store)
            #expect(try store.lease(at: Cast.start) == [Cast.page(1).id])
        }
    }

    @Test("A step whose last part cannot be stored leaves nothing of its first", arguments: StoreEngine.allCases)
    func allOrNothing(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            var step = everything(after: 0)
            // Nobody has frozen this audience; a notice over it would reach nobody and look finished.
            step.effects.append(Cast.notice(9))
            #expect(throws: (any Error).self) { try store.append(step) }
            #expect(try store.facts(after: 0, limit: 10).isEmpty)
            try expectNothing(of: step, in: store)
            try store.append(everything(after: 0))
            #expect(try store.entryCount() == 1)
        }
    }

    @Test("A document is found by its id", arguments: StoreEngine.allCases)
    func documents(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.step { $0.documents = [Cast.document(1), Cast.document(2)] }
            #expect(try store.document(Cast.document(2).id) == Cast.document(2))
            #expect(try store.document("unknown") == nil)
        }
    }

    @Test("An alert found again by a replay is stored once; alerts come oldest first", arguments: StoreEngine.allCases)
    func alerts(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            let (early, late) = (Cast.alert(1, at: Cast.start), Cast.alert(2, at: Cast.later(60)))
            try store.step { $0.alerts = [late] }
            try store.step { $0.alerts = [early, late] }
            #expect(try store.alerts(of: Cast.incident, limit: .max) == [early.alert, late.alert])
            #expect(try store.alerts(of: "i20261122-2", limit: .max).isEmpty)
        }
    }

    @Test("Entries keep their index, their bytes and their texts", arguments: StoreEngine.allCases)
    func entries(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            let entries = [
                Cast.entry(0, texts: ["Zwölf Boxkämpfer", "", "a zero \u{0} inside"]), Cast.entry(1),
                Cast.entry(2, texts: ["one"]),
            ]
            try store.step { $0.entries = Array(entries[..<2]) }
            try store.step { $0.entries = [entries[2]] }
            #expect(try store.entryCount() == 3)
            #expect(try store.entries(from: 0, limit: 10) == entries)
            #expect(try store.entries(from: 1, limit: 1) == [entries[1]])
            #expect(try store.entries(from: 3, limit: 1).isEmpty)
        }
    }

    @Test("The detector's mark moves in the transaction of the step it led to", arguments: StoreEngine.allCases)
    func markMoves(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            #expect(try store.detectorMark() == nil)
            try store.step { $0.mark = DetectorMark(position: 3, memory: [1, 0, 2]) }
            #expect(try store.detectorMark() == DetectorMark(position: 3, memory: [1, 0, 2]))
            try store.step(facts: 0) { $0.mark = DetectorMark(position: 4, memory: []) }
            #expect(try store.detectorMark() == DetectorMark(position: 4, memory: []))
        }
    }

    /// A step with a part of every kind.
    private func everything(after sequence: Int64) -> Transaction {
        var transaction = Transaction(after: sequence)
        transaction.facts = [JournalRow(sequence: sequence + 1, bytes: [1], hash: [2])]
        transaction.documents = [Cast.document(1)]
        transaction.alerts = [Cast.alert(1)]
        transaction.entries = [Cast.entry(0, texts: ["text"])]
        transaction.audiences = [Cast.audience(1, customers: [1], tokens: [1])]
        transaction.effects = [Cast.notice(1), Cast.page(7)]
        transaction.mark = DetectorMark(position: 1, memory: [])
        return transaction
    }

    private func expectNothing(of step: Transaction, in store: any Store) throws {
        #expect(try store.document(Cast.document(1).id) == nil)
        #expect(try store.alerts(of: Cast.incident, limit: .max).isEmpty)
        #expect(try store.entryCount() == 0)
        #expect(try store.entries(from: 0, limit: 10).isEmpty)
        #expect(try store.deliveries(of: Cast.notice(1).id).isEmpty)
        #expect(try store.detectorMark() == nil)
        for effect in step.effects {
            #expect(
                try !store.leaseEffects(at: Cast.start, until: Cast.start, limit: 10).map(\.effect).contains(effect))
        }
    }
}
