import Intake
import OnRecord
import Sigma
import Testing

@Suite("Probes from outside")
struct UptimeDoorTests {
    @Test("Uptime Kuma's message is the same in a body, a form and an address")
    func transports() {
        let json =
            #"{"heartbeat":{"status":1,"time":"2026-11-22 09:29:00"},"monitor":{"id":3,"name":"API +1"},"msg":"Up"}"#
        let encoded = json.map { "%" + String($0.asciiValue ?? 0, radix: 16) }.joined()
        let part = "--xyz\r\nContent-Disposition: form-data; name=\"data\"\r\n\r\n\(json)\r\n--xyz--\r\n"
        let readings = [
            kuma(json, "application/json"), kuma("a=b&data=\(encoded)", "application/x-www-form-urlencoded"),
            kuma(part, "multipart/form-data; boundary=xyz"),
            kuma(query: [("data", json)]),
            kuma(query: [
                ("msg", "Up"), ("heartbeat", #"{"status":1,"time":"2026-11-22 09:29:00"}"#),
                ("monitor", #"{"id":3,"name":"API +1"}"#),
            ]),
        ]
        for reading in readings {
            #expect(reading.signals.map(\.key) == ["uptime-kuma:3"])
            #expect(reading.signals.map(\.state) == [.resolved])
            #expect(reading.signals.map(\.title) == ["API +1"])
            #expect(reading.signals.map(\.at) == [moment("2026-11-22T09:29:00Z")])
        }
    }

    @Test("What an address says and nobody can read is kept")
    func badAddress() {
        let signals = kuma(query: [("msg", "Down"), ("monitor", "{")]).signals
        #expect(signals.map(\.state) == [.unparsed])
        #expect(signals.map(\.text) == ["msg=Down&monitor={"])
    }

    @Test("Uptime Kuma's maintenance is no outage, its test nothing, and a certificate that runs out fires")
    func notes() {
        let maintenance = kuma(#"{"heartbeat":{"status":3},"monitor":{"id":3,"name":"API"},"msg":"m"}"#, nil)
        #expect(maintenance.signals.map(\.state) == [.change])
        let test = kuma(#"{"heartbeat":null,"monitor":null,"msg":"[API] Testing"}"#, nil)
        #expect(test.signals.map(\.state) == [.change])
        #expect(test.answer.status == 200)
        let note = "[API][https://api.example] server certificate api.example will expire in 7 days"
        let certificate = kuma(#"{"heartbeat":null,"monitor":null,"msg":"\#(note)"}"#, nil)
        #expect(certificate.signals.map(\.state) == [.firing])
        #expect(certificate.signals.map(\.severity) == [.warning])
    }

    @Test(
        "A form that holds no message is kept as it came",
        arguments: [
            "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=zzz",
            "application/x-www-form-urlencoded",
        ])
    func badForms(type: String) {
        #expect(kuma("--zzz\r\nname=\"data\"", type).signals.map(\.state) == [.unparsed])
    }

    @Test("UptimeRobot's variables that were not filled in count as absent")
    func unfilled() {
        let body =
            "monitorID=7&monitorFriendlyName=*monitorFriendlyName*&monitorURL=https%3A%2F%2Fa.example&alertType=1"
        let signal = robot(body).signals.first
        #expect(signal?.title == "https://a.example")
        #expect(signal?.key == "uptimerobot:7")
        #expect(signal?.at == received)
        #expect(signal?.fields["monitorFriendlyName"] == nil)
    }

    @Test("A certificate that runs out is not ended by the monitor's next “up”")
    func expiry() {
        let signals = ["3", "2"].flatMap { robot("monitorID=7&monitorFriendlyName=API&alertType=\($0)").signals }
        #expect(signals.map(\.key) == ["uptimerobot:7:expiry", "uptimerobot:7"])
        #expect(signals.map(\.state) == [.firing, .resolved])
    }

    @Test("Without variables an address tells nothing, and what it had is kept")
    func nothing() {
        let query = [(name: "monitorID", value: "*monitorID*"), (name: "alertType", value: "9")]
        let request = DoorRequest(method: "GET", query: query, source: "robot", receivedAt: received)
        #expect(UptimeRobotDoor().read(request).signals.map(\.text) == ["monitorID=*monitorID*&alertType=9"])
    }

    private func kuma(query: [(name: String, value: String)]) -> DoorReading {
        UptimeKumaDoor().read(DoorRequest(method: "GET", query: query, source: "kuma", receivedAt: received))
    }

    private func kuma(_ body: String, _ type: String?) -> DoorReading {
        var request = DoorRequest(body: bytes(body), source: "kuma", receivedAt: received)
        request.headers["content-type"] = type
        return UptimeKumaDoor().read(request)
    }

    private func robot(_ form: String) -> DoorReading {
        UptimeRobotDoor().read(
            DoorRequest(
                headers: ["content-type": "application/x-www-form-urlencoded"], body: bytes(form), source: "robot",
                receivedAt: received))
    }
}
