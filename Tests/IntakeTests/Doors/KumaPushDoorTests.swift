import Intake
import OnRecord
import Sigma
import Testing

@Suite("Uptime Kuma's push address")
struct KumaPushDoorTests {
    private let door = KumaPushDoor()

    @Test("A push that says down is a failure with its message")
    func down() throws {
        let reading = door.read(try LogDoorFixture.http("kuma-push.http", below: "/api/push"))
        #expect(reading.answer.status == 200 && reading.answer.json == ["ok": true])
        #expect(
            reading.signals == [
                Signal(
                    state: .failed, at: fixtureNight, key: "push:Zk3v9Q1mTx", severity: .error,
                    fields: ["logsource_product": "heartbeat"], text: "disk 94%")
            ])
    }

    @Test(
        "A push that says up, or nothing, is a beat; an unknown word is not",
        arguments: [("up", .beat), (nil, .beat), ("UP", .failed), ("", .failed)] as [(String?, Signal.State)])
    func status(word: String?, state: Signal.State) {
        let query = [(name: "ping", value: "12.5")] + (word.map { [(name: "status", value: $0)] } ?? [])
        let signals = read(["abc"], query: query).signals
        #expect(signals.map(\.state) == [state])
        #expect(signals.map { $0.fields["ping"] } == [12.5])
    }

    @Test(
        "An address without a token, or an unknown one, is not found",
        arguments: [[], [""], ["a", "b"], [String(repeating: "a", count: 129)]])
    func notFound(path: [String]) {
        let reading = read(path, query: [])
        #expect(reading.answer.status == 404 && reading.answer.json?["ok"] == false)
        #expect(reading.signals.isEmpty)
        #expect(door.refuse(.unauthorised) == reading.answer)
    }

    @Test("Overload is told in the product's shape")
    func busy() {
        let answer = door.refuse(.busy(retryAfter: 5))
        #expect(answer.status == 503 && answer.headers["retry-after"] == "5" && answer.json?["ok"] == false)
    }

    private func read(_ path: [String], query: [(name: String, value: String)]) -> DoorReading {
        door.read(DoorRequest(method: "GET", path: path, query: query, source: "disk", receivedAt: fixtureNight))
    }
}
