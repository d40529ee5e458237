@testable import Intake
import OnRecord
import Sigma
import Testing

@Suite("What a body may hold")
struct IntakeLimitTests {
    @Test("A message of the greatest number of alerts is read; one alert more and its beginning is kept, unread")
    func alerts() {
        let most = alertmanager(DoorLimit.signals)
        #expect(DoorLimit.signals == 10_000)
        #expect(most.count == 10_000)
        #expect(most.allSatisfy { $0.state == .firing })

        let tooMany = message(DoorLimit.signals + 1)
        let refused = read(tooMany)
        #expect(refused.map(\.state) == [.unparsed])
        #expect(refused.map(\.text) == [String(tooMany.prefix(NDJSON.lineMax))])
    }

    @Test("A group key of 1,024 bytes is kept as it is, and a longer one is cut there")
    func groupKey() {
        let longest = String(repeating: "g", count: DoorLimit.line)
        #expect(longest.utf8.count == 1024)
        for key in [longest, longest + "x"] {
            let kept = alertmanager(2, group: key).map { $0.fields["group_key"] }
            #expect(kept == [Value.string(longest), Value.string(longest)])
        }
    }

    @Test("What many alerts share is cut shorter, so that a small message does not become a large one")
    func sharedTexts() {
        let kept = alertmanager(10_000, group: String(repeating: "g", count: 1024)).map {
            $0.fields["group_key"]?.string
        }
        #expect(kept.allSatisfy { $0?.utf8.count == (4 << 20) / 10_000 })
    }

    @Test("A byte order mark before the first line is no text", arguments: ["\n", "\r\n"])
    func byteOrderMark(lineEnd: String) {
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        let reading = lines(mark + bytes("{\"n\":1}\(lineEnd)plain\(lineEnd)"))
        #expect(reading.signals().map(\.state) == [.log, .log])
        #expect(reading.signals().map { $0.fields["n"] } == [1, nil])
        #expect(reading.unparsed.isEmpty)
        #expect(lines(mark + bytes("plain")).signals().map { $0.text.map { bytes($0) } } == [bytes("plain")])
        #expect(lines(mark).signals().isEmpty)
        #expect(lines(mark + bytes("{oops\n")).unparsed.map(\.line) == [1])
    }

    @Test("Anywhere else it is a part of its line, and half a mark is none")
    func otherMarks() {
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        let second = lines(bytes("first\n") + mark + bytes("second\n")).signals()
        #expect(second.map { $0.text.map { bytes($0) } } == [bytes("first"), mark + bytes("second")])
        #expect(lines([0xef, 0xbb, 0x41]).signals().map(\.text) == ["\u{fffd}A"])
    }

    private func lines(_ body: [UInt8]) -> NDJSON.Reading {
        NDJSON.read(body, from: "edge", receivedAt: received)
    }

    private func alertmanager(_ count: Int, group: String = "{}") -> [Signal] {
        read(message(count, group: group))
    }

    private func read(_ message: String) -> [Signal] {
        AlertmanagerDoor().read(DoorRequest(body: bytes(message), source: "am", receivedAt: received)).signals
    }

    private func message(_ count: Int, group: String = "{}") -> String {
        let alert = #"{"status":"firing","labels":{"alertname":"Down"}}"#
        return #"{"groupKey":"\#(group)","alerts":[\#(Array(repeating: alert, count: count).joined(separator: ","))]}"#
    }
}
