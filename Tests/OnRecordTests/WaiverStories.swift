import OnRecord
import Testing

@Suite("Waivers and false alarms")
struct WaiverStories {
    @Test("A false alarm ends visibly: what was promised is waived with the reason, and nothing more is owed")
    func dismissed() throws {
        let story = try Story()
        try story.alert()
        let decision = try story.take(
            .dismiss(story.id, reason: "A customer moved house.", by: Cast.ada), after: .minutes(2))
        #expect(!story.incident.isOpen)
        #expect(story.incident.clocks.map(\.word) == ["waived", "waived"])
        #expect(Set(decision.documents.map(\.text)) == ["A customer moved house."])
        #expect(decision.facts.allSatisfy { $0.by == Cast.ada })
        #expect(try story.wait(.days(1)).isEmpty)
    }

    @Test("What was missed before the dismissal stays missed")
    func missedStays() throws {
        let story = try Story()
        try story.alert()
        try story.wait(.minutes(6))
        try story.take(.dismiss(story.id, reason: "A customer moved house.", by: Cast.ada))
        #expect(story.result("acknowledge") == .missed(at: nil))
        #expect(story.result("contain") == .waived(at: story.now))
    }

    @Test("With nothing left to waive, the reason is asked for and kept all the same")
    func nothingPending() throws {
        let story = try Story()
        try story.alert()
        try story.wait(.hours(2))
        #expect(story.incident.clocks.map(\.word) == ["missed", "missed"])
        #expect(story.refusal(.dismiss(story.id, reason: "", by: Cast.ada))?.kind == .invalid)
        let decision = try story.take(.dismiss(story.id, reason: "A customer moved house.", by: Cast.ada))
        #expect(decision.documents.map(\.text) == ["A customer moved house."])
    }

    @Test("A confirmed breach is no false alarm")
    func confirmed() throws {
        let story = try Story()
        try story.breach()
        let refusal = story.refusal(.dismiss(story.id, reason: "We would rather not.", by: .operator))
        #expect(refusal?.description.contains("only an unconfirmed one can be a false alarm") == true)
    }

    @Test("A dismissal without a reason is refused, and so is a second one")
    func reasonForDismissal() throws {
        let story = try Story()
        try story.alert()
        #expect(
            story.refusal(.dismiss(story.id, reason: " ", by: .operator))?.description.contains("reason is empty")
                == true)
        try story.take(.dismiss(story.id, reason: "A drill.", by: .operator))
        #expect(story.refusal(.dismiss(story.id, reason: "A drill.", by: .operator))?.kind == .conflict)
    }

    @Test("Waiving needs a reason, and a promise that is still pending")
    func waiving() throws {
        let story = try Story()
        try story.breach()
        func waive(_ promise: String, _ reason: String = "The authority gave us a week.") -> Input {
            .waive(promise: promise, story.id, reason: reason, by: .operator)
        }
        #expect(
            story.refusal(waive("contain", " \n "))?.description.contains("What is waived or dismissed says why")
                == true)
        #expect(story.refusal(waive("acknowledge"))?.description.contains("is already kept") == true)
        #expect(story.refusal(waive("world-peace"))?.kind == .invalid)
        try story.take(waive("contain"))
        #expect(story.result("contain") == .waived(at: story.now))
        #expect(story.refusal(waive("contain"))?.description.contains("is already waived") == true)
    }

    @Test("On an incident with a page, a waiver is on the record like every other result")
    func published() throws {
        let story = try Story()
        try story.breach()
        try story.take(.waive(promise: "contain", story.id, reason: "There was nothing to contain.", by: .operator))
        #expect(try story.publishedResults().last == "contain waived")
        try story.wait(.days(1))
        #expect(try story.publishedResults().count { $0.hasPrefix("contain") } == 1)
    }
}
