import Foundation
import Testing

@testable import Sigma

@Suite("How much a detector remembers")
struct GroupLimitTests {
    @Test("with too many groups, those not touched for longest go, and that is said once")
    func manyGroups() throws {
        let rules = try load(bruteForce)
        var detector = Detector(rules: rules, limits: Detector.Limits(groups: 1_000))
        _ = detector.observe((0..<3).map { failure("203.0.113.9", at: Double($0)) })
        for index in 0..<5_000 {
            _ = detector.observe(failure("address \(index)", at: 10))
            if index % 100 == 0 { _ = detector.observe(failure("other", at: 20)) }
        }
        let overflow = try #require(detector.takeOverflow()["brute-force"])
        #expect(detector.takeOverflow().isEmpty)
        #expect((4_000...4_100).contains(overflow.groups))
        // Touched again and again, the one group is still there; the first one is not.
        #expect(detector.observe(failure("203.0.113.9", at: 30)) == [])
    }

    @Test("groups whose windows are over go before any that are not, and are no loss")
    func overFirst() throws {
        var detector = Detector(rules: try load(bruteForce), limits: Detector.Limits(groups: 100))
        for index in 0..<90 { _ = detector.observe(failure("old \(index)", at: 0)) }
        for index in 0..<90 { _ = detector.observe(failure("new \(index)", at: 10_000)) }
        #expect(detector.takeOverflow().isEmpty)
    }

    @Test("what all groups remember together is bounded too")
    func manyObservations() throws {
        let yaml = bruteForce.replacing("gt: 3", with: "gt: 9999")
        var detector = Detector(rules: try load(yaml), limits: Detector.Limits(observations: 5_000))
        for index in 0..<20_000 { _ = detector.observe(failure("address \(index % 10)", at: Double(index) / 1_000)) }
        #expect(try #require(detector.takeOverflow()["brute-force"]).groups > 0)
        #expect(detector.memories[0].events.count <= 10)
    }

    @Test("a long key is shortened, and two long ones that begin alike stay apart")
    func longKeys() throws {
        let long = String(repeating: "é", count: 1_000_000)
        var detector = Detector(rules: try load(bruteForce))
        for second in 0..<3 {
            _ = detector.observe([failure(long + "1", at: Double(second)), failure(long + "2", at: Double(second))])
        }
        let match = try #require(detector.observe(failure(long + "1", at: 4)).first)
        #expect(try #require(match.group["ip"]).utf8.count <= GroupKey.bytesMax)
        #expect(GroupKey.shortened(String(repeating: "x", count: 256)).utf8.count == 256)
        #expect(GroupKey.shortened(long + "1") != GroupKey.shortened(long + "2"))
        #expect(try JSONEncoder().encode(detector.memory).count < 4_000)
    }

    @Test("after groups were dropped, a restart still changes nothing")
    func restart() throws {
        let rules = try load(bruteForce)
        let limits = Detector.Limits(groups: 50, observations: 120)
        var noise = Noise(seed: 3)
        let events = (0..<4_000).map { index in
            failure("203.0.113.\(noise.below(120))", at: Double(index) * 3)
        }
        var steady = Detector(rules: rules, limits: limits)
        let expected = steady.observe(events)
        #expect(!expected.isEmpty)
        var before = Detector(rules: rules, limits: limits)
        let first = before.observe(Array(events[..<1_777]))
        var after = Detector(rules: rules, limits: limits)
        after.memory = try JSONDecoder().decode(Memory.self, from: JSONEncoder().encode(before.memory))
        #expect(first + after.observe(Array(events[1_777...])) == expected)
        #expect(after.memory == steady.memory)
        #expect(after.takeOverflow() == steady.takeOverflow())
    }

    private let everyKind = """
        title: Event
        name: e
        logsource: {category: x}
        detection: {selection: {kind: e}, condition: selection}
        ---
        title: Other
        name: o
        logsource: {category: x}
        detection: {selection: {n|gte: 5}, condition: selection}
        """
        + ["temporal", "temporal_ordered"].map { type in
            "\n---\ntitle: \(type)\ncorrelation: {type: \(type), rules: [e, o], group-by: [g], timespan: 4s}"
        }.joined()
        + ["value_sum", "value_avg", "value_median", "value_percentile"].map { type in
            "\n---\ntitle: \(type)\ncorrelation: {type: \(type), rules: [e], group-by: [g], timespan: 9s, "
                + "condition: {field: n, gt: \(type == "value_sum" ? 30 : 7)}}"
        }.joined()

    @Test("every kind of correlation goes on where it stopped", arguments: [0, 3_000] as [Int64])
    func everyKindRestarts(lateness: Int64) throws {
        let rules = try load(everyKind)
        var noise = Noise(seed: 11)
        let events = (0..<1_500).map { index in
            Event(
                at: Int64(index * 700 - noise.below(3_000)),
                fields: [
                    "kind": noise.below(3) > 0 ? "e" : "f", "n": .integer(Int64(noise.below(10))),
                    "g": .string("g\(noise.below(4))"),
                ])
        }
        var steady = Detector(rules: rules, lateness: lateness)
        var restarted = steady
        var found: Set<String> = []
        for (index, event) in events.enumerated() {
            let expected = steady.observe(event)
            found.formUnion(expected.map(\.rule))
            #expect(restarted.observe(event) == expected)
            if index % 50 == 7 {
                let saved = try JSONEncoder().encode(restarted.memory)
                restarted.memory = try JSONDecoder().decode(Memory.self, from: saved)
                let isSame = restarted.memory == steady.memory
                #expect(isSame)
            }
        }
        #expect(found.count == 6)
    }

    @Test("a memory that was damaged is refused and never crashes")
    func damagedMemory() throws {
        let rules = try load(everyKind)
        var detector = Detector(rules: rules)
        for index in 0..<40 as Range<Int64> {
            _ = detector.observe(Event(at: index * 900, fields: ["kind": "e", "n": .integer(index % 9), "g": "g"]))
        }
        var noise = Noise(seed: 2)
        for memory in detector.memory.correlations.values {
            let bytes = try JSONEncoder().encode(memory)
            let text = String(decoding: bytes, as: UTF8.self)
            let start = try #require(text.range(of: "\"kept\":\"")?.upperBound)
            let kept = try MemoryText.decode(String(text[start...].prefix { $0 != "\"" }))
            var refused = 0
            for _ in 0..<300 {
                var damaged = kept
                damaged[noise.below(kept.count)] = UInt8(noise.below(256))
                if noise.below(3) == 0 { damaged.removeLast(noise.below(kept.count)) }
                let json = text[..<start] + MemoryText.encode(damaged) + "\"}"
                guard let decoded = try? JSONDecoder().decode(CorrelationMemory.self, from: Data(json.utf8)) else {
                    refused += 1
                    continue
                }
                var again = Detector(rules: rules)
                again.memory = Memory(correlations: [memory.correlation.rules.joined(): decoded])
                again.memories = again.memories.map { $0.correlation == decoded.correlation ? decoded : $0 }
                _ = again.observe(Event(at: 36_000, fields: ["kind": "e", "n": 5, "g": "g"]))
            }
            #expect(refused > 30)
        }
    }

    @Test("bytes survive being text", arguments: 0..<9)
    func memoryText(count: Int) throws {
        let bytes = (0..<count).map { UInt8(($0 * 89 + 200) % 256) }
        #expect(try MemoryText.decode(MemoryText.encode(bytes)) == bytes)
        #expect(throws: MemoryError.self) { try MemoryText.decode("a=") }
    }
}
