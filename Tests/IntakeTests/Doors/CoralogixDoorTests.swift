import Intake
import OnRecord
import Sigma
import Testing

@Suite("Coralogix' alerts")
struct CoralogixDoorTests {
    @Test("A placeholder that was not filled in says nothing")
    func unfilled() {
        let signal = read(
            #"{"name":"Spike","dedup_key":"$DEDUP_KEY","alert_unique_identifier":"u1","alert_action":"$ALERT_ACTION","#
                + #""priority":"P2","severity":"$EVENT_SEVERITY","timestamp_iso":"$EVENT_TIMESTAMP_ISO","team":"$ costs"}"#
        ).signals.first
        #expect(signal?.key == "u1")
        #expect(signal?.state == .firing)
        #expect(signal?.severity == .error)
        #expect(signal?.at == received)
        #expect(signal?.fields["severity"] == nil)
        #expect(signal?.fields["team"] == "$ costs")
    }

    @Test("A template none of which is filled in is kept as it came, and well received")
    func nothingFilled() {
        let reading = read(#"{"name":"$ALERT_NAME","alert_action":"$ALERT_ACTION"}"#)
        #expect(reading.signals.map(\.state) == [.unparsed])
        #expect(reading.answer.status == 202)
    }

    @Test(
        "Every spelling of an end ends",
        arguments: [
            ("trigger", Signal.State.firing), ("TRIGGERED", .firing), ("resolve", .resolved), ("Resolved", .resolved),
            ("RESOLVED", .resolved), ("", .firing),
        ])
    func actions(action: String, state: Signal.State) {
        #expect(read(#"{"name":"Spike","alert_action":"\#(action)"}"#).signals.map(\.state) == [state])
    }

    @Test(
        "The newer Notification Center's case object is read as well",
        arguments: [
            (#""status":"OPEN","state":"ACTIVE""#, Signal.State.firing), (#""status":"ACKNOWLEDGED""#, .acknowledged),
            (#""status":"CLOSED""#, .resolved), (#""status":"OPEN","state":"RESOLVED""#, .resolved),
        ])
    func notificationCenter(status: String, state: Signal.State) {
        let signal = read(
            #"{"case":{"id":"c-9",\#(status),"updatedAt":"2026-11-22T09:29:00Z","owner":"{{ case.owner }}","#
                + #""indicators":{"alerts":[{"name":"Auth Failure Spike","priority":"P1"}]}}}"#
        ).signals.first
        #expect(signal?.state == state)
        #expect(signal?.key == "case:c-9")
        #expect(signal?.title == "Auth Failure Spike")
        #expect(signal?.severity == .critical)
        #expect(signal?.at == moment("2026-11-22T09:29:00Z"))
        #expect(signal?.fields["case"]?["owner"] == nil)
        #expect(signal?.fields["name"] == "Auth Failure Spike")
    }

    private func read(_ body: String) -> DoorReading {
        CoralogixDoor().read(DoorRequest(body: bytes(body), source: "coralogix", receivedAt: received))
    }
}
