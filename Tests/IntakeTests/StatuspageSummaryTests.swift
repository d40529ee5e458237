import Intake
import OnRecord
import Sigma
import Testing

@Suite("A supplier's status page")
struct StatuspageSummaryTests {
    private let key = "upstream:k9p2w7x4m1qz:i7h3c9v2b8n1"

    @Test("An open incident is a firing signal with the supplier's link")
    func firing() throws {
        let summary = try read()
        #expect(summary.open == [key])
        try #require(summary.signals.count == 1)
        let signal = summary.signals[0]
        #expect(signal.state == .firing && signal.key == key && signal.severity == .error)
        #expect(signal.title == "Elevated KV write errors")
        #expect(signal.at == moment("2026-11-21T02:16:40Z"))
        #expect(signal.text == "A bad shard map was pushed; we are reverting it.")
        #expect(
            signal.fields == [
                "impact": "major", "status": "identified", "url": "https://status.tidewater.example/i/i7h3c9v2b8n1",
                "page": "Tidewater Cloud", "components": ["KV store"], "started_at": "2026-11-21T01:58:00.000Z",
                "logsource_product": "statuspage",
            ])
    }

    @Test("An incident that is gone, or resolved, is over; another page's is left alone")
    func resolved() throws {
        let before: Set = [key, "upstream:k9p2w7x4m1qz:older", "upstream:other:i1"]
        let summary = try read(open: before)
        #expect(summary.signals.map(\.state) == [.firing, .resolved])
        #expect(summary.signals.map(\.key) == [key, "upstream:k9p2w7x4m1qz:older"])
        #expect(summary.open == [key])
        let over = try read(replacing: "\"identified\"", with: "\"resolved\"", open: [key])
        #expect(over.signals.map(\.state) == [.resolved] && over.open.isEmpty)
    }

    @Test("Only incidents that touch what we depend on count, by id or by name")
    func touching() throws {
        #expect(try read(touching: ["c0kvstore0001"]).open == [key])
        #expect(try read(touching: ["KV store"]).open == [key])
        #expect(try read(touching: ["Anycast DNS"]).open.isEmpty)
    }

    @Test(
        "Severity follows the impact",
        arguments: [("critical", .critical), ("major", .error), ("minor", .warning), ("none", .info)]
            as [(String, Signal.Severity)])
    func severity(impact: String, expected: Signal.Severity) throws {
        let summary = try read(replacing: "\"impact\": \"major\"", with: "\"impact\": \"\(impact)\"")
        #expect(summary.signals.map(\.severity) == [expected])
    }

    @Test("A planned maintenance is no incident, and neither is a page without one")
    func quiet() throws {
        let body = bytes(#"{"page":{"id":"p"},"incidents":[],"scheduled_maintenances":[{"id":"m"}]}"#)
        #expect(try StatuspageSummary.read(body, open: [], receivedAt: fixtureNight).signals.isEmpty)
    }

    @Test(
        "What cannot be read is a problem, not a quiet page", arguments: ["", "<html>", "{}", #"{"page":{"id":"p"}}"#])
    func unreadable(body: String) {
        #expect(throws: StatuspageSummary.Problem.self) {
            try StatuspageSummary.read(bytes(body), open: [key], receivedAt: fixtureNight)
        }
    }

    private func read(
        replacing passage: String = "", with other: String = "", open: Set<String> = [], touching: Set<String>? = nil
    ) throws -> StatuspageSummary {
        var text = String(decoding: try Checkout.fixture("statuspage-upstream-summary.json"), as: UTF8.self)
        if !passage.isEmpty {
            try #require(text.contains(passage))
            text = text.replacing(passage, with: other)
        }
        return try StatuspageSummary.read(bytes(text), open: open, touching: touching, receivedAt: fixtureNight)
    }
}
