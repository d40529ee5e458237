@testable import OnRecord
import Testing

@Suite("Duties of the catalogue run as the answers have it")
struct DutyClockStories {
    private func breach(_ change: (inout Assessment) -> Void = { _ in }) throws -> Story {
        let story = try Story(Cast.breachPolicy())
        try story.declare("breach")
        try story.acknowledge()
        try story.assess(Cast.assessment(change))
        return story
    }

    @Test("The authority's 72 hours start at awareness and not at the later confirmation")
    func clockStartsAtAwareness() throws {
        let story = try breach()
        #expect(story.clock("eu-gdpr-33-1") == nil)
        let aware = story.now
        try story.reach(.aware, at: aware, after: .hours(3))
        try story.confirm(after: .hours(2))
        let clock = try #require(story.clock("eu-gdpr-33-1"))
        #expect(clock.started == aware)
        #expect(clock.due == aware + .hours(72))
        #expect(clock.duty == DutyTerms(filing: "eu-gdpr-33-1", isSuggested: false, isPublic: false))
    }

    @Test("Loss of availability alone is a breach; an attempt that was stopped is none")
    func ransomwareCountsAndAttemptsDoNot() throws {
        let ransomware = try breach {
            $0[.confidentiality] = .no
            $0[.availability] = .yes
        }
        try ransomware.confirm()
        #expect(ransomware.result("eu-gdpr-33-1") == .pending)
        let attempt = try breach {
            $0[.happened] = .no
            $0[.confidentiality] = .no
        }
        try attempt.reach(.aware)
        #expect(attempt.clock("eu-gdpr-33-1") == nil)
        #expect(try attempt.duty("eu-gdpr-33-1").verdict.isNotOwed)
    }

    @Test("“Unknown” is an answer: the clock runs until it is known not to be so")
    func unknownRuns() throws {
        let story = try breach {
            for question in Question.allCases { $0[question] = $0[question] == nil ? nil : .unknown }
            $0.risk = .unknown
        }
        try story.confirm()
        #expect(story.result("eu-gdpr-33-1") == .pending)
        try story.assess(Cast.assessment { $0[.personalData] = .no })
        guard case .lifted = story.result("eu-gdpr-33-1") else {
            Issue.record("expected the duty to be lifted, found \(String(describing: story.result("eu-gdpr-33-1")))")
            return
        }
    }

    @Test("A scope that names personal data starts the clock before anybody has opened the assessment")
    func scopeAnswersTheGate() throws {
        let story = try Story(Cast.breachPolicy())
        try story.alert()
        try story.scope(data: [.personalData])
        try story.confirm()
        #expect(story.incident.assessment == nil)
        #expect(story.result("eu-gdpr-33-1") == .pending)
    }

    @Test(
        "Unlikely risk lifts the authority's duty and the register's stays; a later answer brings it back on its old clock"
    )
    func answersLiftAndBringBack() throws {
        let story = try breach()
        try story.confirm()
        let due = try #require(story.clock("eu-gdpr-33-1")).due
        try story.assess(Cast.assessment { $0.risk = .unlikely }, reasoning: "The disk was encrypted.")
        #expect(story.result("eu-gdpr-33-1") == .lifted(at: story.now))
        #expect(story.clock("eu-gdpr-33-5")?.word == "kept")
        try story.assess(Cast.assessment())
        #expect(story.result("eu-gdpr-33-1") == .pending)
        #expect(story.clock("eu-gdpr-33-1")?.due == due)
        #expect(story.incident.assessments.count == 3)
    }

    @Test("Telling the people is owed at high risk only, and not where a later step has removed it")
    func peopleAtHighRisk() throws {
        let story = try breach()
        try story.confirm()
        #expect(story.clock("eu-gdpr-34-1") == nil)
        try story.assess(Cast.assessment { $0.risk = .high })
        #expect(story.result("eu-gdpr-34-1") == .pending)
        #expect(story.clock("eu-gdpr-34-1")?.duty?.isSuggested == true)
        try story.assess(
            Cast.assessment {
                $0.risk = .high
                $0[.highRiskRemoved] = .yes
            })
        #expect(story.clock("eu-gdpr-34-1")?.word == "not owed")
    }

    @Test("Our role is the data set's: a processor tells its controllers and files nothing")
    func roleOfTheDataSet() throws {
        let story = try breach { $0.dataSets = ["vaults"] }
        try story.confirm()
        #expect(story.clock("eu-gdpr-33-1") == nil)
        #expect(story.result("eu-gdpr-33-2") == .pending)
        try story.assess(Cast.assessment { $0.dataSets = ["accounts", "vaults"] })
        #expect(story.result("eu-gdpr-33-1") == .pending)
        #expect(story.incident.assessment?.roles == [.controller, .processor])
    }

    @Test("A missed deadline keeps the duty open; the late filing needs its reasons")
    func lateFilingNeedsReasons() throws {
        let story = try breach()
        try story.confirm()
        try story.wait(.hours(73))
        #expect(story.result("eu-gdpr-33-1") == .missed(at: nil))
        let refusal = story.refusal(
            .file(story.id, FilingStatement(duty: "eu-gdpr-33-1", text: "As known."), by: .operator))
        #expect(refusal?.description.contains("reasons for the delay") == true)
        try story.file("eu-gdpr-33-1", reasons: "The only person on call was ill.")
        #expect(story.result("eu-gdpr-33-1") == .missed(at: story.now))
        #expect(story.incident.milestones[.authorityNotified] == story.now)
    }

    @Test("A filing that leaves contents open owes a supplement; a complete one does not")
    func openContentsOweASupplement() throws {
        let whole = try breach()
        try whole.confirm()
        try whole.file("eu-gdpr-33-1")
        #expect(whole.result("eu-gdpr-33-1") == .kept(at: whole.now))
        #expect(whole.clock("eu-gdpr-33-4") == nil)
        let partial = try breach()
        try partial.confirm()
        try partial.file("eu-gdpr-33-1", missing: ["subject_count"])
        let clock = try #require(partial.clock("eu-gdpr-33-4"))
        #expect(clock.started == partial.now)
        try partial.file("eu-gdpr-33-4", after: .days(2))
        #expect(partial.result("eu-gdpr-33-4") == .kept(at: partial.now))
        #expect(partial.incident.filings.map(\.phase) == [1, 1])
    }

    @Test("A filing sent earlier counts from its receipt, and without proof it counts from now")
    func receiptsProveEarlierFilings() throws {
        let story = try breach()
        try story.confirm()
        let sent = story.now + .hours(5)
        try story.wait(.hours(80))
        let bare = FilingStatement(duty: "eu-gdpr-33-1", at: sent, text: "As known.")
        #expect(story.refusal(.file(story.id, bare, by: .operator))?.description.contains("nothing proves it") == true)
        var proven = bare
        proven.receipt = FilingStatement.Receipt(name: "receipt.pdf", bytes: Array("%PDF-1.7".utf8))
        try story.take(.file(story.id, proven, by: .operator))
        #expect(story.result("eu-gdpr-33-1") == .missed(at: sent))
        let filing = try #require(story.incident.filings.first)
        #expect(try story.store.document(filing.document)?.parts["receipt"] == "JVBERi0xLjc=")
    }

    @Test("Filing again moves no clock that counts from a filing; only what follows the latest report is counted anew")
    func chainedClocks() throws {
        let story = try Story(
            Cast.breachPolicy(duties: ["eu-dora-initial-classification", "eu-dora-intermediate", "eu-dora-final"]))
        try story.declare("breach")
        try story.acknowledge()
        try story.confirm()
        try story.reach(.classified)
        try story.file("eu-dora-initial-classification")
        let intermediate = try #require(story.clock("eu-dora-intermediate"))
        try story.file("eu-dora-initial-classification", after: .hours(1))
        #expect(story.clock("eu-dora-intermediate") == intermediate)
        try story.file("eu-dora-intermediate", after: .hours(1))
        let final = try #require(story.clock("eu-dora-final"))
        try story.file("eu-dora-intermediate", after: .days(2))
        #expect(story.clock("eu-dora-final")?.started == story.now)
        #expect(try #require(story.clock("eu-dora-final")).due > final.due)
    }

    @Test("Filing again without naming the gaps closes none of them")
    func refilingClosesNoGap() throws {
        let story = try breach()
        try story.confirm()
        try story.file("eu-gdpr-33-1", missing: ["subject_count"])
        let supplement = story.clock("eu-gdpr-33-4")
        try story.file("eu-gdpr-33-1", after: .hours(2))
        #expect(supplement != nil && story.clock("eu-gdpr-33-4") == supplement)
    }

    @Test("An answer that comes after the incident was dismissed starts the clock all the same, from awareness")
    func answersAfterClosing() throws {
        let story = try Story(Cast.breachPolicy())
        try story.declare("breach")
        try story.acknowledge()
        try story.reach(.aware)
        let aware = story.now
        try story.take(.dismiss(story.id, reason: "Looked like a test.", by: .operator))
        try story.wait(.hours(30))
        #expect(story.clock("eu-gdpr-33-1") == nil)
        try story.assess(Cast.assessment())
        #expect(story.result("eu-gdpr-33-1") == .pending)
        #expect(story.clock("eu-gdpr-33-1")?.started == aware)
    }

    @Test("What nobody answers any more is not known to be nothing: a lifted duty runs again")
    func reopenedQuestion() throws {
        let story = try breach()
        try story.confirm()
        try story.assess(Cast.assessment { $0[.personalData] = .no })
        #expect(story.clock("eu-gdpr-33-1")?.word == "not owed")
        try story.assess(Cast.assessment { $0[.personalData] = nil })
        #expect(story.result("eu-gdpr-33-1") == .pending)
    }

    @Test("Discovery cannot be stated for later than the first evidence")
    func discoveryIsNeverLater() throws {
        let story = try breach()
        let refusal = story.refusal(.reach(story.id, .discovered, at: nil, by: .operator))
        #expect(refusal?.description.contains("after the first evidence") == true)
    }
}
