import Intake
import OnRecord
import Sigma
import Testing

@Suite("GitHub's webhook")
struct GitHubDoorTests {
    @Test("A leaked secret fires until GitHub knows how it was settled")
    func secrets() {
        let open = read("secret_scanning_alert", #"{"action":"created","alert":{"number":7},"#)
        #expect(open.signals.map(\.state) == [.firing])
        #expect(open.signals.map(\.title) == ["A secret found in example-org/site"])
        let settled = read(
            "secret_scanning_alert",
            #"{"action":"resolved","alert":{"number":7,"resolution":"revoked","resolved_at":"2026-11-22T09:20:00Z"},"#)
        #expect(settled.signals.map(\.state) == [.resolved])
        #expect(settled.signals.map(\.key) == open.signals.map(\.key))
        #expect(settled.signals.map(\.at) == [moment("2026-11-22T09:20:00Z")])
    }

    @Test(
        "What was pushed, deployed or released is a change",
        arguments: [
            ("push", #"{"ref":"refs/heads/main","after":"7c19f2","#, "Pushed example-org/site main"),
            ("push", #"{"ref":"refs/tags/v1","deleted":true,"#, "Deleted example-org/site v1"),
            (
                "deployment", #"{"deployment":{"id":4,"ref":"main","environment":"production"},"#,
                "Deployment of example-org/site main to production"
            ),
            ("release", #"{"action":"published","release":{"tag_name":"v1.2"},"#, "Released example-org/site v1.2"),
        ])
    func changes(event: String, start: String, title: String) {
        let reading = read(event, start)
        #expect(reading.answer.status == 202)
        #expect(reading.signals.map(\.state) == [.change])
        #expect(reading.signals.map(\.title) == [title])
        #expect(reading.signals.map(\.severity) == [nil])
        #expect(reading.signals.first?.fields["event"] == .string(event))
        #expect(reading.signals.first?.fields["delivery"] == "d1")
    }

    @Test("Its ping is answered, and what we have no use for is taken and dropped")
    func others() {
        #expect(read("ping", #"{"zen":"Keep it simple","#).answer.status == 200)
        for (event, start) in [("star", "{"), ("release", #"{"action":"created","#), ("ping", "{")] {
            #expect(read(event, start).signals.isEmpty)
        }
        #expect(read("star", "{").answer.status == 202)
    }

    @Test("The JSON may come as a form's field")
    func form() {
        let body = "payload=%7B%22ref%22%3A%22refs%2Fheads%2Fmain%22%7D"
        let request = DoorRequest(
            headers: ["x-github-event": "push", "content-type": "application/x-www-form-urlencoded"], body: bytes(body),
            source: "github", receivedAt: received)
        #expect(GitHubDoor().read(request).signals.map { $0.fields["ref"] } == ["refs/heads/main"])
    }

    @Test("Somebody else's message is kept as it came")
    func stranger() {
        let request = DoorRequest(body: bytes("{}"), source: "github", receivedAt: received)
        #expect(GitHubDoor().read(request).signals.map(\.state) == [.unparsed])
    }

    /// - Parameter start: a message that still lacks its repository.
    private func read(_ event: String, _ start: String) -> DoorReading {
        GitHubDoor().read(
            DoorRequest(
                headers: ["x-github-event": event, "x-github-delivery": "d1"],
                body: bytes(start + #""repository":{"full_name":"example-org/site"}}"#), source: "github",
                receivedAt: received))
    }
}
