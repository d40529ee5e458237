import Intake
import OnRecord
import Sigma
import Testing

@Suite("Sentry's exceptions and alerts")
struct SentryDoorTests {
    @Test(
        "An issue that is closed in Sentry closes the signal its exception opened",
        arguments: [
            ("created", Signal.State.firing), ("unresolved", .firing), ("resolved", .resolved),
            ("archived", .acknowledged),
            ("assigned", .change),
        ])
    func issues(action: String, state: Signal.State) {
        let body = #"{"action":"\#(action)","data":{"issue":{"id":"5120338817","title":"TypeError","level":"fatal"}}}"#
        let signal = read(body, "issue").signals.first
        #expect(signal?.state == state)
        #expect(signal?.key == "sentry:issue:5120338817")
        #expect(signal?.severity == .critical)
    }

    @Test("What observes nothing is answered and not stored", arguments: ["comment", "installation", "seer", "new"])
    func others(resource: String) {
        let reading = read(#"{"action":"created","data":{}}"#, resource)
        #expect(reading.answer.status == 200)
        #expect(reading.signals.isEmpty)
    }

    @Test("Metric alerts say how bad it is by their action")
    func metric() {
        let body = #"{"action":"critical","data":{"metric_alert":{"identifier":"9","title":"p95"}}}"#
        let signal = read(body, "metric_alert", sentAt: "1795339740").signals.first
        #expect(signal?.state == .firing)
        #expect(signal?.severity == .critical)
        #expect(signal?.at == moment("2026-11-22T09:29:00Z"))
    }

    @Test("Nothing about the people in front of the screen is kept")
    func personal() throws {
        let body = """
            {"action":"triggered","data":{"event":{"issue_id":"1","title":"Boom","user":{"email":"mara@vault.example"},\
            "request":{"url":"https://a.example/?mail=mara@vault.example"},\
            "tags":[["user","mara@vault.example"],["user.email","mara@vault.example"],["environment","production"]]}}}
            """
        let signal = try #require(read(body, "event_alert").signals.first)
        #expect(!Value.map(signal.fields).text.contains("mara"))
        #expect(signal.text == nil)
        #expect(signal.fields["tags"]?["environment"] == "production")
    }

    @Test("Without the header the members tell what a message is about")
    func resource() {
        #expect(read(#"{"data":{"error":{"issue_id":"1"}}}"#, nil).signals.map(\.key) == ["sentry:issue:1"])
        #expect(read(#"{"data":{"event":{}}}"#, nil).signals.map(\.state) == [.unparsed])
    }

    private func read(_ body: String, _ resource: String?, sentAt: String? = nil) -> DoorReading {
        var request = DoorRequest(body: bytes(body), source: "sentry", receivedAt: received)
        request.headers["sentry-hook-resource"] = resource
        request.headers["sentry-hook-timestamp"] = sentAt
        return SentryDoor().read(request)
    }
}
