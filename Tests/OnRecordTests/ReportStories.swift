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

    @Test("A letter is one report, however often it arrives, and its writer gets one receipt a day")
    func letters() throws {
        let story = try Story()
        let first = try story.take(.receiveReport(text: "Your proxy was down.", letter: letter("one")))
        #expect(first.effects.map(\.task) == [.confirmReceipt])
        #expect(try story.take(.receiveReport(text: "Your proxy was down.", letter: letter("one"))).isEmpty)
        let second = try story.take(.receiveReport(text: "And so was the console.", letter: letter("two")))
        #expect(second.effects.isEmpty, "a second receipt within a day could become a conversation of machines")
        #expect(story.state.reportOrder == ["r20261122-1", "r20261122-2"])
        let later = try story.take(.receiveReport(text: "Again.", letter: letter("three")), after: .hours(24))
        #expect(later.effects.map(\.id) == ["r20261123-1.receipt"])
    }

    @Test("However many write, fifty letters an hour and five hundred a day become reports; the form stays open")
    func manyLetters() throws {
        let story = try Story()
        for hour in 0..<10 {
            for number in 1...50 {
                try story.take(.receiveReport(text: "Buy.", letter: letter("\(hour).\(number)", from: "\(number)")))
            }
            let refusal = story.refusal(.receiveReport(text: "Buy.", letter: letter("\(hour).51")))
            #expect(refusal?.kind == .conflict)
            #expect(refusal?.description.contains("50 letters became reports within the last hour") == true)
            story.turnClock(to: story.now + .hours(1))
        }
        #expect(story.state.reportOrder.count == 500)
        let refusal = story.refusal(.receiveReport(text: "Buy.", letter: letter("another")))
        #expect(refusal?.kind == .conflict)
        #expect(refusal?.description.contains("500 within the last day; at most 50 and 500 do.") == true)
        try story.take(.receiveReport(text: "Your proxy was down."))
        #expect(story.state.reportOrder.last == "r20261122-501")
        story.turnClock(to: Cast.start + .hours(24))
        try story.take(.receiveReport(text: "Again.", letter: letter("late")))
        #expect(story.state.reportOrder.last == "r20261123-1")
    }

    @Test("A machine's letter is read and gets no receipt")
    func machines() throws {
        let story = try Story()
        let decision = try story.take(
            .receiveReport(text: "Ticket opened.", letter: letter("one", wantsReceipt: false)))
        #expect(decision.effects.isEmpty)
        #expect(story.state.reportOrder.count == 1)
    }

    @Test("What became of the receipt is in the report's story, once")
    func receipt() throws {
        let story = try Story()
        let effects = try story.take(.receiveReport(text: "Down.", letter: letter("one"))).effects
        try story.take(.settled(effects[0], Outcome(done: 1, detail: "the mail server answered 250")))
        try story.take(.settled(effects[0], Outcome(done: 0, failed: 1)))
        #expect(story.state.reports["r20261122-1"]?.receipt?.succeeded == true)
    }

    @Test("Who wrote is nowhere in the journal")
    func nothingPersonal() throws {
        let story = try Story()
        try story.take(.receiveReport(text: "Down.", letter: letter("one")))
        let journal = try story.store.facts(after: 0, limit: 100).map { String(decoding: $0.bytes, as: UTF8.self) }
        #expect(!journal.joined().contains("grace"))
    }

    private func letter(
        _ name: String, from sender: String = "sender-of-all", wantsReceipt: Bool = true
    ) -> Letter {
        Letter(
            from: "grace@researcher.example", subject: "Down?", messageID: "\(name)@researcher.example",
            hash: sha256Hex(Array(name.utf8)), sender: sender, wantsReceipt: wantsReceipt)
    }
}

extension Story {
    fileprivate func answer() throws {
        try take(.answerReport("r20261122-1", .notAnIncident, text: "It was your resolver.", by: .operator))
    }
}
