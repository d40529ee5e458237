import Intake
import OnRecord
import Sigma
import Testing

@Suite("Cloudflare's notifications")
struct CloudflareDoorTests {
    @Test(
        "The event tells whether it begins or ends",
        arguments: [
            (
                #""alert_event":"ALERT_STATE_EVENT_START","alert_correlation_id":"c""#, Signal.State.firing,
                "cloudflare:c"
            ),
            (#""alert_event":"ALERT_STATE_EVENT_END","alert_correlation_id":"c""#, .resolved, "cloudflare:c"),
            (#""alert_type":"universal_ssl_event_type","policy_id":"p""#, .firing, "cloudflare:policy:p"),
        ])
    func states(members: String, state: Signal.State, key: String) {
        let signals = read(#"{"name":"n","text":"t",\#(members)}"#).signals
        #expect(signals.map(\.state) == [state])
        #expect(signals.map(\.key) == [key])
        #expect(signals.map(\.at) == [received])
    }

    @Test("The call that tests a new destination is taken and pages nobody")
    func test() {
        let reading = read(#"{"text":"Hello World! This is a test message."}"#)
        #expect(reading.answer.status == 200)
        #expect(reading.signals.map(\.state) == [.change])
        #expect(reading.signals.map(\.key) == [nil])
    }

    private func read(_ body: String) -> DoorReading {
        CloudflareDoor().read(DoorRequest(body: bytes(body), source: "cf", receivedAt: received))
    }
}
