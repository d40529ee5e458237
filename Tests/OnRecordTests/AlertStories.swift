@testable import OnRecord
import Testing

@Suite("Alerts")
struct AlertStories {
    @Test("An alert opens an incident with a room, and wakes Ada")
    func opens() throws {
        let story = try Story()
        let decision = try story.alert()
        #expect(story.id == Cast.firstIncident)
        #expect(story.incident.eventClass == "breach")
        #expect(story.incident.severity == "SEV-1")
        #expect(decision.milestones == [.detected, .roomOpened])
        #expect(story.incident.milestones == [.detected: Cast.start, .roomOpened: Cast.start])
        #expect(decision.tasks == [.page(responder: "ada", round: 1)])
        #expect(decision.effects.map(\.id) == ["\(Cast.firstIncident).page.1.ada"])
    }

    @Test("A second alert of the same rule joins the incident and wakes nobody")
    func joins() throws {
        let story = try Story()
        try story.alert("a1")
        let decision = try story.alert("a2", after: .seconds(30))
        #expect(decision.effects.isEmpty)
        #expect(story.state.incidentOrder == [Cast.firstIncident])
        #expect(story.incident.alerts == ["a1", "a2"])
        #expect(try story.store.alerts(of: story.id, limit: .max).map(\.id) == ["a1", "a2"])
    }

    @Test("An alert seen before changes nothing, so a replay after a crash is harmless")
    func replayed() throws {
        let story = try Story()
        try story.alert("a1")
        let before = story.state
        let decision = try story.alert("a1", after: .hours(1))
        #expect(!decision.facts.contains { $0.by == .rule("stolen-token") })
        #expect(story.incident.alerts == before.incidents[story.id]?.alerts)
        try story.alert("a1")
        #expect(try story.alert("a1").isEmpty)
    }

    @Test("What was taken in stays taken in when it is over: the place in the stream says so")
    func replayedWhenOver() throws {
        let story = try Story()
        var alert = Cast.alert("a1")
        alert.position = StreamPosition(batch: 7, index: 2)
        try story.take(.alerts([.opened(alert)]))
        try story.take(.alerts([.ended("a1", .quiet, at: story.now)]))
        let before = story.state
        #expect(story.state.alerts.open.isEmpty)
        try story.take(.alerts([.opened(alert), .ended("a1", .quiet, at: story.now)]))
        #expect(story.state == before)
        alert.id = "a2"
        alert.position = StreamPosition(batch: 7, index: 2, firing: 1)
        try story.take(.alerts([.opened(alert)]))
        #expect(story.incident.alerts == ["a1", "a2"])
    }

    @Test("What time alone brought and ended does not come back either; a thousand such ends are remembered")
    func replayedWithoutPlace() throws {
        let story = try Story()
        try story.alert("a1")
        try story.take(.alerts([.ended("a1", .resolved, at: story.now)]))
        let before = story.state
        try story.alert("a1")
        #expect(story.state == before)
        for number in 2...1100 {
            let id = "a\(number)"
            try story.take(.alerts([.opened(Cast.alert(id)), .ended(id, .resolved, at: story.now)]))
        }
        #expect(story.state.alerts.endedByTime.count == AlertState.endedByTimeMax)
        #expect(story.state.alerts.endedByTime.last == "a1100")
    }

    @Test("Every page names the step of the playbook, its round and the alert; every alert why it paged or did not")
    func causes() throws {
        let story = try Story()
        try story.alert("a1")
        try story.alert("a2", after: .minutes(1))
        try story.wait(.minutes(5))
        let first = PageCause(
            effect: "\(story.id).page.1.ada", responder: "ada", round: 1, at: Cast.start, step: "detected do page",
            alert: "a1")
        #expect(story.incident.pages.first == first)
        #expect(story.incident.pages.map(\.step) == [first.step, "detected after 300000 unless acknowledged do page"])
        #expect(story.incident.pages.map(\.alert) == ["a1", "a1"])
        #expect(try story.store.alert("a1")?.verdict.text == "Paged: it opened the incident.")
        #expect(try story.store.alert("a2")?.verdict.text == "Not paged: the incident was open already.")
    }

    @Test("An alert that opens an incident says so when the playbook pages nobody at once")
    func opensQuietly() throws {
        let policy = try Cast.policy(replacing: "  - {on: detected, do: [page]}\n", with: "")
        let story = try Story(policy)
        try story.alert("a1")
        #expect(try story.store.alert("a1")?.verdict == .opened)
    }

    @Test("Once the incident is resolved, the rule's next alert opens another")
    func opensAnother() throws {
        let story = try Story()
        try story.alert("a1")
        try story.acknowledge()
        try story.reach(.resolved)
        let decision = try story.alert("a2")
        #expect(story.state.incidentOrder == ["i20261122-1", "i20261122-2"])
        #expect(decision.tasks == [.page(responder: "ada", round: 1)])
    }

    @Test("A rule that opens nothing leaves its alert as evidence")
    func evidenceOnly() throws {
        let story = try Story()
        let decision = try story.alert(rule: "odd-line")
        #expect(story.state.incidentOrder.isEmpty)
        #expect(decision.effects.isEmpty)
        #expect(decision.facts.isEmpty, "outsiders must not make the journal grow")
        #expect(decision.alerts.map(\.incident) == [nil])
    }

    @Test("An alert of a rule that the policy in force no longer has is passed over")
    func unknownRule() throws {
        #expect(try Story().alert(rule: "retired").isEmpty)
    }

    @Test("A person opens one too; what they wrote is kept beside the journal")
    func declared() throws {
        let story = try Story()
        let decision = try story.take(
            .declare(eventClass: "downtime", severity: "SEV-1", title: "  Nothing answers ", by: Cast.ada))
        #expect(story.incident.severity == "SEV-1")
        #expect(story.incident.title == "Downtime")
        #expect(decision.documents.map(\.text) == ["Nothing answers"])
        #expect(decision.tasks == [.page(responder: "ada", round: 1)])
    }

    @Test("Classes and severities the policy does not have are refused with those it has")
    func unknownWords() throws {
        let story = try Story()
        let noClass = story.refusal(.declare(eventClass: "fire", severity: nil, title: "", by: .operator))
        #expect(
            noClass?.description
                == "The class is “fire”; expected one of breach, downtime, degraded. Use one of these.")
        let noSeverity = story.refusal(.declare(eventClass: "breach", severity: "P1", title: "", by: .operator))
        #expect(noSeverity?.description == "The severity is “P1”; expected one of SEV-1, SEV-2. Use one of these.")
    }
}
