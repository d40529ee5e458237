import Foundation
import Testing

@testable import Sigma

@Suite("What a detector remembers")
struct MemoryTests {
    private let rules =
        bruteForce + """

            ---
            title: Many addresses for one tenant
            id: spread
            correlation:
              type: value_count
              rules: [failed]
              group-by: [tenant]
              timespan: 5m
              condition: {field: ip, gte: 4}
            """

    private func stream(_ seed: UInt64, count: Int = 3_000) -> [Event] {
        var noise = Noise(seed: seed)
        return (0..<count).map { index in
            Event(
                at: Int64(index * 4_000 - noise.below(30_000)),
                fields: [
                    "kind": noise.below(3) > 0 ? "auth_failure" : "auth_ok",
                    "ip": .string("203.0.113.\(noise.below(40))"),
                    "tenant": .string("t\(noise.below(12))"),
                ])
        }
    }

    @Test("a restart in the middle of a stream changes no match", arguments: [0, 60_000] as [Int64])
    func restart(lateness: Int64) throws {
        let rules = try load(rules)
        let events = stream(7)
        var steady = Detector(rules: rules, lateness: lateness)
        let expected = steady.observe(events)
        #expect(expected.count > 100)
        #expect(Set(expected.map(\.rule)) == ["brute-force", "spread"])

        for cut in [1, 64, 65, 777, 1_500, 2_999] {
            var before = Detector(rules: rules, lateness: lateness)
            var matches = before.observe(Array(events[..<cut]))
            let saved = try JSONEncoder().encode(before.memory)
            var after = Detector(rules: rules, lateness: lateness)
            after.memory = try JSONDecoder().decode(Memory.self, from: saved)
            matches += after.observe(Array(events[cut...]))
            #expect(matches == expected)
            #expect(after.memory == steady.memory)
        }
    }

    @Test("a memory survives being written down, and equal ones are the same bytes")
    func roundTrip() throws {
        let rules = try load(rules)
        var detector = Detector(rules: rules)
        _ = detector.observe(stream(3))
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let bytes = try encoder.encode(detector.memory)
        let copy = try JSONDecoder().decode(Memory.self, from: bytes)
        #expect(copy == detector.memory)
        #expect(try encoder.encode(copy) == bytes)
        #expect(copy != Detector(rules: rules).memory)
    }

    @Test("a changed correlation starts afresh, the others go on")
    func changedRule() throws {
        var before = Detector(rules: try load(rules))
        _ = before.observe((0..<3).map { failure("203.0.113.9", at: Double($0)) })
        var same = Detector(rules: try load(rules.replacing("gte: 4", with: "gte: 5")))
        same.memory = before.memory
        #expect(same.observe(failure("203.0.113.9", at: 4)).map(\.rule) == ["brute-force"])
        var changed = Detector(rules: try load(rules.replacing("15m", with: "16m")))
        changed.memory = before.memory
        #expect(changed.observe(failure("203.0.113.9", at: 4)) == [])
    }

    @Test("a group holds no more than its threshold asks for")
    func boundedGroups() {
        let span = WindowSpan(timespan: 1_000, threshold: 10, lateness: 0)
        var events = EventWindow()
        var values = ValueWindow()
        for index in 0..<10_000 as Range<Int64> {
            #expect(events.insert((), at: index * 120, span) == nil)
            #expect(values.insert("\(index)", at: index * 120, span) == nil)
            if events.times.count > 20 || values.occurrences.count > 10 {
                Issue.record("\(events.times.count) times, \(values.occurrences.count) values")
                return
            }
        }
        for index in 0..<10_000 as Range<Int64> {
            #expect(values.insert("same", at: 2_000_000 + index, span) == nil)
        }
        #expect(values.occurrences["same"]?.count == 1)
    }

    @Test("groups that went quiet are forgotten")
    func eviction() {
        let span = WindowSpan(timespan: 1_000, threshold: 3, lateness: 0)
        var groups = Groups<EventWindow>()
        for index in 0..<100_000 as Range<Int64> {
            _ = groups.observe((), in: ["address \(index)"], at: index * 100, span)
        }
        #expect(groups.count < 200)
    }

    @Test("a group that fired is remembered as long as it has to be quiet")
    func quietGroupsStay() {
        let span = WindowSpan(timespan: 1_000, threshold: 2, lateness: 0)
        var groups = Groups<EventWindow>()
        #expect(groups.observe((), in: ["a"], at: 0, span) == nil)
        #expect(groups.observe((), in: ["a"], at: 1, span) == 1)
        for index in 0..<500 as Range<Int64> { _ = groups.observe((), in: ["other"], at: 2 + index, span) }
        #expect(groups.observe((), in: ["a"], at: 900, span) == nil)
        #expect(groups.observe((), in: ["a"], at: 901, span) == nil)
    }
}
