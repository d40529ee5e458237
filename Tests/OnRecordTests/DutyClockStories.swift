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

    @Test("A chained clock is counted anew while nothing was filed under it, and stays when something was")
    func chainedClocks() throws {
        let story = try Story(
            Cast.breachPolicy(duties: ["eu-dora-initial-classification", "eu-dora-intermediate", "eu-dora-final"]))
        try story.declare("breach")
        try story.acknowledge()
        try story.confirm()
        try story.reach(.classified)
        try story.file("eu-dora-initial-classification")
        let first = try #require(story.clock("eu-dora-intermediate"))
        try story.file("eu-dora-initial-classification", after: .hours(1))
        #expect(try #require(story.clock("eu-dora-intermediate")).started > first.started)
        try story.file("eu-dora-intermediate", after: .hours(1))
        let kept = story.result("eu-dora-intermediate")
        try story.file("eu-dora-initial-classification", after: .hours(1))
        #expect(story.result("eu-dora-intermediate") == kept)
    }

    @Test("Nobody can waive a law: what is not owed is said in the assessment")
    func lawIsNotWaived() throws {
        let story = try breach()
        try story.confirm()
        let refusal = story.refusal(.waive(promise: "eu-gdpr-33-1", story.id, reason: "Please.", by: .operator))
        #expect(refusal?.description.contains("nobody can waive it") == true)
        #expect(story.result("eu-gdpr-33-1") == .pending)
    }

    @Test("What a filing leaves open is named by content keys; free words would stand in the journal")
    func openContentsAreCodes() throws {
        let story = try breach()
        try story.confirm()
        let statement = FilingStatement(duty: "eu-gdpr-33-1", text: "As known.", missing: ["what Grace saw"])
        let refusal = story.refusal(.file(story.id, statement, by: .operator))
        #expect(refusal?.description.contains("what Grace saw") == true)
        #expect(refusal?.description.contains("subject_count") == true)
    }

    @Test("What was lifted before the page had its address is no result, so nothing is published of it")
    func liftedIsNoResult() throws {
        let policy = try Cast.policy(
            replacing: "duties:\n", with: "duties:\n  - {id: eu-gdpr-33-1, says: We tell the authority in time.}\n")
        let story = try Story(policy)
        try story.declare("breach")
        try story.acknowledge()
        try story.assess(
            Cast.assessment {
                $0.dataSets = []; $0.roles = [.controller]
            })
        try story.reach(.aware)
        #expect(story.result("eu-gdpr-33-1") == .pending)
        try story.assess(
            Cast.assessment {
                $0.dataSets = []; $0.roles = [.controller]; $0.risk = .unlikely
            })
        let decision = try story.confirm()
        #expect(story.clock("eu-gdpr-33-1")?.word == "not owed")
        #expect(story.incident.page != nil)
        #expect(decision.entries.contains { $0.kind == .pageReserved })
        #expect(!decision.entries.contains { $0.kind == .promiseResult && $0.values["promise"] == "eu-gdpr-33-1" })
    }
}
