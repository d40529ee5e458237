@testable import OnRecord
import Testing

@Suite("A breach is assessed in versions, and the decision is a recorded act")
struct AssessmentStories {
    private func declared() throws -> Story {
        let story = try Story(Cast.breachPolicy())
        try story.declare("breach")
        try story.acknowledge()
        return story
    }

    @Test("Every version stays, with its author, its moment and its reasoning")
    func versionsStay() throws {
        let story = try declared()
        try story.assess(Cast.assessment { $0.risk = .unknown }, reasoning: "Logs are still being read.")
        try story.assess(Cast.assessment { $0.risk = .high })
        let versions = story.incident.assessments
        #expect(versions.map(\.assessment.risk) == [.unknown, .high])
        #expect(versions.map(\.by) == [.operator, .operator])
        let reasoning = try #require(versions[0].reasoning)
        #expect(try story.store.document(reasoning)?.text == "Logs are still being read.")
        #expect(story.incident.risk == .high)
        try story.restart()
        #expect(story.incident.assessments == versions)
    }

    @Test("“Not notifiable” documents itself: it needs every question settled and a reason")
    func notNotifiable() throws {
        let story = try declared()
        try story.assess(Assessment())
        let open = story.refusal(.concludeAssessment(story.id, reasoning: "Nothing.", by: .operator))
        #expect(open?.description.contains("Open questions") == true)
        try story.assess(
            Cast.assessment {
                $0[.happened] = .no
                $0[.confidentiality] = .no
                $0.risk = .unlikely
            })
        #expect(story.refusal(.concludeAssessment(story.id, reasoning: "  ", by: .operator)) != nil)
        try story.take(.concludeAssessment(story.id, reasoning: "The door held; the log shows it.", by: .operator))
        let conclusion = try #require(story.incident.conclusion)
        #expect(!conclusion.isNotifiable)
        #expect(try story.store.document(conclusion.reasoning)?.text == "The door held; the log shows it.")
        #expect(story.incident.milestones[.assessmentConcluded] == story.now)
        #expect(story.refusal(.concludeAssessment(story.id, reasoning: "Again.", by: .operator)) != nil)
    }

    @Test("A conclusion with something owed says so")
    func notifiable() throws {
        let story = try declared()
        try story.assess(Cast.assessment())
        try story.take(.concludeAssessment(story.id, reasoning: "Account data was read.", by: .operator))
        #expect(story.incident.conclusion?.isNotifiable == true)
    }

    @Test(
        "What cannot be is refused with the value found",
        arguments: [
            ("a data set", "nowhere"), ("a place", "Germany"), ("a count", "-5"), ("a context", "9"),
        ])
    func refusals(thing: String, found: String) throws {
        let story = try declared()
        let assessment = Cast.assessment {
            switch thing {
            case "a data set": $0.dataSets = [found]
            case "a place": $0.people = [found: 5]
            case "a count": $0.people = ["DE": -5]
            default: $0.severity = SeverityAid(context: 9, identification: .limited)
            }
        }
        #expect(story.refusal(.assess(story.id, assessment, by: .operator))?.description.contains(found) == true)
    }

    @Test("Awareness after confirmation, and a moment in the future, are refused")
    func impossibleMoments() throws {
        let story = try declared()
        try story.confirm()
        let later = story.now + .minutes(1)
        #expect(
            story.refusal(.reach(story.id, .classified, at: later, by: .operator))?.description.contains("future")
                == true)
        let other = try declared()
        #expect(
            other.refusal(.confirm(other.id, awareAt: other.now + .hours(1), by: .operator))?.description
                .contains("awareness cannot come later") == true)
    }

    @Test("Facts for notices are kept by content key, out of the journal; a key nobody knows is refused")
    func particulars() throws {
        let story = try declared()
        try story.take(.stateParticulars(story.id, ["likely_consequences": " Phishing. "], by: .operator))
        let stated = try #require(story.incident.published.last)
        #expect(stated.kind == .particulars)
        #expect(try story.store.document(stated.document)?.parts == ["likely_consequences": "Phishing."])
        #expect(
            story.refusal(.stateParticulars(story.id, ["mood": "bad"], by: .operator))?.description.contains("mood")
                == true)
    }

    @Test(
        "ENISA's aid computes the worked examples",
        arguments: [
            (
                SeverityAid(context: 1, identification: .maximum, confidentiality: .unknownRecipients), 1.5,
                SeverityAid.Level.low
            ),
            (
                SeverityAid(
                    context: 2, identification: .limited, confidentiality: .unknownRecipients, isMalicious: true), 2.0,
                .medium
            ),
            (
                SeverityAid(
                    context: 4, identification: .maximum, confidentiality: .unknownRecipients, isMalicious: true), 5.0,
                .veryHigh
            ),
        ])
    func severityAid(aid: SeverityAid, score: Double, level: SeverityAid.Level) {
        #expect(aid.score == score)
        #expect(aid.level == level)
    }

    @Test("The aid pre-fills and never decides: no score says that a risk is unlikely")
    func aidNeverDecides() throws {
        let story = try declared()
        let aid = SeverityAid(context: 1, identification: .negligible)
        try story.assess(Cast.assessment { ($0.severity, $0.risk) = (aid, nil) })
        #expect(story.incident.assessment?.risk == nil)
        #expect(SeverityAid.Level.allCases.contains(aid.level) && aid.suggestedRisk != .unlikely)
    }
}

@Suite("The people concerned hear of it in a message of their own")
struct PeopleNoticeStories {
    private func aware() throws -> Story {
        let story = try Story(Cast.breachPolicy())
        try story.store.save(Cast.customers(1...2))
        try story.declare("breach")
        try story.acknowledge()
        try story.scope(data: [.personalData])
        try story.assess(Cast.assessment { $0.risk = .high })
        return story
    }

    @Test("It needs awareness, and its end fulfils the duty")
    func fulfils() throws {
        let story = try aware()
        #expect(story.refusal(.tell(story.id, .people, by: .operator))?.description.contains("awareness") == true)
        try story.confirm()
        try story.take(.tell(story.id, .people, by: .operator), after: .hours(1))
        try story.carryOut()
        #expect(story.incident.milestones[.subjectsNotified] == story.now)
        #expect(story.result("eu-gdpr-34-1") == .kept(at: story.now))
    }

    @Test("Whom the mail does not reach is a task, and the duty waits for it")
    func unreached() throws {
        let story = try aware()
        try story.confirm()
        try story.take(.tell(story.id, .people, by: .operator), after: .hours(1))
        try story.carryOut(failing: ["cust-02"])
        #expect(story.incident.milestones[.subjectsNotified] == nil)
        let task = try #require(story.incident.contacts.values.first { !$0.isReached })
        try story.take(
            .contact(story.id, task.task.key, by: .phone, text: "Called; spoke to the office.", author: .operator),
            after: .hours(1))
        #expect(story.incident.milestones[.subjectsNotified] == story.now)
    }
}

@Suite("An assessment in the journal")
struct AssessmentEncodingTests {
    @Test("The same answers have the same bytes, whatever the order in which they came, and are read back whole")
    func bytes() throws {
        let one = Cast.assessment { $0.roles = [.controller, .processor] }
        var other = Assessment()
        for question in one.answers.keys.sorted(by: { $0.rawValue > $1.rawValue }) { other[question] = one[question] }
        (other.dataSets, other.risk, other.roles) = (one.dataSets, one.risk, [.processor, .controller])
        let bytes = CanonicalJSON.encode(one)
        #expect(CanonicalJSON.encode(other) == bytes)
        #expect(try CanonicalJSON.decode(Assessment.self, from: bytes) == one)
        #expect(String(decoding: bytes, as: UTF8.self).contains(#""personal_data":"yes""#))
    }
}
