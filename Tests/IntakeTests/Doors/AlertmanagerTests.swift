import Intake
import OnRecord
import Sigma
import Testing

@Suite("Alertmanager's webhook")
struct AlertmanagerTests {
    @Test("A group becomes one signal for each of its alerts, each in its own state and at its own time")
    func group() throws {
        let batch = try read(fixture())
        #expect(batch.source == "alertmanager")
        #expect(batch.signals.map(\.state) == [.firing, .resolved])
        #expect(batch.signals.map(\.at) == [moment("2026-11-21T02:14:10.118Z"), moment("2026-11-21T02:15:25.118Z")])
    }

    @Test("Labels are fields under their own names; the rest keeps Alertmanager's")
    func fields() throws {
        let fields = try read(fixture()).signals[0].fields
        #expect(fields["alertname"] == "EdgeProxy5xxBudgetBurn")
        #expect(fields["region"] == "weur")
        #expect(fields["fingerprint"] == "9d41c07fe2ab6630")
        #expect(fields["group_key"] == #"{}/{severity="critical"}:{alertname="EdgeProxy5xxBudgetBurn"}"#)
        #expect(fields["annotations"]?["summary"] == "Edge proxy answers 5xx to 4.1 % of requests")
        #expect(fields["logsource_product"] == "alertmanager")
    }

    @Test("A time may be of any zone, and the year 1 means that none was set")
    func yearOne() throws {
        let unset = try fixture(replacing: "2026-11-21T02:15:25.118Z", with: "0001-01-01T00:00:00Z")
        #expect(read(unset).signals[1].at == received)
        let elsewhere = try fixture(replacing: "2026-11-21T02:15:25.118Z", with: "2026-11-21T03:15:25.118+01:00")
        #expect(read(elsewhere).signals[1].at == moment("2026-11-21T02:15:25.118Z"))
        let neverStarted = try fixture(replacing: "2026-11-21T02:14:10.118Z", with: "0001-01-01T00:00:00Z")
        #expect(read(neverStarted).signals[0].at == received)
    }

    @Test("A time that lies more than five minutes ahead, or is none, gives way to the moment of receipt")
    func future() throws {
        let soon = try fixture(replacing: "2026-11-21T02:15:25.118Z", with: "2026-11-22T09:35:00Z")
        #expect(read(soon).signals[1].at == moment("2026-11-22T09:35:00Z"))
        for time in ["2026-11-22T09:35:00.001Z", "soon"] {
            #expect(try read(fixture(replacing: "2026-11-21T02:15:25.118Z", with: time)).signals[1].at == received)
        }
    }

    @Test("A label cannot pass itself off as a field of ours")
    func disguise() throws {
        let label = #"""
            "region": "weur", "signal": "resolved", "signal.state": "resolved",
            "logsource_product": "vault", "logsource_service": "vault", "group_key": "x", "annotations": "x"
            """#
        let batch = try read(fixture(replacing: #""region": "weur""#, with: label))
        let fields = batch.signals[0].event(from: batch.source).fields
        #expect(fields["signal"]?["state"] == "firing")
        #expect(fields["logsource_product"] == "alertmanager")
        #expect(fields["signal.state"] == nil)
        #expect(fields["logsource_service"] == nil)
        #expect(fields["group_key"]?.string?.hasPrefix("{}/") == true)
        #expect(fields["annotations"]?["summary"] == "Edge proxy answers 5xx to 4.1 % of requests")
    }

    @Test("A rule finds an alert by its labels")
    func rule() throws {
        let (rules, problems) = RuleSet.load([
            RuleSource(
                path: "r.yml",
                text: """
                    title: Captures fail
                    id: captures
                    logsource: {product: alertmanager}
                    detection:
                      selection: {alertname: EdgeProxy5xxBudgetBurn, signal.state: firing}
                      condition: selection
                    """)
        ])
        try #require(problems.isEmpty)
        var detector = Detector(rules: rules)
        #expect(try read(fixture()).signals.map { detector.observe($0.event(from: "test")).count } == [1, 0])
    }

    @Test(
        "What cannot be read is kept whole, for Alertmanager would not send it again",
        arguments: ["", "<html>", "{\"alerts\":", "{}", "{\"alerts\":{}}", "[]"])
    func garbage(body: String) {
        let signals = read(bytes(body)).signals
        #expect(signals.map(\.state) == [.unparsed])
        #expect(signals.map(\.at) == [received])
        #expect(signals.map(\.text) == [body])
        #expect(signals.map(\.severity) == [.unknown])
    }

    @Test("Bytes that are no text are kept as far as they can be read")
    func binary() {
        #expect(read([0xff, 0x00, 0x41]).signals.map(\.text) == ["\u{fffd}\u{0}A"])
    }

    @Test("A group without alerts is nothing")
    func empty() {
        #expect(read(bytes("{\"alerts\":[]}")).signals.isEmpty)
    }

    @Test("An alert without fingerprint is known by its labels")
    func key() throws {
        #expect(try read(fixture()).signals[0].key == "9d41c07fe2ab6630")
        let nameless = try fixture(replacing: "9d41c07fe2ab6630", with: "")
        let key = try #require(read(nameless).signals[0].key)
        #expect(key.hasPrefix("labels:alertname=EdgeProxy5xxBudgetBurn,"))
    }

    private func read(_ body: [UInt8]) -> SignalBatch {
        let request = DoorRequest(body: body, source: "alertmanager", receivedAt: received)
        let signals = AlertmanagerDoor().read(request).signals
        return SignalBatch(source: "alertmanager", receivedAt: received, signals: signals)
    }

    private func fixture(replacing passage: String = "", with other: String = "") throws -> [UInt8] {
        let text = try Checkout.text("Tests/Fixtures/in/alertmanager-webhook-v4.json")
        guard !passage.isEmpty else { return bytes(text) }
        try #require(text.contains(passage))
        return bytes(text.replacing(passage, with: other))
    }
}
