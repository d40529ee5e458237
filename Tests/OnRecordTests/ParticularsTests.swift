@testable import OnRecord
import Testing

@Suite("What is known, under the names laws ask for it")
struct ParticularsTests {
    private func matter(_ change: (inout NoticeMatter) throws -> Void = { _ in }) throws -> NoticeMatter {
        let story = try Story()
        try story.take(.adoptPolicy)
        try story.alert()
        try story.acknowledge()
        var matter = NoticeMatter(policy: story.policy, incident: story.incident, now: story.now)
        try change(&matter)
        return matter
    }

    @Test("nothing is invented: without an assessment no number, nature, consequence or cause is there")
    func nothingInvented() throws {
        let known = Particulars(of: try matter(), in: .english)
        for key: ContentKey in [
            .breachNature, .subjectCount, .recordCount, .subjectCategories, .likelyConsequences, .cause, .rootCause,
            .threatActor, .reasonsForDelay, .harmAssessment, .protectionBefore, .suspectedMalicious,
        ] { #expect(known[key] == nil, "\(key)") }
    }

    @Test("who reports, what was seen and when follow from policy and milestones")
    func derived() throws {
        let matter = try matter()
        let known = Particulars(of: matter, in: .english)
        #expect(known.text(.contactPoint)?.contains(matter.policy.organisation.contact) == true)
        #expect(known.text(.referenceNumbers)?.contains(matter.incident.id) == true)
        #expect(known.text(.stepsTimeline)?.contains("first sign seen") == true)
        #expect(known[.whatHappened]?.origin == .derived)
        #expect(known.text(.submissionType) == "First filing")
    }

    @Test("an answer of “unknown” stays unknown")
    func unknownAnswers() throws {
        let matter = try matter {
            var assessment = Assessment()
            for question in Question.allCases { assessment[question] = .unknown }
            assessment.risk = .unknown
            $0.incident.assessments = [
                .init(assessment: assessment, at: $0.now, by: .operator, reasoning: nil)
            ]
        }
        let known = Particulars(of: matter, in: .english)
        for key: ContentKey in [.breachNature, .suspectedMalicious, .protectionBefore, .harmAssessment] {
            #expect(known[key] == nil, "\(key)")
        }
        #expect(matter.concernsPeople && matter.mayStartClocks)
    }

    @Test("numbers keep their places")
    func places() throws {
        let matter = try matter {
            var assessment = Assessment()
            assessment.people = [Assessment.everywhere: 12_345, "US-CA": 520, "DE": 11_000]
            assessment.records = 2_000_000
            $0.incident.assessments = [
                .init(assessment: assessment, at: $0.now, by: .operator, reasoning: nil)
            ]
        }
        let english = Particulars(of: matter, in: .english)
        #expect(
            english.text(.subjectCount) == "about 12,345"
                && english.text(.residentCount) == "DE: about 11,000; US-CA: about 520")
        #expect(english.text(.statesAffected) == "DE, US")
        #expect(Particulars(of: matter, in: .german).text(.recordCount) == "etwa 2.000.000")
    }

    @Test("every content has a title in both languages, and no two share one", arguments: Language.allCases)
    func titles(language: Language) {
        let titles = ContentKey.allCases.map { $0.title(in: language) }
        #expect(titles.allSatisfy { !$0.isEmpty } && Set(titles).count == titles.count)
    }

    @Test("a gap names the moment by which it is filled: a running clock's, else our own target, marked as ours")
    func updateMoment() throws {
        var matter = try matter()
        let own = UpdateMoment(after: matter)
        #expect(own.isOurTarget && own.at == matter.incident.openedAt + .hours(72))
        #expect(own.text(in: .english).hasSuffix("(our own target)"))
        matter.now = own.at + .hours(1)
        #expect(UpdateMoment(after: matter).at == matter.now + .hours(72))
        let due = matter.now + .hours(5)
        matter.incident.clocks = [
            PromiseClock(
                promise: "forensics", says: "", from: .contained, to: .forensicsCompleted, started: matter.now, due: due
            )
        ]
        #expect(UpdateMoment(after: matter) == UpdateMoment(at: due, isOurTarget: false))
    }

    @Test("a checklist tells required from advised, and a late one asks for reasons")
    func checklist() throws {
        let known = Particulars(of: try matter { $0.stated = ["cause": "  A token in a log. "] }, in: .english)
        let list = Checklist(
            [.cause, .subjectCount, .userMeasures, .cause], recommended: [.userMeasures], isLate: true, from: known)
        #expect(list.items.map(\.key) == [.cause, .subjectCount, .userMeasures, .reasonsForDelay])
        #expect(list[.cause]?.entry == .init("A token in a log.", .stated))
        #expect(list.missing.map(\.key) == [.subjectCount, .reasonsForDelay] && !list.isComplete)
    }

    @Test("a filing that must say what is undetermined lists the gaps themselves")
    func undetermined() throws {
        let known = Particulars(of: try matter(), in: .english)
        let list = Checklist([.whatHappened, .subjectCount, .investorImpact, .undeterminedItems], from: known)
        #expect(
            list[.undeterminedItems]?.entry?.text == "- Approximate number of people\n- Material effect for investors")
    }

    @Test("a language tag is read by its first part; one we do not speak becomes English")
    func tags() {
        #expect(
            ["de", "de-AT", "DE_de", "en-GB", "fr", ""].map(Language.init(tag:)) == [
                .german, .german, .german, .english, .english, .english,
            ])
    }

    @Test("authorities read local time beside UTC, with its day where that differs")
    func localTime() throws {
        var matter = try matter()
        matter.incident.milestones[.detected] = Timestamp(rfc3339: "2026-11-22T23:30:05Z")!
        let text = Particulars(of: matter, in: .english, for: .authority).text(.occurredAt)
        #expect(text?.contains("2026-11-22 23:30:05 UTC (2026-11-23 00:30 in Europe/Berlin)") == true)
        let german = Particulars(of: matter, in: .german, for: .authority).text(.occurredAt)
        #expect(german?.contains("22.11.2026, 23:30:05 Uhr UTC (23.11.2026, 00:30 Uhr in Europe/Berlin)") == true)
    }

    @Test("later messages hang on the first one of the same reader")
    func threads() {
        let first = NoticeThread(incident: "i20261122-1", domain: "vault.example")
        #expect(first.inReplyTo == nil && first.references == ["i20261122-1@vault.example"])
        let later = NoticeThread(incident: "i20261122-1", domain: "vault.example", first: "a@vault.example")
        #expect(later.inReplyTo == "a@vault.example")
        #expect(later.references == ["i20261122-1@vault.example", "a@vault.example"])
    }

    @Test("every duty of the catalogue is met by a mail, a filing or the register, and says what of it is advice")
    func everyDuty() throws {
        for duty in ObligationCatalogue.shipped.obligations {
            #expect((duty.noticeForm != nil) != (duty.hasFilingSheet || duty.audience == .register), "\(duty.id)")
            #expect(duty.recommended.isSubset(of: duty.contents), "\(duty.id)")
            #expect(
                duty.jurisdiction != .eu || duty.status == .proposal || duty.title(in: .german) != duty.title,
                "\(duty.id)")
        }
        let people = try #require(ObligationCatalogue.shipped["eu-gdpr-34-1"])
        #expect(people.noticeForm == .peopleConcerned && people.recommended == [.userMeasures])
        #expect(Language.german.citation("GDPR Art. 33; UK GDPR Art. 33") == "DSGVO Art. 33; UK GDPR Art. 33")
    }

    @Test("whose data and which records it is follow from the policy's data sets that the assessment names")
    func dataSets() throws {
        let matter = try matter {
            $0.policy.dataSets = [
                DataSet(
                    id: "accounts", title: "Accounts", roles: [.controller], holds: [.credentials],
                    people: "people with an account"),
                DataSet(id: "captures", title: "Captures", roles: [.processor], holds: [.content], people: "visitors"),
            ]
            var assessment = Assessment()
            assessment.dataSets = ["accounts"]
            $0.incident.assessments = [.init(assessment: assessment, at: $0.now, by: .operator, reasoning: nil)]
        }
        let known = Particulars(of: matter, in: .english)
        #expect(
            known.text(.subjectCategories) == "people with an account" && known.text(.recordCategories) == "Accounts")
        #expect(known.text(.dataTypes) == "sign-in credentials")
    }

    @Test("what people stated is gathered from the incident's documents, the newest text of each content")
    func documents() throws {
        let story = try Story()
        try story.take(.adoptPolicy)
        try story.alert()
        try story.take(.stateParticulars(story.id, ["cause": "A", "location": "Here"], by: .operator))
        try story.take(.stateParticulars(story.id, ["cause": "B"], by: .operator))
        var documents: [DocumentID: Document] = [:]
        for one in story.incident.published { documents[one.document] = try story.store.document(one.document) }
        let matter = NoticeMatter(policy: story.policy, incident: story.incident, documents: documents, now: story.now)
        #expect(matter.stated == ["cause": "B", "location": "Here"])
    }
}
