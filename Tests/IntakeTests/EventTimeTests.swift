@testable import Intake
import OnRecord
import Sigma
import Testing

@Suite("The time of an event")
struct EventTimeTests {
    @Test(
        "It is the sender's, in any of the forms senders use",
        arguments: [
            ["timestamp": "2026-11-22T09:00:00Z"], ["@timestamp": "2026-11-22T10:00:00.000+01:00"],
            ["time": 1_795_338_000], ["ts": 1_795_338_000_000], ["ts": 1_795_338_000.0],
            ["time_local": "22/Nov/2026:09:00:00 +0000"], ["time_local": "21/Nov/2026:23:00:00 -1000"],
        ] as [[String: Value]])
    func forms(fields: [String: Value]) {
        #expect(EventTime.of(fields, receivedAt: received) == moment("2026-11-22T09:00:00Z"))
    }

    @Test("Fractions of a second are kept")
    func fractions() {
        let expected = moment("2026-11-22T09:00:00.250Z")
        #expect(EventTime.of(["ts": 1_795_338_000.25], receivedAt: received) == expected)
        #expect(EventTime.of(["time": "2026-11-22T09:00:00.25Z"], receivedAt: received) == expected)
    }

    @Test("A clock that runs a little ahead is believed, one further ahead is not")
    func ahead() {
        func time(_ text: String) -> Timestamp { EventTime.of(["timestamp": .string(text)], receivedAt: received) }
        #expect(time("2026-11-22T09:35:00Z") == moment("2026-11-22T09:35:00Z"))
        #expect(time("2026-11-22T09:35:00.001Z") == received)
        #expect(time("9999-12-31T23:59:59Z") == received)
        #expect(EventTime.of(["ts": .integer(.max)], receivedAt: received) == received)
        #expect(EventTime.of(["ts": 99_999_999_999], receivedAt: received) == received)
    }

    @Test("A late event keeps its time, however old")
    func late() {
        #expect(EventTime.of(["ts": 1], receivedAt: received) == moment("1970-01-01T00:00:01Z"))
        #expect(EventTime.of(["ts": 100_000_000_000], receivedAt: received) == moment("1973-03-03T09:46:40Z"))
    }

    @Test(
        "What cannot be read gives way to the moment of receipt",
        arguments: [
            [:], ["timestamp": "yesterday"], ["timestamp": ""], ["timestamp": nil], ["ts": true], ["ts": 0], ["ts": -5],
            ["ts": -0.5], ["ts": 1e300], ["time": ["2026-11-22T09:00:00Z"]],
            ["time_local": "22/Nev/2026:09:00:00 +0000"],
            ["time_local": "31/Feb/2026:09:00:00 +0000"], ["created": "2026-11-22T09:00:00Z"],
        ] as [[String: Value]])
    func unreadable(fields: [String: Value]) {
        #expect(EventTime.of(fields, receivedAt: received) == received)
    }

    @Test("An unreadable time does not hide a readable one")
    func next() {
        let fields: [String: Value] = ["timestamp": "n/a", "time": "2026-11-22T09:00:00Z", "ts": 5]
        #expect(EventTime.of(fields, receivedAt: received) == moment("2026-11-22T09:00:00Z"))
    }
}
