@testable import OnRecord
import Pages
import Testing

@Suite("The console's page of alerts")
struct ConsoleAlertsTests {
    private let rule = "6f0a4a52-3c52-4b1e-9a6d-0d6b6f2f7a99"
    private let now = Timestamp(rfc3339: "2026-11-22T10:00:00Z")!

    private func page(_ alerts: [StoredAlert], silences: [Silence] = [], next: Int64? = nil) -> Markup {
        Markup(
            Console.alerts(
                AlertsView(
                    policy: ConsoleFixtures.policy, page: AlertPage(alerts: alerts, next: next), silences: silences,
                    maintenance: [], reasons: ["note": "The scanner is ours."], now: now)
            ).text)
    }

    private func alert(_ group: [String: String] = [:], kind: Alert.Kind = .firing) -> Alert {
        Alert(id: "a1", rule: rule, group: group, count: 1, at: now, kind: kind)
    }

    @Test("an alert says what fired, for whom, and why somebody was woken")
    func paged() {
        let page = page([StoredAlert(alert(["client_ip": "203.0.113.7"]), verdict: .paged, incident: "i20261122-1")])
        #expect(page.complaints.isEmpty)
        for words in ["Secret read from a strange address", "client_ip 203.0.113.7", "Paged: it opened the incident."] {
            #expect(page.text.contains(words), "\(words)")
        }
        #expect(page.all("a").contains { $0.attributes["href"] == "/incidents/i20261122-1" })
        #expect(page.all("form").contains { $0.attributes["action"] == "/alerts/a1/noise" })
    }

    @Test("what a sender wrote into a group is text and never markup")
    func hostileGroup() {
        let page = page([StoredAlert(alert(["user": "<script>alert(1)</script>\" onclick=x"]), verdict: .joined)])
        #expect(page.complaints.isEmpty)
        #expect(page.all("script").isEmpty)
    }

    @Test("a storm is one row that counts; what is evidence can be neither noise nor silenced")
    func stormAndEvidence() {
        var storm = StoredAlert(alert(kind: .flood), verdict: .joined)
        storm.firings = 100_000
        #expect(page([storm]).text.contains("Storm: Secret read from a strange address"))
        #expect(page([storm]).text.contains("100000 times"))
        let evidence = page([StoredAlert(alert(), verdict: .evidence)])
        #expect(
            !evidence.all("form").contains {
                $0.attributes["action"] != "/maintenance" && $0.attributes["action"] != "/logout"
            })
    }

    @Test("silences say until when, by whom and why, and can be lifted")
    func silence() {
        let silence = Silence(
            id: "s7", rule: rule, fingerprint: nil, until: now + .hours(4), reason: "note", by: .operator,
            isNoise: false)
        let page = page([], silences: [silence], next: 41)
        for words in ["until 2026-11-22 14:00:00 UTC", "by operator", "The scanner is ours."] {
            #expect(page.text.lowercased().contains(words.lowercased()), "\(words)")
        }
        #expect(page.all("form").contains { $0.attributes["action"] == "/silences/s7/lift" })
        #expect(page.all("a").contains { $0.attributes["href"] == "/alerts?before=41" })
    }
}
