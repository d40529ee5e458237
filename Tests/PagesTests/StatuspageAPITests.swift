import Foundation
import OnRecord
import Pages
import Testing

@Suite("The state for programs made for Statuspage")
struct StatuspageAPITests {
    private struct Answer: Decodable {
        var page: Page
        var status: Status?
        var components: [Component]?
        var incidents: [Incident]?
        struct Page: Decodable { var id, updated_at: String }
        struct Status: Decodable { var indicator, description: String }
        struct Component: Decodable { var id, name, status: String }
        struct Incident: Decodable {
            var id, status, impact, shortlink: String
            var resolved_at: String?
            var incident_updates: [Update]
            var components: [Component]
        }
        struct Update: Decodable { var id, status, body: String }
    }

    private func answer(_ name: String, _ story: Story) throws -> Answer {
        let text = try #require(story.view().text("/api/v2/\(name).json"))
        return try JSONDecoder().decode(Answer.self, from: Data(text.utf8))
    }

    @Test("with no incident all is operational, and the answer does not change with the time of day")
    func quiet() throws {
        var story = try Story.atHouse()
        let summary = try answer("summary", story)
        #expect(summary.status?.indicator == "none" && summary.components?.map(\.status) == ["operational"])
        #expect(summary.incidents?.isEmpty == true && summary.page.id == "vault.example")
        let before = story.view().text("/api/v2/summary.json")
        try story.pass(.hours(5))
        #expect(story.view().text("/api/v2/summary.json") == before)
    }

    @Test("a service that an open incident names is never called operational, and is again once it is contained")
    func breach() throws {
        var story = try Story.atHouse()
        try story.breach(class: "access")
        let open = try answer("summary", story)
        #expect(open.components?.map(\.status) == ["degraded_performance"] && open.status?.indicator == "major")
        #expect(open.incidents?.map(\.status) == ["investigating"])
        #expect(open.incidents?.first?.id == "2026-11-22-access")
        #expect(open.incidents?.first?.components.map(\.name) == ["Data plane"])
        try story.contain()
        let contained = try answer("summary", story)
        #expect(contained.components?.map(\.status) == ["operational"] && contained.status?.indicator == "none")
        #expect(contained.incidents?.map(\.status) == ["monitoring"])
    }

    @Test(
        "what was measured decides how bad it is",
        arguments: [
            (0.0, "major_outage", "critical"), (0.6, "major_outage", "critical"), (0.2, "partial_outage", "major"),
        ])
    func outage(share: Double, component: String, impact: String) throws {
        var story = try Story.atHouse()
        try story.breach(class: "access")
        try story.take(
            .stateImpact(
                story.last.id, Impact(unavailableFor: .minutes(20), customersShare: share), text: "", by: .operator))
        let summary = try answer("summary", story)
        #expect(summary.components?.map(\.status) == [component] && summary.status?.indicator == impact)
        #expect(summary.incidents?.map(\.impact) == [impact])
    }

    @Test("an incident keeps its id to the end; a correction is one more update, newest first, and none is edited")
    func life() throws {
        var story = try Story.corrected()
        try story.take(.reach(story.last.id, .resolved, at: nil, by: .operator), after: .hours(1))
        #expect(try answer("incidents/unresolved", story).incidents?.isEmpty == true)
        let incident = try #require(try answer("incidents", story).incidents?.first)
        #expect(incident.status == "postmortem" && incident.resolved_at?.hasSuffix("000Z") == true)
        #expect(incident.shortlink == "https://vault.example/trust/incidents/\(incident.id)/")
        #expect(incident.incident_updates.first?.body == "This incident has been resolved.")
        #expect(incident.incident_updates.contains { $0.body.hasPrefix("Correction: ") && $0.status == "monitoring" })
        #expect(Set(incident.incident_updates.map(\.id)).count == incident.incident_updates.count)
    }

    @Test("a post-mortem of an incident that is not over does not make it look closed")
    func notOver() throws {
        let story = try Story.corrected()
        #expect(try answer("incidents/unresolved", story).incidents?.map(\.status) == ["monitoring"])
    }
}
