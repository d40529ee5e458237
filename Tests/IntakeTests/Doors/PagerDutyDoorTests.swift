import Intake
import OnRecord
import Sigma
import Testing

@Suite("Tools that speak PagerDuty's Events API")
struct PagerDutyDoorTests {
    @Test("An event without a dedup_key gets one, the same for the same event and another for another")
    func derived() {
        let first = post(trigger(summary: "Disk full"))
        let key = first.answer.json?["dedup_key"]?.string
        #expect(key?.count == 32)
        #expect(first.signals.first?.key == key)
        #expect(post(trigger(summary: "Disk full")).answer == first.answer)
        #expect(post(trigger(summary: "Disk fuller")).answer.json?["dedup_key"]?.string != key)
        let other = post(trigger(summary: "Disk full"), source: "another")
        #expect(other.answer.json?["dedup_key"]?.string != key)
    }

    @Test("The routing key is read for whoever checks it, and kept nowhere")
    func routingKey() {
        let event = trigger(summary: "Disk full")
        #expect(PagerDutyDoor.routingKey(in: bytes(event)) == "k3y")
        #expect(PagerDutyDoor.routingKey(in: [0xef, 0xbb, 0xbf] + bytes(event)) == "k3y")
        #expect(post(event).signals.allSatisfy { !Value.map($0.fields).text.contains("k3y") })
        let long = #"{"routing_key":"\#(String(repeating: "k", count: 129))"}"#
        for none in ["", "{}", #"{"routing_key":7}"#, #"{"routing_key":""}"#, long] {
            #expect(PagerDutyDoor.routingKey(in: bytes(none)) == nil)
        }
    }

    @Test(
        "Each fault of an event is named",
        arguments: [
            (#"{}"#, 1), (#"{"event_action":"snooze"}"#, 1), (#"{"event_action":"resolve"}"#, 1),
            (#"{"event_action":"trigger"}"#, 1), (#"{"event_action":"trigger","payload":{}}"#, 3),
            (#"{"event_action":"trigger","payload":{"summary":" ","source":"s","severity":"info"}}"#, 1),
            (#"{"event_action":"acknowledge","dedup_key":"\#(String(repeating: "k", count: 256))"}"#, 1), ("[]", 1),
            ("{", 1),
        ])
    func faults(event: String, count: Int) {
        let reading = post(event)
        #expect(reading.answer.status == 400)
        #expect(reading.answer.json?["errors"]?.list?.count == count)
        #expect(reading.signals.isEmpty)
    }

    @Test("A resolve may carry a whole payload or none")
    func resolve() {
        let bare = post(#"{"event_action":"resolve","dedup_key":"a"}"#)
        #expect(bare.signals.map(\.state) == [.resolved])
        #expect(bare.signals.map(\.title) == [nil])
        let full = post(
            #"{"event_action":"resolve","dedup_key":"a","payload":{"summary":"Up","severity":"none","timestamp":"?"}}"#)
        #expect(full.signals.map(\.title) == ["Up"])
        #expect(full.signals.map(\.severity) == [.unknown])
        #expect(full.signals.map(\.at) == [received])
    }

    @Test("A body above 512 KB is refused in PagerDuty's shape")
    func tooLarge() {
        let reading = post(trigger(summary: String(repeating: "x", count: 512 * 1024)))
        #expect(reading.answer.status == 413)
        #expect(reading.answer.json?["status"] == "invalid event")
    }

    @Test("When nothing can be stored, its clients are told to come again, which they do without end")
    func busy() {
        let answer = PagerDutyDoor().refuse(.busy(retryAfter: 7))
        #expect(answer.status == 429)
        #expect(answer.headers["retry-after"] == "7")
        #expect(PagerDutyDoor().refuse(.unauthorised).status == 401)
    }

    @Test("A change needs nothing but its summary")
    func change() {
        let path = ["v2", "change", "enqueue"]
        #expect(post(#"{"payload":{"summary":"Shipped"}}"#, path: path).signals.map(\.state) == [.change])
        #expect(post(#"{"payload":{}}"#, path: path).answer.status == 400)
        #expect(post("{}", path: ["v2", "something"]).answer.status == 404)
    }

    private func trigger(summary: String) -> String {
        #"{"routing_key":"k3y","event_action":"trigger","payload":{"summary":"\#(summary)","source":"db-1","severity":"error"}}"#
    }

    private func post(_ body: String, path: [String] = ["v2", "enqueue"], source: String = "pager") -> DoorReading {
        PagerDutyDoor().read(DoorRequest(path: path, body: bytes(body), source: source, receivedAt: received))
    }
}
