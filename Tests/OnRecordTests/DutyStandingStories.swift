@testable import OnRecord
import Testing

@Suite("Where a duty stands, and what an assessment changed")
struct DutyStandingStories {
    private func declared() throws -> Story {
        let story = try Story(Cast.breachPolicy())
        try story.declare("breach")
        try story.acknowledge()
        return story
    }

    private func standing(_ id: String, _ story: Story) throws -> DutyStanding {
        try story.duty(id).standing(at: story.now)
    }

    @Test("Undecided, waiting for awareness, running, overdue, fulfilled late")
    func life() throws {
        let story = try declared()
        #expect(try standing("eu-gdpr-33-1", story) == .undecided)
        try story.assess(Cast.assessment())
        #expect(try standing("eu-gdpr-33-1", story) == .waiting(.start(.aware)))
        #expect(try standing("eu-gdpr-33-2", story) == .notOwed)
        try story.confirm()
        #expect(try standing("eu-gdpr-33-1", story) == .running)
        try story.take(.tick, after: .hours(73))
        #expect(try standing("eu-gdpr-33-1", story) == .overdue)
        try story.file("eu-gdpr-33-1", reasons: "Nobody was awake.")
        #expect(try standing("eu-gdpr-33-1", story) == .fulfilled(at: story.now, late: true))
    }

    @Test("A duty that answers lift is not owed, and one that was missed and lifted is not owed either")
    func lifted() throws {
        let story = try declared()
        try story.confirm()
        try story.assess(Cast.assessment())
        try story.assess(Cast.assessment { $0.risk = .unlikely })
        #expect(try standing("eu-gdpr-33-1", story) == .notOwed)
        let late = try declared()
        try late.confirm()
        try late.assess(Cast.assessment())
        try late.take(.tick, after: .hours(73))
        try late.assess(Cast.assessment { $0.risk = .unlikely })
        #expect(try standing("eu-gdpr-33-1", late) == .notOwed)
    }

    @Test("An unlikely risk is not notifiable, although the register is owed for every breach")
    func registerTellsNobody() throws {
        let story = try declared()
        try story.assess(Cast.assessment { $0.risk = .unlikely })
        #expect(try story.duty("eu-gdpr-33-5").verdict.isOwed)
        try story.take(.concludeAssessment(story.id, reasoning: "The data was unreadable.", by: .operator))
        #expect(story.incident.conclusion?.isNotifiable == false)
        #expect(story.incident.isConcluded)
        try story.assess(Cast.assessment())
        #expect(!story.incident.isConcluded)
    }

    @Test("What waits for a judgement nobody has made makes no breach notifiable; once it is made, it does")
    func judgement() throws {
        let story = try Story(Cast.breachPolicy(duties: ["us-sec-8k-105"]))
        try story.declare("breach")
        try story.assess(Cast.assessment { $0.risk = .unlikely })
        #expect(try story.duty("us-sec-8k-105").awaitsJudgement)
        try story.take(.concludeAssessment(story.id, reasoning: "Immaterial.", by: .operator))
        #expect(story.incident.conclusion?.isNotifiable == false)
        try story.take(.reach(story.id, .materialityDetermined, at: nil, by: .operator))
        #expect(try story.duty("us-sec-8k-105").tellsSomebody)
        #expect(try standing("us-sec-8k-105", story) == .running)
    }

    @Test("A version says what it changed, withdrawn answers included")
    func changes() {
        let first = Cast.assessment { ($0.people, $0.records) = (["all": 10], 5) }
        let second = Cast.assessment {
            $0[.integrity] = .yes
            $0[.availability] = nil
            $0.risk = .high
            ($0.people, $0.dataSets) = (["all": 20, "DE": 1], ["accounts", "vaults"])
            $0.severity = SeverityAid(context: 3, identification: .significant, isMalicious: true)
        }
        let changes = second.changes(since: first).map { "\($0.what.field) \($0.from ?? "-") \($0.to ?? "-")" }
        #expect(
            changes == [
                "answers.integrity no yes", "answers.availability no -", "data_sets accounts accounts, vaults",
                "people.DE - 1", "people.all 10 20", "records 5 -", "severity - 2.75", "risk risk high",
            ])
        #expect(first.changes(since: first).isEmpty)
    }

    @Test("Asked is what every breach turns on, and what adopted duties turn on beside it")
    func questions() throws {
        let usual = try Cast.breachPolicy()
        #expect(Set(usual.questionsAsked) == Question.always.union([.filingIncomplete]))
        #expect(usual.placesAsked.isEmpty)
        let more = try Cast.breachPolicy(duties: ["us-ca-1798-82-individuals", "in-cert-in"])
        #expect(more.placesAsked == ["US-CA"])
        #expect(more.questionsAsked.contains(.listedIncident))
    }
}
