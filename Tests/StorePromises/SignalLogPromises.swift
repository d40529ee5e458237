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
            #expect(stored.map(\.position) == [last - 1, last, next])
            #expect(next > last)
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

    /// How long a batch may outstay its time at most.
    private static let hour: Int64 = 3600

    @Test("Old batches are forgotten only as far as the detector has read", arguments: StoreEngine.allCases)
    func forgetting(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            let times = (0..<4).map { Cast.later($0 * Self.hour) }
            let first = try store.save([Cast.batch(1, at: times[0])])
            try store.save([Cast.batch(2, at: times[1]), Cast.batch(3, at: times[2]), Cast.batch(4, at: times[3])])
            #expect(try store.forgetSignals(before: times[3]) == 0)
            try store.save(DetectorMark(position: first, memory: []))
            #expect(try store.forgetSignals(before: times[0]) == 0)
            #expect(try store.forgetSignals(before: times[3]) == 1)
            #expect(try store.signals(after: 0, limit: 10).map(\.batch.receivedAt) == Array(times[1...]))
            try store.save(DetectorMark(position: first + 2, memory: []))
            #expect(try store.forgetSignals(before: times[3]) == 2)
            #expect(try store.signals(after: 0, limit: 10).map(\.batch.receivedAt) == [times[3]])
        }
    }

    @Test("A batch is forgotten an hour after its time at the latest", arguments: StoreEngine.allCases)
    func forgettingInTime(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            let last = try store.save((0..<200).map { Cast.batch($0, at: Cast.later(Int64($0) * 60)) })
            try store.save(DetectorMark(position: last, memory: []))
            try store.forgetSignals(before: Cast.later(150 * 60))
            let kept = try store.signals(after: 0, limit: 200).map(\.batch.receivedAt)
            #expect(kept.count >= 50)
            #expect(Array(kept.suffix(50)) == (150..<200).map { Cast.later($0 * 60) })
            #expect(kept.allSatisfy { $0 > Cast.later(150 * 60 - Self.hour) })
        }
    }

    @Test("Whoever reads in small portions reads the same", arguments: StoreEngine.allCases)
    func portions(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            let batches = (0..<60).map { Cast.batch($0, at: Cast.later(Int64($0) * 600)) }
            for batch in batches { try store.save([batch]) }
            for limit in 1...7 {
                var read: [StoredBatch] = []
                while true {
                    let more = try store.signals(after: read.last?.position ?? 0, limit: limit)
                    if more.isEmpty { break }
                    #expect(more.count <= limit)
                    read += more
                }
                #expect(read.map(\.batch) == batches)
            }
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
