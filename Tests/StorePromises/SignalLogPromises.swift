@testable import OnRecord
import Testing

@Suite("The signal log")
struct SignalLogPromises {
    @Test("Batches read back as they came, in the order of their positions", arguments: StoreEngine.allCases)
    func order(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            let last = try store.save([Cast.batch(1), Cast.batch(2)])
            let next = try store.save([Cast.batch(3)])
            let stored = try store.signals(after: 0, limit: 10)
            #expect(stored.map(\.batch) == [Cast.batch(1), Cast.batch(2), Cast.batch(3)])
            #expect(stored.map(\.position) == stored.map(\.position).sorted())
            #expect(stored[1].position == last)
            #expect(stored[2].position == next)
            #expect(try store.signals(after: last, limit: 10).map(\.batch) == [Cast.batch(3)])
            #expect(try store.signals(after: 0, limit: 1).map(\.batch) == [Cast.batch(1)])
        }
    }

    @Test("Lines read back byte by byte, whatever they are", arguments: StoreEngine.allCases)
    func lines(engine: StoreEngine) throws {
        let bodies: [[UInt8]] = [
            [], [0x0a], Array("{\"n\":1}\r\nplain\n\n".utf8), Array("no end".utf8), [0x0a, 0xff, 0x00, 0x0a],
            Array(UInt8.min...UInt8.max), [UInt8](repeating: 0x7b, count: 1 << 20),
        ]
        let batches = bodies.map { SignalBatch(source: "edge", receivedAt: Cast.start, content: .lines($0)) }
        try engine.withEmptyStore { store in
            try store.save(batches + [Cast.batch(1)])
            #expect(try store.signals(after: 0, limit: 10).map(\.batch) == batches + [Cast.batch(1)])
        }
    }

    @Test("Saving nothing names the last position", arguments: StoreEngine.allCases)
    func nothing(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            #expect(try store.save([SignalBatch]()) == 0)
            let last = try store.save([Cast.batch(1)])
            #expect(try store.save([SignalBatch]()) == last)
        }
    }

    @Test("Old batches are forgotten only as far as the detector has read", arguments: StoreEngine.allCases)
    func forgetting(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            let first = try store.save([Cast.batch(1, at: Cast.start)])
            try store.save([Cast.batch(2, at: Cast.start), Cast.batch(3, at: Cast.later(60))])
            #expect(try store.forgetSignals(before: Cast.later(60)) == 0)
            try store.save(DetectorMark(position: first, memory: []))
            #expect(try store.forgetSignals(before: Cast.start) == 0)
            #expect(try store.forgetSignals(before: Cast.later(60)) == 1)
            #expect(try store.signals(after: 0, limit: 10).map(\.batch.receivedAt) == [Cast.start, Cast.later(60)])
        }
    }

    @Test("A position is never given twice, even when everything was forgotten", arguments: StoreEngine.allCases)
    func positionsAreUnique(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            let last = try store.save([Cast.batch(1), Cast.batch(2)])
            try store.save(DetectorMark(position: last, memory: []))
            #expect(try store.forgetSignals(before: Cast.later(1)) == 2)
            #expect(try store.save([Cast.batch(3)]) > last)
        }
    }
}
