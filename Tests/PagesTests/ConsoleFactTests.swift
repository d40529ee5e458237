import OnRecord
import Pages
import Testing

@Suite("facts in words")
struct ConsoleFactTests {
    /// Facts of a whole life, of an outside report and of what goes wrong.
    private func allFacts() throws -> [Fact] {
        var story = try ConsoleStory.published()
        let id = story.incident.id
        var facts: [Fact] = []
        try story.take(.stateImpact(id, Impact(unavailableFor: .minutes(12), customersShare: 0.045), by: .operator))
        try story.take(.stateRisk(id, .unlikely, by: .operator))
        try story.take(.write(id, .update, parts: ["text": "x"], followUps: [], by: .operator))
        try story.take(.write(id, .correction, parts: ["text": "x"], followUps: [], by: .operator))
        try story.take(.write(id, .note, parts: ["text": "x"], followUps: [], by: .operator))
        try story.take(.receiveReport(text: "Is it you?"))
        try story.take(.answerReport(story.state.allReports[0].id, .tracking, text: "Yes.", by: .operator))
        var late = try ConsoleStory.detected()
        try late.take(.waive(promise: "contain", late.incident.id, reason: "A drill.", by: .operator))
        try late.settle { _ in Outcome(done: 0, failed: 1, detail: "550") }
        try late.take(.tick, after: .minutes(6))
        facts += story.incident.facts + story.state.allReports[0].facts + late.incident.facts
        return try facts + factsAboutAlerts()
    }

    /// Alerts that are held back, taken on, over; and what people do so that they can sleep.
    private func factsAboutAlerts() throws -> [Fact] {
        let rule = "6f0a4a52-3c52-4b1e-9a6d-0d6b6f2f7a99"
        var story = try ConsoleStory.detected()
        let until = story.now + .hours(1)
        try story.take(.alerts([.acknowledged("a1", at: story.now), .ended("a1", .quiet, at: story.now)]))
        try story.take(.silence(rule: rule, groupOf: nil, until: until, reason: "We move.", by: .operator))
        try story.take(.alerts([.opened(story.alert(rule, group: [:]))]))
        try story.take(.liftSilence(try #require(story.state.alerts.silences.keys.first), by: .operator))
        try story.take(
            .planMaintenance(
                from: nil, until: until, rules: [rule], classes: [], reason: "We move.", by: .operator))
        try story.take(.cancelMaintenance(try #require(story.state.alerts.maintenance.keys.first), by: .operator))
        try story.take(.markNoise("a1", by: .operator))
        var flood = story.alert(rule, group: [:])
        (flood.kind, flood.fingerprint) = (.flood, "flood")
        try story.take(.alerts([.opened(flood)]))
        return story.state.allIncidents.flatMap(\.facts)
            + story.houseFacts.filter { if case .policyAdopted = $0.what { false } else { true } }
    }

    @Test("every kind of fact has a sentence without a word of the code")
    func everyFactHasWords() throws {
        let facts = try allFacts()
        for fact in facts {
            let sentence = FactText.sentence(fact, policy: ConsoleFixtures.policy)
            #expect(!sentence.isEmpty && sentence.first?.isLowercase == false, "\(fact.what)")
            #expect(!sentence.contains("_") && !sentence.contains("Optional") && !sentence.contains("("), "\(sentence)")
        }
        // Every case but `policyAdopted` is among them.
        #expect(Set(facts.map { "\($0.what)".prefix { $0 != "(" } }).count == 25)
    }

    @Test("a policy's adoption is told by the beginning of its version")
    func policyAdopted() throws {
        let policy = ConsoleFixtures.policy
        let facts = try Engine.step(State(), .adoptPolicy, policy: policy, at: Timestamp(milliseconds: 0)).facts
        #expect(
            facts.map { FactText.sentence($0, policy: policy) } == [
                "Policy version \(policy.version.prefix(12)) is in force."
            ])
    }

    @Test(
        "counts, titles and times appear as people read them",
        arguments: [
            "Incident opened at SEV-1: Unauthorised access.",
            "Alert: Secret read from a strange address.",
            "Playbook: on detected, page on-call.",
            "Paging responder first.",
            "Clock started, due 03:17:05 UTC: We acknowledge within 5 minutes.",
            "Scope set: 3 customers; 2 tokens; API tokens; Data plane.",
            "Playbook: on confirmed, revoke tokens and mail the affected customers.",
            "3 tokens revoked: 250 Ok",
            "“Roll back” has started.",
            "“Roll back” is done: 250 Ok",
            "Promise kept: We roll back in 2 minutes.",
            "Impact stated: 12 min unavailable; 4.5 % of customers.",
            "Breach assessed: risk: harm is unlikely.",
            "Promise missed: We acknowledge within 5 minutes.",
            "Promise waived: We contain within 1 hour.",
            "Responder first could not be paged: 550",
            "The report was answered: We are tracking it.",
            "The alert was acknowledged in the tool it came from.",
            "The alert is over: it has not fired again.",
            "The alert was marked as noise.",
            "All alerts of “Secret read from a strange address” are silenced until 2026-11-22 04:12:05 UTC.",
            "Flood: more alerts of “Secret read from a strange address” than anybody can use; from here they are counted.",
        ])
    func sentences(_ sentence: String) throws {
        #expect(try allFacts().contains { FactText.sentence($0, policy: ConsoleFixtures.policy) == sentence })
    }

    @Test("a milestone stated for an earlier moment says so")
    func statedEarlier() throws {
        var story = try ConsoleStory.scoped()
        try story.take(.confirm(story.incident.id, awareAt: story.now + .seconds(-90), by: .operator))
        let sentences = story.incident.facts.map { FactText.sentence($0, policy: story.policy) }
        #expect(sentences.contains("Aware: from here the legal clocks count. Stated for 03:12:35 UTC."))
    }

    @Test("authors are named without the journal's notation")
    func authors() {
        let authors: [Author] = [.house, .operator, .outsider, .responder("first"), .rule("6f0a")]
        #expect(
            authors.map { FactText.author($0) } == ["OnRecord", "operator", "an outsider", "responder first", "a rule"])
    }
}
