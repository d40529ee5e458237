@testable import Intake
import OnRecord
import Sigma
import Testing

@Suite("Loki's push API")
struct LokiDoorTests {
    private let door = LokiDoor()

    @Test("Each line is a signal with its stream's labels and its own metadata, answered 204")
    func push() throws {
        let reading = door.read(try LogDoorFixture.request("loki-push.json", type: "application/json"))
        #expect(reading.answer == DoorAnswer(204))
        try #require(reading.signals.count == 2)
        let first = reading.signals[0]
        #expect(first.text == "host binding mismatch, request refused")
        #expect(first.at == moment("2026-11-21T02:14:11Z") && first.severity == .error && first.state == .log)
        #expect(
            first.fields == [
                "service_name": "edge-proxy", "level": "error", "tenant": "t_2041", "logsource_product": "loki",
                "logsource_service": "edge-proxy",
            ])
        #expect(reading.signals[1].at == moment("2026-11-21T02:14:11.001Z"))
        #expect(reading.signals[1].fields["tenant"] == nil)
    }

    @Test("A line that is a JSON object gives its members as fields, but cannot change a label")
    func jsonLine() throws {
        let line = #" {\"level\":\"warn\",\"app\":\"other\",\"http\":{\"status\":403},\"signal\":{\"state\":\"x\"}}"#
        let reading = read(#"{"streams":[{"stream":{"app":"proxy"},"values":[["1795227251000000000","\#(line)"]]}]}"#)
        let signal = try #require(reading.signals.first)
        #expect(signal.severity == .warning)
        #expect(signal.fields["app"] == "proxy" && signal.fields["http"]?["status"] == 403)
        #expect(signal.fields["logsource_service"] == "proxy" && signal.fields["signal"] == nil)
        #expect(signal.text?.hasPrefix(" {\"level\"") == true)
    }

    @Test(
        "A time that is none, or lies ahead, gives way to ours",
        arguments: ["\"soon\"", "\"0\"", "-1", "\"1795227900001000000\""])
    func times(time: String) {
        #expect(read(#"{"streams":[{"values":[[\#(time),"x"]]}]}"#).signals.map(\.at) == [fixtureNight])
    }

    @Test("Snappy and protobuf are refused with the way out", arguments: ["application/x-protobuf", "text/plain"])
    func protobuf(type: String) {
        let reading = read("x", type: type)
        #expect(reading.answer.status == 415 && reading.signals.isEmpty)
        #expect(reading.answer.text.contains("reads JSON only"))
    }

    @Test("A body that is no push is refused and kept", arguments: ["", "{\"streams\":", "[]", "{\"streams\":{}}"])
    func damaged(body: String) {
        let reading = read(body)
        #expect(reading.answer.status == 400)
        #expect(reading.signals.map(\.text) == [body])
    }

    @Test("An entry that is none is kept as it came; the others are read")
    func badEntry() {
        let reading = read(#"{"streams":[{"values":[["1",7],"x",["1","fine"]]}]}"#)
        #expect(reading.answer.status == 204)
        #expect(reading.signals.map(\.state) == [.unparsed, .unparsed, .log])
        #expect(reading.signals.map(\.text) == [#"["1",7]"#, "x", "fine"])
    }

    @Test("Large labels cannot be unfolded by many short lines")
    func unfolding() {
        let label = String(repeating: "x", count: FieldLimit.log.text)
        let labels = (0..<16).map { #""k\#($0)":"\#(label)""# }.joined(separator: ",")
        let values = Array(repeating: #"["1",""]"#, count: 70).joined(separator: ",")
        let reading = read(#"{"streams":[{"stream":{\#(labels)},"values":[\#(values)]}]}"#)
        #expect(reading.answer.status == 413 && reading.signals.isEmpty)
    }

    private func read(_ body: String, type: String = "application/json") -> DoorReading {
        door.read(
            DoorRequest(
                headers: ["content-type": type], body: bytes(body), source: "fixture", receivedAt: fixtureNight))
    }
}
