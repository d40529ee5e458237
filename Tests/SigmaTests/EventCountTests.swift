import Sigma
import Testing

@Suite("Counting events")
struct EventCountTests {
    private func alerts(_ seconds: [Double]) throws -> [Int64] {
        var detector = Detector(rules: try load(bruteForce))
        return detector.observe(seconds.map { failure("203.0.113.9", at: $0) }).map(\.at)
    }

    @Test("four in a few seconds fire at the fourth")
    func fast() throws {
        var detector = Detector(rules: try load(bruteForce))
        let matches = detector.observe([0, 3, 6, 9].map { failure("203.0.113.9", at: $0) })
        #expect(matches == [Match(rule: "brute-force", group: ["ip": "203.0.113.9"], at: 9_000, count: 4)])
    }

    @Test("a window of exactly the timespan is inside")
    func edge() throws {
        #expect(try alerts([0, 300, 600, 900]) == [900_000])
    }

    @Test("a millisecond more is outside")
    func beyondEdge() throws {
        #expect(try alerts([0, 300, 600, 900.001]) == [])
    }

    @Test("one every 306 seconds never makes four in fifteen minutes")
    func steady() throws {
        #expect(try alerts(stride(from: 0, to: 86_400, by: 306).map { $0 }) == [])
    }

    @Test("three, a pause and three more are no four")
    func threeAndThree() throws {
        #expect(try alerts([0, 30, 60, 990, 1_020, 1_050]) == [])
    }

    @Test("a sustained attack fires again after each timespan, from a fresh count")
    func sustained() throws {
        // The fourth fires at 60 s and quiets until 960 s, which is the first to count again.
        #expect(
            try alerts(stride(from: 0, through: 7_200, by: 20).map { $0 })
                == stride(from: 60, through: 7_200, by: 960).map { $0 * 1_000 })
    }

    @Test("groups count for themselves, whatever else happens")
    func groupsAreSeparate() throws {
        var detector = Detector(rules: try load(bruteForce))
        let events = (0..<8).map { failure($0.isMultiple(of: 2) ? "203.0.113.1" : "198.51.100.1", at: Double($0)) }
        #expect(detector.observe(events).map(\.group) == [["ip": "203.0.113.1"], ["ip": "198.51.100.1"]])
        let others = (0..<9).map { Event(at: $0, fields: ["kind": "auth_ok", "ip": "203.0.113.7"]) }
        #expect(detector.observe(others) == [])
    }

    @Test("an event without the grouping field belongs to no group")
    func missingGroup() throws {
        var detector = Detector(rules: try load(bruteForce))
        let events = (0..<9).map {
            Event(at: $0, fields: ["kind": "auth_failure", "ip": $0.isMultiple(of: 2) ? .null : 7])
        }
        #expect(detector.observe(events.filter { $0.fields["ip"] == .null }) == [])
        #expect(detector.observe([Event(at: 0, fields: ["kind": "auth_failure"])]) == [])
        #expect(detector.observe(events).map(\.group) == [["ip": "7"]])
    }

    @Test(
        "the smallest count that fulfils the condition fires",
        arguments: [
            ("gt: 2", 3), ("gte: 2", 2), ("eq: 3", 3), ("gt: 0, lt: 5", 1), ("gt: 2, lte: 9", 3), ("neq: 1, gt: 0", 2),
            ("neq: 2, gte: 2", 3), ("gte: 1", 1), ("gte: 3, lt: 20, neq: 3", 4),
        ])
    func criteria(condition: String, expected: Int) throws {
        let rules = bruteForce.replacing("{gt: 3}", with: "{\(condition)}")
        var detector = Detector(rules: try load(rules))
        let matches = detector.observe((1...9).map { failure("203.0.113.9", at: Double($0)) })
        #expect(
            matches == [
                Match(rule: "brute-force", group: ["ip": "203.0.113.9"], at: Int64(expected) * 1_000, count: expected)
            ])
    }

    @Test("without group-by everything counts together")
    func ungrouped() throws {
        var detector = Detector(rules: try load(bruteForce.replacing("  group-by: [ip]\n", with: "")))
        let events = (0..<4).map { failure("203.0.113.\($0)", at: Double($0)) }
        #expect(detector.observe(events) == [Match(rule: "brute-force", group: [:], at: 3_000, count: 4)])
    }

    @Test("extreme times are survived")
    func extremeTimes() throws {
        var detector = Detector(rules: try load(bruteForce), lateness: .max)
        let times: [Int64] = [.min, .max, 0, .max, .max, .min, .max]
        let matches = detector.observe(
            times.map { Event(at: $0, fields: ["kind": "auth_failure", "ip": "203.0.113.1"]) })
        #expect(matches.count == 1)
    }
}
