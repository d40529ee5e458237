import OnRecord
import Testing

@Suite("Somebody is woken, and says so")
struct AcknowledgementStories {
    @Test("Nobody acknowledges: Ada is woken again after 5 and after 10 minutes, and then no more")
    func pagedAgain() throws {
        let story = try Story()
        try story.alert()
        #expect(try story.wait(.minutes(5) - .milliseconds(1)).effects.isEmpty)
        #expect(try story.wait(.milliseconds(1)).tasks == [.page(responder: "ada", round: 2)])
        #expect(try story.wait(.minutes(5) - .milliseconds(1)).effects.isEmpty)
        #expect(try story.wait(.milliseconds(1)).tasks == [.page(responder: "ada", round: 3)])
        #expect(try story.wait(.minutes(30)).effects.isEmpty)
        #expect(story.incident.milestones[.acknowledged] == nil)
    }

    @Test("Once somebody is on it, nobody else is woken")
    func quietAfterwards() throws {
        let story = try Story()
        try story.alert()
        try story.acknowledge(after: .minutes(4))
        #expect(try story.wait(.minutes(20)).effects.isEmpty)
        #expect(story.incident.facts.contains { $0.by == Cast.ada })
    }

    @Test("At the last millisecond the promise is kept")
    func lastMoment() throws {
        let story = try Story()
        try story.alert()
        try story.acknowledge(after: .minutes(5))
        #expect(story.result("acknowledge") == .kept(at: Cast.start + .minutes(5)))
        #expect(story.clock("acknowledge")?.took == .minutes(5))
    }

    @Test("A millisecond later it is missed, and the lateness is known")
    func oneTooLate() throws {
        let story = try Story()
        try story.alert()
        let late = Cast.start + .minutes(5) + .milliseconds(1)
        try story.acknowledge(after: .minutes(5) + .milliseconds(1))
        #expect(story.result("acknowledge") == .missed(at: late))
        #expect(story.clock("acknowledge")?.took == .minutes(5) + .milliseconds(1))
    }

    @Test("It is missed as soon as its time has passed; when it comes after all, that is noted")
    func missedThenLate() throws {
        let story = try Story()
        try story.alert()
        try story.wait(.minutes(5))
        #expect(story.result("acknowledge") == .pending)
        try story.wait(.milliseconds(1))
        #expect(story.result("acknowledge") == .missed(at: nil))
        try story.acknowledge(after: .minutes(1))
        #expect(story.result("acknowledge") == .missed(at: story.now))
    }

    @Test("A second acknowledgement is refused and names the first")
    func onlyOnce() throws {
        let story = try Story()
        try story.alert()
        try story.acknowledge()
        let refusal = story.refusal(.acknowledge(story.id, by: .operator))
        #expect(refusal?.kind == .conflict)
        #expect(
            refusal?.description
                == "This was already acknowledged at 2026-11-22 09:32:00 UTC. Nothing was changed.")
    }

    @Test("An incident that does not exist is refused as not found")
    func nothingThere() throws {
        let refusal = try Story().refusal(.acknowledge("i19990101-1", by: .operator))
        #expect(refusal?.kind == .notFound)
        #expect(refusal?.description.contains("i19990101-1") == true)
    }

    @Test("A promise is kept by what was said in time: only what starts clocks can be stated for an earlier moment")
    func statedMoments() throws {
        let story = try Story()
        try story.alert()
        try story.acknowledge()
        let future = story.refusal(.reach(story.id, .contained, at: story.now + .milliseconds(1), by: .operator))
        #expect(future?.description.contains("in the future") == true)
        let past = story.refusal(.reach(story.id, .contained, at: Cast.start + .minutes(1), by: .operator))
        #expect(past?.description.contains("only what starts clocks can be stated for an earlier moment") == true)
        try story.reach(.aware, at: Cast.start)
        #expect(story.incident.milestones[.aware] == Cast.start)
        try story.reach(.contained)
        #expect(story.result("contain") == .kept(at: story.now))
    }

    @Test("Nobody can state what only the product can see, and some things come after others")
    func order() throws {
        let story = try Story()
        try story.alert()
        #expect(story.refusal(.reach(story.id, .tokensRevoked, at: nil, by: .operator))?.kind == .invalid)
        #expect(
            story.refusal(.reach(story.id, .contained, at: nil, by: .operator))?.description
                == "contained comes after acknowledged. Do that first.")
        #expect(story.refusal(.reach(story.id, .closed, at: nil, by: .operator))?.kind == .conflict)
    }

    @Test("The statement of a severity is a promise like any other")
    func severityPromise() throws {
        let story = try Story()
        try story.declare("downtime")
        #expect(story.clock("acknowledge-SEV-2")?.due == Cast.start + .minutes(30))
        try story.acknowledge()
        #expect(story.result("acknowledge-SEV-2") == .kept(at: story.now))
        #expect(story.result("acknowledge") == .kept(at: story.now))
    }
}
