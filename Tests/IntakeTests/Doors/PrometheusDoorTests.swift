import Intake
import OnRecord
import Sigma
import Testing

@Suite("Prometheus, straight to us")
struct PrometheusDoorTests {
    @Test("What of a batch is whole is kept, and one text names each fault")
    func partial() {
        let reading = post(#"[{"labels":{"alertname":"A"}},{"labels":{"empty":""}},{},7,{"labels":{"n":1}}]"#)
        #expect(reading.signals.map(\.key) == ["labels:alertname=A"])
        #expect(reading.answer.status == 400)
        #expect(reading.answer.headers["content-type"] == "application/json")
        let faults = reading.answer.json?.string?.split(separator: ";").map { $0.prefix { $0 != "n" } } ?? []
        #expect(faults == ["alert 1 ", " alert 2 ", " alert 3 ", " alert 4 "])
    }

    @Test("However many faults there are, the answer stays short")
    func manyFaults() {
        let reading = post("[" + Array(repeating: "{}", count: 10_000).joined(separator: ",") + "]")
        #expect(reading.answer.json?.string?.hasSuffix("; and 9980 more") == true)
        #expect(reading.answer.body.count < 2000)
    }

    @Test(
        "A batch that cannot be read at all is refused in Alertmanager's own shape", arguments: ["", "{}", "[{]", "[1"])
    func unreadable(body: String) {
        let reading = post(body)
        #expect(reading.signals.isEmpty)
        #expect(reading.answer.json?["code"] == 400)
        #expect(reading.answer.json?["message"]?.string?.isEmpty == false)
    }

    @Test("Ten thousand alerts are taken, and not one more")
    func limit() {
        func batch(_ count: Int) -> String {
            "[" + Array(repeating: #"{"labels":{"a":"b"}}"#, count: count).joined(separator: ",") + "]"
        }
        #expect(post(batch(10_000)).signals.count == 10_000)
        #expect(post(batch(10_001)).signals.isEmpty)
        #expect(post(batch(10_001)).answer.json?["code"] == 400)
    }

    @Test(
        "An alert ends when its end has come, and fires until then",
        arguments: [
            ("2026-11-22T09:30:00Z", Signal.State.resolved, nil),
            ("2026-11-22T09:30:00.001Z", .firing, "2026-11-22T09:30:00.001Z"),
            ("0001-01-01T00:00:00Z", .firing, "2026-11-22T09:35:00Z"), ("later", .firing, "2026-11-22T09:35:00Z"),
        ])
    func end(endsAt: String, state: Signal.State, expiry: String?) {
        let signal = post(#"[{"labels":{"a":"b"},"endsAt":"\#(endsAt)"}]"#).signals.first
        #expect(signal?.state == state)
        #expect(signal?.expiresAt == expiry.map { moment($0) })
        #expect(signal?.at == received)
    }

    @Test("A comma in a label does not make two alerts one")
    func keys() {
        let reading = post(#"[{"labels":{"a":"1,b=2"}},{"labels":{"a":"1","b":"2"}},{"labels":{"b":"2","a":"1"}}]"#)
        #expect(reading.signals.map(\.key) == [#"labels:a=1\,b\=2"#, "labels:a=1,b=2", "labels:a=1,b=2"])
    }

    @Test("amtool asks for the status first, and finds all that the API's definition demands")
    func status() throws {
        let request = DoorRequest(method: "GET", path: ["api", "v2", "status"], source: "prom", receivedAt: received)
        let answer = PrometheusDoor().read(request).answer
        #expect(answer.status == 200)
        let status = try #require(answer.json)
        #expect(status["cluster"]?["status"] == "disabled")
        #expect(status["config"]?["original"] == "")
        #expect(status["uptime"] == "2026-11-22T09:30:00Z")
        let version = ["version", "revision", "branch", "buildUser", "buildDate", "goVersion"]
        #expect(version.allSatisfy { status["versionInfo"]?[$0]?.string != nil })
    }

    @Test("Anywhere else is nothing, and says where it is")
    func elsewhere() {
        let reading = PrometheusDoor().read(
            DoorRequest(path: ["api", "v1", "alerts"], source: "p", receivedAt: received))
        #expect(reading.answer.status == 404)
        #expect(reading.answer.text.contains("path_prefix"))
    }

    @Test("Refusals have Alertmanager's shape")
    func refusals() {
        let answer = PrometheusDoor().refuse(.busy(retryAfter: 5))
        #expect(answer.status == 503)
        #expect(answer.headers["retry-after"] == "5")
        #expect(answer.json?["code"] == 503)
    }

    private func post(_ body: String) -> DoorReading {
        PrometheusDoor().read(
            DoorRequest(path: ["api", "v2", "alerts"], body: bytes(body), source: "prom", receivedAt: received))
    }
}
