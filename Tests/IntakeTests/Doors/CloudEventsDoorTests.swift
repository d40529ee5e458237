import Intake
import OnRecord
import Sigma
import Testing

@Suite("CloudEvents")
struct CloudEventsDoorTests {
    private let door = CloudEventsDoor()

    @Test("A structured event is a log signal with its source and id as key, and its data as fields")
    func structured() throws {
        let request = try LogDoorFixture.request(
            "cloudevents-structured.json", type: "application/cloudevents+json; charset=UTF-8")
        let reading = door.read(request)
        #expect(reading.answer == DoorAnswer(202))
        try #require(reading.signals.count == 1)
        let signal = reading.signals[0]
        #expect(signal.state == .log && signal.severity == .error)
        #expect(signal.key == "/halyard/key-rotation|evt-5f0c")
        #expect(signal.at == moment("2026-11-21T02:14:30.250Z"))
        #expect(signal.title == "KMS refused the new key")
        #expect(
            signal.fields == [
                "specversion": "1.0", "id": "evt-5f0c", "source": "/halyard/key-rotation",
                "type": "io.halyard.rotation.failed.v1", "subject": "signing-key/2026-11",
                "time": "2026-11-21T02:14:30.250Z", "datacontenttype": "application/json",
                "data": ["severity": "error", "attempt": 3, "message": "KMS refused the new key"],
                "severity": "error", "attempt": 3, "message": "KMS refused the new key",
                "logsource_product": "cloudevents",
            ])
    }

    @Test("A batch is as many signals; binary data stays as it was written")
    func batch() throws {
        let reading = door.read(
            try LogDoorFixture.request("cloudevents-batch.json", type: "application/cloudevents-batch+json"))
        #expect(reading.answer.status == 202)
        #expect(reading.signals.map(\.key) == ["/halyard/key-rotation|evt-5f0c", "/halyard/key-rotation|evt-5f0d"])
        #expect(reading.signals.last?.fields["data_base64"] == "AAFyYXc=")
    }

    @Test("A binary event's headers are decoded once")
    func binary() throws {
        var request = try LogDoorFixture.http("cloudevents-binary.http", below: "/in/demo/cloudevents")
        let signal = try #require(door.read(request).signals.first)
        #expect(signal.key == "/halyard/key-rotation|evt-5f0c")
        #expect(signal.fields["subject"] == "Schlüssel/2026-11 \"K1\"")
        #expect(signal.severity == .error)
        #expect(signal.fields["attempt"] == 3)

        request.headers["ce-subject"] = "100%2525 of %zz"
        #expect(door.read(request).signals.first?.fields["subject"] == "100%25 of %zz")
        request.headers["ce-subject"] = #""a \"b\" %E2%82%AC""#
        #expect(door.read(request).signals.first?.fields["subject"] == "a \"b\" €")
    }

    @Test("A binary event needs no content type")
    func noContentType() throws {
        var request = try LogDoorFixture.http("cloudevents-binary.http", below: "/in/demo/cloudevents")
        request.headers["content-type"] = nil
        #expect(door.read(request).signals.first?.fields["attempt"] == 3)
        request.body = bytes("KMS refused")
        #expect(door.read(request).signals.first?.text == "KMS refused")
        request.body = []
        #expect(door.read(request).signals.first?.title == "io.halyard.rotation.failed.v1")
    }

    @Test("A header that is not UTF-8 is refused", arguments: ["%FF", "%C3", "a%ED%A0%80"])
    func badBytes(value: String) throws {
        var request = try LogDoorFixture.http("cloudevents-binary.http", below: "/in/demo/cloudevents")
        request.headers["ce-subject"] = value
        let answer = door.read(request).answer
        #expect(answer.status == 400)
        #expect(answer.text.contains("ce-subject"))
    }

    @Test(
        "What is no event is told why, and kept",
        arguments: [
            ("{}", "specversion"), ("[1]", "JSON object"), ("{", "byte 1"),
            (#"{"specversion":"0.3","id":"1","source":"/a","type":"t"}"#, "0.3"),
            (#"{"specversion":"1.0","id":"","source":"/a","type":"t"}"#, "id is missing"),
        ])
    func damaged(body: String, reason: String) {
        let reading = read(body, type: "application/cloudevents+json")
        #expect(reading.answer.status == 400)
        #expect(reading.answer.text.contains(reason))
        #expect(reading.signals.map(\.text) == [body])
        #expect(reading.signals.map(\.state) == [.unparsed])
    }

    @Test("One bad event does not spoil its batch; a batch of nothing else is refused")
    func mixedBatch() {
        let good = #"{"specversion":"1.0","id":"1","source":"/a","type":"t"}"#
        let mixed = read("[{},\(good)]", type: "application/cloudevents-batch+json")
        #expect(mixed.answer.status == 202)
        #expect(mixed.signals.map(\.state) == [.unparsed, .log])
        #expect(read("[{}]", type: "application/cloudevents-batch+json").answer.status == 400)
        #expect(read(good, type: "application/cloudevents-batch+json").answer.status == 400)
        #expect(read("[]", type: "application/cloudevents-batch+json").answer.status == 202)
    }

    @Test("An unknown format is named", arguments: ["application/cloudevents+avro", "application/json", ""])
    func otherType(type: String) {
        let reading = read("{}", type: type)
        #expect(reading.answer.status == 415)
        #expect(reading.answer.text.contains("“\(type)”"))
        #expect(reading.signals.isEmpty)
    }

    @Test("A sender that asks first may deliver, and nothing but its own name is echoed")
    func handshake() {
        func options(_ origin: String?) -> DoorAnswer {
            var request = DoorRequest(method: "OPTIONS", source: "s", receivedAt: fixtureNight)
            request.headers["webhook-request-origin"] = origin
            return door.read(request).answer
        }
        let answer = options("eventgrid.example")
        #expect(answer.status == 200)
        #expect(answer.headers["webhook-allowed-origin"] == "eventgrid.example")
        #expect(answer.headers["webhook-allowed-rate"] == "*")
        for origin in [nil, "", "a\r\nset-cookie: b", String(repeating: "a", count: 254)] {
            #expect(options(origin).headers["webhook-allowed-origin"] == nil)
        }
    }

    private func read(_ body: String, type: String) -> DoorReading {
        door.read(
            DoorRequest(
                headers: ["content-type": type], body: bytes(body), source: "fixture", receivedAt: fixtureNight))
    }
}
