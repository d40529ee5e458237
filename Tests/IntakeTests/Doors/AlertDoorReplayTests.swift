import Intake
import OnRecord
import Sigma
import Testing

@Suite("What alerting tools send, replayed")
struct AlertDoorReplayTests {
    @Test("There is something to replay at each door")
    func complete() {
        #expect(Set(AlertCase.all.map(\.door)) == Set(AlertDoors.all.map { type(of: $0).name }))
        #expect(AlertCase.all.allSatisfy { !$0.request.body.isEmpty || $0.query != nil })
    }

    @Test(
        "Each request is answered as its sender needs it, and becomes the signals it tells of", arguments: AlertCase.all
    )
    func replay(sample: AlertCase) throws {
        let door = try #require(AlertDoors.named(sample.door))
        let reading = door.read(sample.request)
        #expect(reading.answer.status == sample.expect.status)
        if let body = sample.expect.body { #expect(reading.answer.json == body) }
        try #require(reading.signals.count == sample.expect.signals.count)
        for (signal, expected) in zip(reading.signals, sample.expect.signals) {
            #expect(signal.state == expected.state)
            #expect(signal.fields["logsource_product"] == .string(sample.door))
            if let key = expected.key { #expect(signal.key == key) }
            if let severity = expected.severity { #expect(signal.severity == severity) }
            if let title = expected.title { #expect(signal.title == title) }
            if let at = expected.at { #expect(signal.at == moment(at)) }
            #expect(signal.expiresAt == expected.expires_at.map { moment($0) })
            for (name, value) in expected.fields ?? [:] { #expect(signal.fields[name] == value) }
        }
    }

    @Test("Whoever does not know the secret changes nothing", arguments: AlertCase.all.filter { $0.secret != nil })
    func forged(sample: AlertCase) throws {
        let door = try #require(AlertDoors.named(sample.door))
        var request = sample.request
        request.secret = "another"
        #expect(door.read(request).answer == door.refuse(.unauthorised))
        #expect(door.read(request).signals.isEmpty)
        request = sample.request
        request.headers = [:]
        #expect(door.read(request).answer.status == 401)
        request.secret = nil
        #expect(door.read(request).answer.status < 300)
    }

    @Test("A byte order mark before the JSON changes nothing", arguments: AlertCase.all.filter { $0.query == nil })
    func byteOrderMark(sample: AlertCase) throws {
        guard sample.door != GitHubSecretScanningDoor.name else { return }
        let door = try #require(AlertDoors.named(sample.door))
        var request = sample.request
        request.secret = nil
        let plain = door.read(request)
        request.body = [0xef, 0xbb, 0xbf] + request.body
        #expect(door.read(request).answer.status == plain.answer.status)
        #expect(door.read(request).signals.map(\.key) == plain.signals.map(\.key))
    }

    @Test(
        "What is no JSON is kept whole where the sender would never learn of it",
        arguments: AlertDoors.all.map { type(of: $0).name },
        ["", "<html>", "[", "\"\u{0}\"", "null", "7", "{}", "[[]]"])
    func garbage(name: String, body: String) throws {
        let door = try #require(AlertDoors.named(name))
        let path = name == "prometheus" ? ["api", "v2", "alerts"] : ["enqueue"]
        var request = DoorRequest(path: path, body: bytes(body), source: "edge", receivedAt: received)
        request.headers = ["x-github-event": "secret_scanning_alert"]
        let reading = door.read(request)
        switch name {
        case "prometheus", "pagerduty":
            #expect(reading.answer.status == 400)
            #expect(reading.signals.isEmpty)
        case "github-secret-scanning":
            #expect(reading.answer.status == 401)
        default:
            #expect(reading.answer.status == 202)
            #expect(reading.signals.map(\.state) == [.unparsed])
            #expect(reading.signals.map(\.text) == [body])
            #expect(reading.signals.first?.fields["logsource_product"] == .string(name))
        }
    }

    @Test("Another method is refused and stores nothing", arguments: AlertDoors.all.map { type(of: $0).name })
    func method(name: String) throws {
        let door = try #require(AlertDoors.named(name))
        for method in ["DELETE", "HEAD"] {
            let path = name == "prometheus" ? ["api", "v2", "alerts"] : ["enqueue"]
            let reading = door.read(DoorRequest(method: method, path: path, source: "edge", receivedAt: received))
            #expect(reading.answer.status == 405)
            #expect(reading.signals.isEmpty)
        }
    }
}
