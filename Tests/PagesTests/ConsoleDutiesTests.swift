import OnRecord
import Pages
import Testing

@Suite("duties in the incident room")
struct ConsoleDutiesTests {
    private func room(_ story: ConsoleStory) -> String {
        Console.room(
            RoomView(
                policy: story.policy, incident: story.incident, documents: story.documents, alerts: story.alerts,
                counts: [:], publicSite: "http://public.example:8080", now: story.now)
        ).text
    }

    private func section(_ id: String, _ story: ConsoleStory) throws -> Substring {
        try #require(room(story).section(id))
    }

    @Test("a confirmed incident that touches personal data asks for the assessment before the reports")
    func assessmentIsAsked() throws {
        var story = try ConsoleStory.breach()
        try story.take(.reach(story.incident.id, .contained, at: nil, by: .operator), after: .minutes(1))
        let next = try section("next", story)
        #expect(next.contains("Next: Assess the breach"))
        #expect(next.contains("href=\"/incidents/i20261122-1/assessment\""))
        #expect(try section("duties", story).contains("Undecided"))
    }

    @Test("an owed duty shows what is left as words and as a bar, and leads to its filing")
    func running() throws {
        var story = try ConsoleStory.breach()
        try story.assess(BreachFixtures.assessment())
        let duties = try section("duties", story)
        #expect(duties.contains("2 days 23 h left"))
        #expect(duties.contains("<meter class=\"use\""))
        #expect(duties.contains("href=\"/incidents/i20261122-1/filings?duty=eu-gdpr-33-1\">File it</a>"))
        #expect(try !section("clocks", story).contains("Notification to the data protection authority"))
    }

    @Test("a filing that is due is the next act")
    func filingIsNext() throws {
        var story = try ConsoleStory.breach()
        try story.take(.reach(story.incident.id, .contained, at: nil, by: .operator), after: .minutes(1))
        try story.assess(BreachFixtures.assessment())
        try story.take(.reach(story.incident.id, .forensicsCompleted, at: nil, by: .operator), after: .hours(2))
        let next = try section("next", story)
        #expect(next.contains("Next: File: Notification to the data protection authority"))
        #expect(
            next.contains(
                "class=\"button primary\" id=\"primary\" href=\"/incidents/i20261122-1/filings?duty=eu-gdpr-33-1\""))
    }

    @Test("an overdue duty says so in words, asks for the reasons for delay, and stays the next act")
    func overdue() throws {
        var story = try ConsoleStory.breach()
        try story.assess(BreachFixtures.assessment())
        try story.take(.tick, after: .hours(73))
        let duties = try section("duties", story)
        #expect(duties.contains("1 duty is late, and still owed"))
        #expect(duties.contains("overdue by"))
        #expect(duties.contains("It is still owed. File it, and give the reasons for the delay."))
        #expect(try section("next", story).contains("Next: File: Notification to the data protection authority"))
        #expect(story.filingsPage("eu-gdpr-33-1").contains("name=\"reasons_for_delay\" rows=\"3\" required"))
    }

    @Test("a duty due soon does not wait for the confirm button, because its clock does not")
    func unconfirmed() throws {
        var story = ConsoleStory(BreachFixtures.policy)
        try story.take(.declare(eventClass: "breach", severity: nil, title: "", by: .operator))
        let id = story.incident.id
        try story.take(.acknowledge(id, by: .operator))
        try story.take(.reach(id, .aware, at: nil, by: .operator))
        try story.assess(BreachFixtures.assessment())
        #expect(try section("next", story).contains("Set the scope"))
        story.now = story.now + .hours(61)
        #expect(try section("next", story).contains("File: Notification to the data protection authority"))
    }

    @Test("a clock that waits for a judgement offers to state it, for now or for an earlier moment")
    func waiting() throws {
        let duties = try section("duties", .breach())
        #expect(duties.contains("name=\"milestone\" value=\"materiality_determined\""))
        #expect(duties.contains("We find it material to investors"))
        #expect(duties.contains("Not owed so far"))
    }

    @Test("a fulfilled duty says when; one by the latest answers not owed says why")
    func settled() throws {
        var story = try ConsoleStory.breach()
        try story.assess(BreachFixtures.assessment())
        try story.file(FilingStatement(duty: "eu-gdpr-33-1", text: "As known."), after: .hours(1))
        let duties = try section("duties", story)
        #expect(duties.contains("Fulfilled at 2026-11-22 04:20:05 UTC"))
        #expect(duties.contains("we are not the processor"))
    }

    @Test(
        "confirming asks since when we are aware; the first evidence stands in the field, and a stated moment instead of it"
    )
    func awareness() throws {
        var story = ConsoleStory(BreachFixtures.policy)
        try story.take(.declare(eventClass: "breach", severity: nil, title: "", by: .operator))
        let id = story.incident.id
        try story.take(.acknowledge(id, by: .operator), after: .minutes(1))
        let scope = ScopeSelection(customers: [], tokens: [], data: [], services: [])
        try story.take(.setScope(id, scope, by: .operator), after: .minutes(1))
        #expect(try section("next", story).contains("value=\"2026-11-22T03:12:05Z\""))
        try story.take(.reach(id, .aware, at: story.now, by: .operator), after: .zero)
        #expect(try section("next", story).contains("Aware since 2026-11-22 03:14:05 UTC"))
        #expect(try !section("next", story).contains("name=\"aware_at\""))
    }

    @Test("a closed incident with an owed duty is called to mind on the first page")
    func closedAndOwed() throws {
        var story = try ConsoleStory.breach()
        try story.assess(BreachFixtures.assessment())
        try story.take(.reach(story.incident.id, .resolved, at: nil, by: .operator))
        try story.take(.reach(story.incident.id, .closed, at: nil, by: .operator))
        let home = Console.home(
            ConsoleView(policy: story.policy, state: story.state, publicSite: "", catcherRuns: false, now: story.now)
        ).text
        #expect(home.contains("still owed"))
    }

    @Test("the room nests in every state of a breach")
    func markup() throws {
        var story = try ConsoleStory.breach()
        #expect(Markup(room(story).withoutScript).complaints == [])
        try story.assess(BreachFixtures.assessment())
        #expect(Markup(room(story).withoutScript).complaints == [])
        try story.take(.tick, after: .hours(80))
        #expect(Markup(room(story).withoutScript).complaints == [])
    }
}
