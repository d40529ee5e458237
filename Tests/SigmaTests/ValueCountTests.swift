import Sigma
import Testing

@Suite("Counting distinct values")
struct ValueCountTests {
    private let spraying = """
        title: Failed sign-in
        name: failed
        logsource: {category: authentication}
        detection: {selection: {kind: auth_failure}, condition: selection}
        ---
        title: Many accounts from one address
        id: spraying
        correlation:
          type: value_count
          rules: failed
          group-by: [ip]
          timespan: 10s
          condition: {field: user, gte: 3}
        """

    private func event(_ user: Value, at seconds: Int64, realm: Value = "a") -> Event {
        Event(at: seconds * 1_000, fields: ["kind": "auth_failure", "ip": "203.0.113.9", "user": user, "realm": realm])
    }

    @Test("the same value again does not count")
    func repeats() throws {
        var detector = Detector(rules: try load(spraying))
        #expect(detector.observe((0..<50).map { event("ada", at: $0) }) == [])
        #expect(detector.observe([event("grace", at: 50)]) == [])
        #expect(detector.observe([event("edsger", at: 51)]).map(\.count) == [3])
    }

    @Test("a value counts until its last occurrence leaves the window")
    func lastOccurrence() throws {
        var detector = Detector(rules: try load(spraying))
        #expect(detector.observe([event("ada", at: 0), event("grace", at: 5), event("ada", at: 8)]) == [])
        #expect(detector.observe([event("edsger", at: 15)]).map(\.at) == [15_000])

        var other = Detector(rules: try load(spraying))
        #expect(other.observe([event("ada", at: 0), event("grace", at: 5), event("ada", at: 4)]) == [])
        #expect(other.observe([event("edsger", at: 15)]) == [])
    }

    @Test("after an alert it is quiet for a timespan and starts from nothing")
    func rearm() throws {
        var detector = Detector(rules: try load(spraying))
        let events = (0..<40).map { event(.integer($0), at: $0) }
        #expect(detector.observe(events).map(\.at) == [2_000, 14_000, 26_000, 38_000])
    }

    @Test("several fields count as one value together")
    func tuples() throws {
        let rules = spraying.replacing("field: user", with: "field: [user, realm]")
        var detector = Detector(rules: try load(rules))
        #expect(detector.observe([event("a", at: 0, realm: "bc"), event("ab", at: 1, realm: "c")]) == [])
        #expect(detector.observe([event("a", at: 2, realm: "x")]).count == 1)
    }

    @Test("an event without the field has no value to count")
    func missingValue() throws {
        var detector = Detector(rules: try load(spraying))
        #expect(detector.observe([event("a", at: 0), event(.null, at: 1), event("b", at: 2)]) == [])
        #expect(detector.observe([event("c", at: 3)]).count == 1)
    }
}
