import OnRecord
import Testing

@Suite("An outside report")
struct ReportStories {
    @Test("It is answered within three business days: a Sunday's by the end of Wednesday")
    func clock() throws {
        let story = try Story()
        try story.take(.receiveReport(text: "Your proxy was down on Friday."))
        let report = try #require(story.state.reports["r20261122-1"])
        #expect(report.clocks.map(\.promise) == ["answer"])
        #expect(report.clocks.first?.due == moment("2026-11-25T22:59:59.999Z"))
    }

    @Test("The answer in the last millisecond is in time, and the result is on the record")
    func inTime() throws {
        let story = try Story()
        try story.take(.receiveReport(text: "Your proxy was down on Friday."))
        story.turnClock(to: moment("2026-11-25T22:59:59.999Z"))
        try story.take(.tick)
        #expect(try story.publishedResults() == [])
        try story.answer()
        #expect(story.state.reports["r20261122-1"]?.clocks.first?.state == .kept(at: story.now))
        #expect(story.state.reports["r20261122-1"]?.outcome == .notAnIncident)
        #expect(try story.record().map(\.page) == ["/trust/promises/"])
        #expect(try story.publishedResults() == ["answer kept"])
    }

    @Test("A millisecond later it is missed")
    func tooLate() throws {
        let story = try Story()
        try story.take(.receiveReport(text: "Your proxy was down on Friday."))
        story.turnClock(to: moment("2026-11-25T23:00:00Z"))
        try story.answer()
        #expect(story.state.reports["r20261122-1"]?.clocks.first?.state == .missed(at: story.now))
    }

    @Test("Silence is a missed promise too")
    func silence() throws {
        let story = try Story()
        try story.take(.receiveReport(text: "Your proxy was down on Friday."))
        try story.wait(.days(30))
        #expect(try story.publishedResults() == ["answer missed"])
    }

    @Test("It gets one answer, which says something")
    func oneAnswer() throws {
        let story = try Story()
        try story.take(.receiveReport(text: "Your proxy was down on Friday."))
        #expect(story.refusal(.answerReport("r20261122-1", .tracking, text: " ", by: .operator))?.kind == .invalid)
        try story.answer()
        #expect(
            story.refusal(.answerReport("r20261122-1", .tracking, text: "We look.", by: .operator))?.kind == .conflict)
        #expect(
            story.refusal(.answerReport("r20261122-7", .tracking, text: "We look.", by: .operator))?.kind == .notFound)
    }

    @Test("An empty report and an endless one are refused")
    func bounds() throws {
        let story = try Story()
        #expect(story.refusal(.receiveReport(text: " \n"))?.kind == .invalid)
        #expect(story.refusal(.receiveReport(text: String(repeating: "x", count: 20_001)))?.kind == .invalid)
        try story.take(.receiveReport(text: String(repeating: "x", count: 20_000)))
        #expect(story.state.reportOrder == ["r20261122-1"])
    }
}

extension Story {
    fileprivate func answer() throws {
        try take(.answerReport("r20261122-1", .notAnIncident, text: "It was your resolver.", by: .operator))
    }
}
