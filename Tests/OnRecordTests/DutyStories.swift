import OnRecord
import Testing

/// What a breach makes somebody owe, on the answers as they stand.
@Suite("Which duties a breach starts")
struct DutyStories {
    @Test("Data read by strangers at a controller: the authority within 72 hours, the register, and nobody else yet")
    func exposure() {
        var it = Breach.of(.controller)
        it[.confidentiality] = .yes
        it.risk = .risk
        #expect(owed(it, "eu-gdpr-33-1"))
        #expect(owed(it, "eu-gdpr-33-5"))
        #expect(verdict(it, "eu-gdpr-33-2") == .notOwed([.otherRole(needed: [.processor])]))
        #expect(verdict(it, "eu-gdpr-34-1") == .notOwed([.lowRisk(.risk)]))
    }

    @Test("Ransomware that only locked the data is a breach all the same")
    func availabilityOnly() {
        var it = Breach.of(.controller, .processor)
        (it[.confidentiality], it[.integrity], it[.availability]) = (.no, .no, .yes)
        it.risk = .risk
        #expect(owed(it, "eu-gdpr-33-1"))
        #expect(owed(it, "eu-gdpr-33-2"))
        #expect(verdict(it, "eu-gdpr-33-1").reasons.contains(.lost([.availability])))
        // California asks for data that an outsider acquired.
        it[.listedData] = .yes
        it.people = ["US-CA": 900]
        #expect(verdict(it, "us-ca-1798-82-individuals") == .notOwed([.notLost([.confidentiality])]))
    }

    @Test("An attempt that was stopped owes nothing, and says so")
    func attempt() {
        var it = Breach.of(.controller, .processor)
        it[.happened] = .no
        it.risk = .risk
        for id in ["eu-gdpr-33-1", "eu-gdpr-33-2", "eu-gdpr-33-5", "eu-gdpr-34-1", "uk-gdpr-33-1"] {
            #expect(!owed(it, id), "\(id)")
            #expect(verdict(it, id).reasons.contains(.stopped), "\(id)")
        }
        // A stopped break-in that still destroyed something is a breach.
        it[.integrity] = .yes
        #expect(owed(it, "eu-gdpr-33-1"))
    }

    @Test("No logs, cannot tell: that counts as possible, and the clock runs")
    func cannotTell() {
        var it = Breach.of(.controller)
        it[.personalData] = .unknown
        it[.happened] = .unknown
        (it[.confidentiality], it[.integrity], it[.availability]) = (.unknown, .no, .no)
        it.risk = .unknown
        #expect(
            verdict(it, "eu-gdpr-33-1")
                == .owed([
                    .answered(.personalData, .unknown), .lossNotExcluded([.confidentiality]), .role(.controller),
                    .risk(.unknown),
                ]))
    }

    @Test("A question nobody has asked leaves the duty undecided and is named")
    func unasked() {
        let empty = Assessment()
        #expect(verdict(empty, "eu-gdpr-33-1").questions == [.answer(.personalData), .role])
        #expect(verdict(empty, "card-acquirer").questions == [.answer(.cardData)])
        #expect(verdict(empty, "eu-nis2-23-4-a").questions == [.answer(.significant)])
        #expect(verdict(Breach.of(.controller), "eu-gdpr-34-1").questions == [.risk])
    }

    @Test("Once personal data is known to be involved, nothing else has to be answered before the 72 hours run")
    func runsEarly() {
        #expect(owed(Breach.of(.controller), "eu-gdpr-33-1"))
    }

    @Test("No personal data: nothing of data protection is owed")
    func noPersonalData() {
        var it = Breach.of(.controller, .processor)
        it[.personalData] = .no
        for row in ObligationCatalogue.shipped.obligations where row.applies.needs.contains(.personalData) {
            #expect(!row.verdict(on: it).isOwed, "\(row.id)")
        }
    }

    @Test("Unlikely risk ends the filing, and neither the processor's notice nor the register")
    func unlikelyRisk() {
        var it = Breach.of(.controller, .processor)
        it[.confidentiality] = .yes
        it.risk = .unlikely
        #expect(verdict(it, "eu-gdpr-33-1") == .notOwed([.lowRisk(.unlikely)]))
        #expect(owed(it, "eu-gdpr-33-2"))
        #expect(owed(it, "eu-gdpr-33-5"))
    }

    @Test("High risk is told to the people, unless the data was unreadable or the risk was removed")
    func highRisk() {
        var it = Breach.of(.controller)
        it[.confidentiality] = .yes
        it.risk = .high
        #expect(owed(it, "eu-gdpr-34-1"))
        for exit in [Question.unreadable, .highRiskRemoved] {
            var left = it
            left[exit] = .yes
            #expect(verdict(left, "eu-gdpr-34-1") == .notOwed([.answered(exit, .yes)]))
            // An exit has to be shown.
            left[exit] = .unknown
            #expect(owed(left, "eu-gdpr-34-1"))
        }
        #expect(owed(it, "eu-gdpr-33-1"))
    }

    @Test("Phases follow whether a filing lacked facts, also when the breach turned out to be none")
    func phases() {
        var it = Breach.of(.controller)
        #expect(verdict(it, "eu-gdpr-33-4").questions == [.answer(.filingIncomplete)])
        it[.filingIncomplete] = .no
        #expect(!owed(it, "eu-gdpr-33-4"))
        it[.filingIncomplete] = .yes
        it[.happened] = .no
        #expect(owed(it, "eu-gdpr-33-4"))
    }

    @Test("A conclusion that is the law's own test needs no further answers, and a plain no still ends the duty")
    func judgement() {
        #expect(verdict(Assessment(), "us-sec-8k-105") == .owed([.decidedBy(.materialityDetermined)]))
        #expect(owed(Assessment(), "us-nydfs-500-17-c-1"))
        #expect(owed(Assessment(), "eu-dora-initial-classification"))
        var it = Assessment()
        it[.majorIncident] = .no
        #expect(verdict(it, "eu-dora-initial-classification") == .notOwed([.answered(.majorIncident, .no)]))
        #expect(owed(Assessment(), "ca-pipeda-opc"))
        it[.seriousHarm] = .no
        #expect(!owed(it, "ca-pipeda-opc"))
    }

    @Test("A proposal and a law that does not apply yet owe nothing; an uncertain one says that it is")
    func notLaw() {
        var it = Breach.of(.controller)
        it[.confidentiality] = .yes
        it[.seriousHarm] = .yes
        it.risk = .high
        #expect(!owed(it, "eu-omnibus-33-proposal"))
        #expect(verdict(it, "in-dpdp-board-72h").reasons.map(\.text).joined().contains("mid-May 2027"))
        #expect(owed(it, "us-fcc-customers"))
        #expect(verdict(it, "us-fcc-customers").reasons.map(\.text).joined().contains("uncertain"))
    }

    @Test("Every reason and every question is a plain sentence")
    func sentences() {
        var answers = [Assessment()]
        for answer in Answer.allCases {
            var it = Breach.of(.controller)
            for question in Question.allCases { it[question] = answer }
            it.people = ["US-CA": 501, Assessment.everywhere: 1200]
            it.risk = .high
            answers.append(it)
        }
        for it in answers {
            for row in ObligationCatalogue.shipped.obligations {
                let verdict = row.verdict(on: it)
                for text in verdict.reasons.map(\.text) {
                    #expect(!text.isEmpty && !text.contains("_ ") && !text.hasSuffix(".."), "\(row.id): \(text)")
                }
                for text in verdict.questions.map(\.text) { #expect(text.hasSuffix("?"), "\(row.id): \(text)") }
            }
        }
    }

    private func verdict(_ assessment: Assessment, _ id: String) -> DutyVerdict {
        ObligationCatalogue.shipped[id]!.verdict(on: assessment)
    }

    private func owed(_ assessment: Assessment, _ id: String) -> Bool { verdict(assessment, id).isOwed }
}

private enum Breach {
    /// Personal data is involved; nothing else is known yet.
    static func of(_ roles: Role...) -> Assessment {
        var assessment = Assessment()
        assessment[.personalData] = .yes
        assessment.roles = Set(roles)
        return assessment
    }
}

@Suite("Numbers of people")
struct ThresholdStories {
    @Test(
        "More than 500, at least 500 and fewer than 500 differ by one",
        arguments: [
            (499, false, false, true), (500, false, true, false), (501, true, true, false),
        ])
    func byOne(count: Int, media: Bool, large: Bool, small: Bool) {
        var it = health
        it.people = ["all": count, "US-CA": count]
        #expect(verdict(it, "us-hipaa-media").isOwed == media)
        #expect(verdict(it, "us-hipaa-hhs-large").isOwed == large)
        #expect(verdict(it, "us-hipaa-hhs-small").isOwed == small)
        #expect(verdict(it, "us-ca-1798-82-ag").isOwed == media)
    }

    @Test("A number nobody has given is asked for, at the place that counts")
    func asked() {
        #expect(verdict(health, "us-hipaa-hhs-large").questions == [.people(of: "all")])
        #expect(verdict(health, "us-hipaa-media").questions == [.people(of: "US-*")])
        #expect(verdict(health, "us-ca-1798-82-ag").questions == [.people(of: "US-CA")])
    }

    @Test("A total below the threshold settles every place in it")
    func totalSettles() {
        var it = health
        it.people = ["all": 500]
        #expect(verdict(it, "us-ca-1798-82-ag").word == "not owed")
        #expect(verdict(it, "us-hipaa-media").word == "not owed")
        it.people = ["all": 501]
        #expect(verdict(it, "us-ca-1798-82-ag").word == "undecided")
        #expect(verdict(it, "us-hipaa-media").word == "undecided")
    }

    @Test("A part that reaches the threshold settles the whole")
    func partSettles() {
        var it = health
        it.people = ["US-NY": 700]
        #expect(verdict(it, "us-hipaa-hhs-large").isOwed)
        #expect(verdict(it, "us-hipaa-hhs-small").word == "not owed")
        #expect(verdict(it, "us-hipaa-media").isOwed)
    }

    @Test("People not yet placed count as if they all lived in one more state")
    func unplaced() {
        var it = health
        it.people = ["US": 1200, "US-CA": 400, "US-NY": 300]
        #expect(verdict(it, "us-hipaa-media").word == "not owed")
        it.people["US"] = 1201
        #expect(verdict(it, "us-hipaa-media").questions == [.people(of: "US-*")])
    }

    @Test("Singapore counts 500 people or significant harm, Japan more than 1000 or one of two kinds")
    func either() {
        var it = Breach.of(.controller)
        it[.confidentiality] = .yes
        it[.seriousHarm] = .no
        it.people = ["all": 499]
        #expect(!verdict(it, "sg-pdpa-26d-commission").isOwed)
        it.people = ["all": 500]
        #expect(verdict(it, "sg-pdpa-26d-commission").isOwed)
        #expect(verdict(it, "jp-appi-preliminary").questions == [.answer(.listedData), .answer(.malicious)])
        (it[.listedData], it[.malicious]) = (.no, .no)
        it.people = ["all": 1000]
        #expect(!verdict(it, "jp-appi-preliminary").isOwed)
        it.people = ["all": 1001]
        #expect(verdict(it, "jp-appi-preliminary").isOwed)
    }

    private var health: Assessment {
        var it = Breach.of(.controller)
        it[.confidentiality] = .yes
        it[.healthData] = .yes
        return it
    }

    private func verdict(_ assessment: Assessment, _ id: String) -> DutyVerdict {
        ObligationCatalogue.shipped[id]!.verdict(on: assessment)
    }
}
