import OnRecord
import Pages
import Testing

@Suite("the incident room")
struct ConsoleRoomTests {
    private func room(_ story: ConsoleStory, refused: RefusedForm? = nil) -> String {
        let suggestions = ScopeSuggestion(customers: ["c1", "c2"], tokens: ["t1"])
        let view = RoomView(
            policy: story.policy, incident: story.incident, documents: story.documents, alerts: story.alerts,
            counts: [:],
            suggestions: suggestions, refused: refused, publicSite: "http://public.example:8080", now: story.now)
        return Console.room(view).text
    }

    /// The section with the one next act.
    private func next(_ story: ConsoleStory) throws -> Substring { try #require(room(story).section("next")) }

    @Test("an incident nobody has answered asks to be acknowledged, and shows the clock that stops with it")
    func acknowledgeIsFirst() throws {
        let section = try next(.detected())
        #expect(section.contains("action=\"/incidents/i20261122-1/acknowledgement\""))
        #expect(section.contains("5 min left"))
        #expect(section.contains("We acknowledge within 5 minutes."))
    }

    @Test("the scope comes next, filled with what the alerts suggest")
    func scopeIsSecond() throws {
        let section = try next(.acknowledged())
        #expect(section.contains("action=\"/incidents/i20261122-1/scope\""))
        #expect(section.contains(">c1\nc2</textarea>"))
        #expect(section.contains(">t1</textarea>"))
        #expect(section.contains("name=\"data\" value=\"tokens\" checked"))
    }

    @Test("before confirming, the form says what will be revoked and who will be mailed, and that it is final")
    func confirmationStatesItsCounts() throws {
        let section = try next(.scoped())
        #expect(section.contains("action=\"/incidents/i20261122-1/confirmation\""))
        #expect(
            section.contains(
                "2 tokens will be revoked and 3 customers mailed, in one transaction; this cannot be undone."))
        #expect(section.contains("A public page gets its address, for the life of the site."))
        #expect(section.contains("1 clock starts: customers notified within 15 minutes of confirmed."))
    }

    @Test("confirming without tokens in the scope's data promises no revocation")
    func confirmationOfNothing() throws {
        var story = try ConsoleStory.acknowledged()
        let scope = ScopeSelection(customers: ["c1"], tokens: ["t1"], data: [.logs], services: [])
        try story.take(.setScope(story.incident.id, scope, by: .operator))
        #expect(try next(story).contains("Nothing will be revoked and nobody mailed by itself. This cannot be undone."))
    }

    @Test("a confirmed incident asks for the step its promises speak of, then for the word that it is contained")
    func containmentIsThird() throws {
        var story = try ConsoleStory.confirmed()
        #expect(try next(story).contains("name=\"action\" value=\"rollback\""))
        try story.take(.act(story.incident.id, action: "rollback", by: .operator), after: .minutes(1))
        #expect(try next(story).contains("name=\"milestone\" value=\"contained\""))
        #expect(try next(story).contains("“Roll back” has been running since 03:16:05 UTC"))
    }

    @Test("a containment step that failed is offered again")
    func failedStepIsOfferedAgain() throws {
        var story = try ConsoleStory.confirmed()
        try story.take(.act(story.incident.id, action: "rollback", by: .operator))
        try story.settle { if case .act = $0 { Outcome(done: 0, failed: 1, detail: "502") } else { nil } }
        #expect(try next(story).contains("name=\"action\" value=\"rollback\""))
    }

    @Test("after containment, what is due first comes first: the review, then the post-mortem")
    func aftermathFollowsTheClocks() throws {
        var story = try ConsoleStory.contained()
        #expect(try next(story).contains("value=\"forensics_completed\""))
        try story.take(.reach(story.incident.id, .forensicsCompleted, at: nil, by: .operator), after: .hours(1))
        let section = try next(story)
        #expect(section.contains("action=\"/incidents/i20261122-1/postmortem\""))
        #expect(section.contains("Still missing: What happened and Why it happened."))
        #expect(section.contains("name=\"what\"") && section.contains("name=\"why\""))
        #expect(section.contains("Detected") && section.contains("2026-11-22 03:12:05 UTC"))
    }

    @Test("with every promise settled it asks to be resolved, then closed, then for nothing more")
    func lastActs() throws {
        var story = try ConsoleStory.published()
        #expect(try next(story).contains("value=\"resolved\""))
        try story.take(.reach(story.incident.id, .resolved, at: nil, by: .operator))
        #expect(try next(story).contains("value=\"closed\""))
        try story.take(.reach(story.incident.id, .closed, at: nil, by: .operator))
        #expect(try next(story).contains("Nothing is left to do"))
        #expect(try !next(story).contains("<button"))
    }

    @Test("a class published above a threshold asks for the measured impact before it asks to confirm")
    func thresholdAsksForImpact() throws {
        var story = ConsoleStory(ConsoleFixtures.policy)
        try story.take(.declare(eventClass: "downtime", severity: nil, title: "", by: .operator))
        try story.take(.acknowledge(story.incident.id, by: .operator))
        let scope = ScopeSelection(customers: [], tokens: [], data: [], services: ["proxy"])
        try story.take(.setScope(story.incident.id, scope, by: .operator))
        #expect(try next(story).contains("action=\"/incidents/i20261122-1/impact\""))
        try story.take(.stateImpact(story.incident.id, Impact(unavailableFor: .minutes(2)), by: .operator))
        #expect(try next(story).contains("No public page yet: that takes more than 5 min unavailable."))
    }

    @Test(
        "a page in every state has exactly one primary button, and none once nothing is left to do",
        arguments: [
            ConsoleStory.detected, ConsoleStory.acknowledged, ConsoleStory.scoped, ConsoleStory.confirmed,
            ConsoleStory.contained, ConsoleStory.published,
        ])
    func onePrimaryButton(_ story: @Sendable () throws -> ConsoleStory) throws {
        #expect(try room(story()).components(of: "class=\"primary\"") == 1)
    }

    @Test("what was typed into a refused post-mortem stands in its form again, and only the missing part is named")
    func nothingTypedIsLost() throws {
        let refused = RefusedForm(
            form: "postmortem", fields: ["what": ["A <b>token</b> was stolen."], "why": [" "]],
            reason: "The post-mortem lacks “Why it happened”.")
        let page = try room(.contained(), refused: refused)
        #expect(page.contains("role=\"alert\""))
        #expect(page.contains("The post-mortem lacks “Why it happened”."))
        #expect(page.contains(">A &lt;b&gt;token&lt;/b&gt; was stolen.</textarea>"))
        #expect(page.contains("Still missing: Why it happened."))
        #expect(page.contains("<details id=\"act-postmortem\" open>"))
        // The script leaves this form alone when the page is renewed.
        #expect(page.contains("action=\"/incidents/i20261122-1/postmortem\" data-kept>"))
    }

    @Test("running clocks stand in the order of their due times, with what is left")
    func clocksByUrgency() throws {
        let clocks = try #require(room(.detected()).section("clocks"))
        let first = try #require(clocks.firstRange(of: "We acknowledge within 5 minutes."))
        let second = try #require(clocks.firstRange(of: "We contain within 1 hour."))
        #expect(first.lowerBound < second.lowerBound)
        #expect(clocks.contains("1 h left"))
    }

    @Test("a clock past its time says by how much, until the promise is judged")
    func overdueClock() throws {
        var story = try ConsoleStory.detected()
        story.now = story.now + .seconds(340)
        #expect(try next(story).contains("overdue by 40 s"))
    }

    @Test("a notice shows as queued until its audience is known, then how far it is")
    func progress() throws {
        let story = try ConsoleStory.confirmed()
        let notice = try #require(story.effects.first { if case .notifyCustomers = $0.task { true } else { false } }).id
        #expect(try #require(room(story).section("work")).contains("Mail to the affected customers is queued."))
        let view = RoomView(
            policy: story.policy, incident: story.incident, documents: [:], alerts: [],
            counts: [notice: DeliveryCounts(pending: 1, done: 2, failed: 0)], publicSite: "", now: story.now)
        let section = try #require(Console.room(view).text.section("work"))
        #expect(section.contains("2 of 3 customers mailed"))
        #expect(section.contains("<progress max=\"3\" value=\"2\""))
    }

    @Test("the page links to what the public can read, on the public site")
    func publicLinks() throws {
        let section = try #require(room(.published()).section("public"))
        #expect(section.contains("href=\"http://public.example:8080/trust/incidents/2026-11-22-breach/\""))
        #expect(section.contains("Post-mortem published."))
    }

    @Test("hostile titles, notes and alert groups stay text")
    func hostileText() throws {
        var story = try ConsoleStory.detected()
        let hostile = "<img src=x onerror=alert(1)>\"'"
        try story.take(.write(story.incident.id, .note, parts: ["text": hostile], followUps: [], by: .operator))
        story.alerts[0].group = ["agent": hostile]
        var page = room(story)
        #expect(page.components(of: "&lt;img src=x onerror=alert(1)&gt;&quot;&#39;") == 2)
        #expect(!page.contains("<img"))
        var declared = ConsoleStory(ConsoleFixtures.policy)
        try declared.take(.declare(eventClass: "breach", severity: nil, title: hostile, by: .operator))
        page = room(declared)
        #expect(!page.contains("<img"))
    }
}

extension String {
    /// A page's section with an id, markup included.
    func section(_ id: String) -> Substring? {
        guard let start = firstRange(of: "<section id=\"\(id)\""),
            let end = self[start.upperBound...].firstRange(of: "</section>")
        else { return nil }
        return self[start.lowerBound..<end.upperBound]
    }

    func components(of part: String) -> Int { ranges(of: part).count }
}
