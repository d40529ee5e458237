import Intake
import OnRecord
import Sigma
import Testing

@Suite("Heartbeats")
struct HeartbeatDoorTests {
    private let key = "ping:5bb2a6de-0a3c-4b0e-8b5f-6b7a3e9d1c20"
    private let uuid = "5bb2a6de-0a3c-4b0e-8b5f-6b7a3e9d1c20"
    private let run = "0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d"

    @Test(
        "What a job says of its run is the signal's state",
        arguments: [
            ("ping-success", .beat, "OK", nil), ("ping-start", .start, "", nil),
            ("ping-fail", .failed, "OK", "pg_dump: error: connection refused\n"),
            ("ping-exit-3", .failed, "OK", "rsync exit 3"), ("ping-log", .log, "OK", "rotated 4 keys"),
        ] as [(String, Signal.State, String, String?)])
    func states(name: String, state: Signal.State, answer: String, text: String?) throws {
        let reading = HeartbeatDoor().read(try LogDoorFixture.http("\(name).http", below: "/ping"))
        #expect(reading.answer.status == 200 && reading.answer.text == answer)
        #expect(reading.answer.headers["content-type"]?.hasPrefix("text/plain") == true)
        #expect(reading.answer.headers["ping-body-limit"] == "10000")
        #expect(reading.answer.headers["access-control-allow-origin"] == "*")
        #expect(reading.signals.map(\.key) == [key])
        #expect(reading.signals.map(\.state) == [state])
        #expect(reading.signals.map(\.text) == [text])
        #expect(reading.signals.map(\.severity) == [state == .failed ? .error : nil])
    }

    @Test("The run and the exit status are fields")
    func fields() throws {
        let start = try LogDoorFixture.http("ping-start.http", below: "/ping")
        #expect(HeartbeatDoor().read(start).signals.first?.fields["run"] == .string(run))
        let exit = try LogDoorFixture.http("ping-exit-3.http", below: "/ping")
        #expect(
            HeartbeatDoor().read(exit).signals.first?.fields == [
                "run": .string(run), "exit": 3, "logsource_product": "heartbeat",
            ])
    }

    @Test("An exit status of 0 is a success, of 255 a failure, of 256 no status")
    func exitStatus() throws {
        #expect(read([uuid, "0"]).signals.map(\.state) == [.beat])
        #expect(read([uuid, "255"]).signals.map(\.state) == [.failed])
        let refused = HeartbeatDoor().read(try LogDoorFixture.http("ping-exit-256.http", below: "/ping"))
        #expect(refused.answer.status == 400 && refused.answer.text == "invalid url format")
        #expect(refused.signals.isEmpty)
    }

    @Test(
        "An address of another shape is no ping",
        arguments: [
            [], ["nightly"], ["5bb2a6de", "start"], ["5bb2a6de-0a3c-4b0e-8b5f-6b7a3e9d1c20", "stop"],
            ["5bb2a6de-0a3c-4b0e-8b5f-6b7a3e9d1c20", "-1"], ["5bb2a6de-0a3c-4b0e-8b5f-6b7a3e9d1c20", "+1"],
            ["5bb2a6de-0a3c-4b0e-8b5f-6b7a3e9d1c20", "fail", "x"], ["5bb2a6de-0a3c-4b0e-8b5f-6b7a3e9d1c2g"],
        ])
    func otherShapes(path: [String]) {
        let reading = read(path)
        #expect(reading.answer.status == 400 && reading.answer.text == "invalid url format")
        #expect(reading.signals.isEmpty)
    }

    @Test("A run's id is a UUID in any spelling, or refused")
    func runs() {
        func read(_ run: String) -> DoorReading {
            HeartbeatDoor().read(
                DoorRequest(path: [uuid], query: [("rid", run)], source: "backup", receivedAt: fixtureNight))
        }
        #expect(read("0B1C2D3E4F504A6B8C7D9E0F1A2B3C4D").signals.first?.fields["run"] == .string(run))
        for wrong in ["", "7", "0b1c2d3e-4f50-4a6b-8c7d9-e0f1a2b3c4d"] {
            #expect(read(wrong).answer.status == 400 && read(wrong).answer.text == "invalid uuid format")
            #expect(read(wrong).signals.isEmpty)
        }
    }

    @Test("A body is kept up to 10,000 bytes")
    func longBody() {
        let body = [UInt8](repeating: 0x61, count: 10_001)
        let request = DoorRequest(path: [uuid], body: body, source: "backup", receivedAt: fixtureNight)
        #expect(HeartbeatDoor().read(request).signals.first?.text?.utf8.count == 10_000)
    }

    @Test("A job may report by any of the methods that senders use", arguments: ["GET", "HEAD", "POST"])
    func methods(method: String) {
        let request = DoorRequest(method: method, path: [uuid], source: "backup", receivedAt: fixtureNight)
        #expect(HeartbeatDoor().read(request).signals.map(\.state) == [.beat])
    }

    @Test("An unknown address is not found, as senders expect")
    func unknown() {
        #expect(HeartbeatDoor().refuse(.unauthorised).status == 404)
        #expect(HeartbeatDoor().refuse(.unauthorised).text == "not found")
        #expect(HeartbeatDoor().refuse(.busy(retryAfter: 5)).headers["retry-after"] == "5")
    }

    private func read(_ path: [String]) -> DoorReading {
        HeartbeatDoor().read(DoorRequest(path: path, source: "backup", receivedAt: fixtureNight))
    }
}
