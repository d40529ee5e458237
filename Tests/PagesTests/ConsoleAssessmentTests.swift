import OnRecord
import Pages
import Testing

@Suite("the assessment's page")
struct ConsoleAssessmentTests {
    /// The part of a page about one question.
    private func question(_ name: String, _ page: String) throws -> Substring {
        let start = try #require(page.firstRange(of: "id=\"q-\(name)\""))
        let end = try #require(page[start.upperBound...].firstRange(of: "</fieldset>"))
        return page[start.lowerBound..<end.lowerBound]
    }

    @Test("a question nobody has answered has nothing chosen, and says so; unknown is an answer of its own")
    func unanswered() throws {
        var story = try ConsoleStory.breach()
        let fresh = try question("confidentiality", story.assessmentPage())
        #expect(fresh.contains("Not answered"))
        #expect(!fresh.contains(" checked"))
        try story.assess(BreachFixtures.assessment { $0[.confidentiality] = .unknown })
        let answered = try question("confidentiality", story.assessmentPage())
        #expect(answered.contains("value=\"unknown\" checked"))
        #expect(!answered.contains("Not answered"))
    }

    @Test("what single laws turn on is asked only where the policy has adopted a duty of theirs")
    func regimes() throws {
        let page = try ConsoleStory.breach().assessmentPage()
        #expect(page.contains("name=\"answers.listed_data\""))
        for other in ["significant", "card_data", "health_data", "listed_incident", "filing_incomplete"] {
            #expect(!page.contains("name=\"answers.\(other)\""), "\(other)")
        }
        #expect(page.contains("Your duties turn on the numbers in US-CA."))
    }

    @Test("each data set stands with our role beside it")
    func dataSets() throws {
        let page = try ConsoleStory.breach().assessmentPage()
        #expect(
            page.contains("Kundenkonten<span class=\"role\">we are controller · Kontoinhaberinnen und Kontoinhaber"))
        #expect(page.contains("Vaults<span class=\"role\">we are processor"))
    }

    @Test("open questions come first, each with a way to its field and the number of duties that wait for it")
    func openQuestions() throws {
        var story = try ConsoleStory.breach()
        try story.assess(BreachFixtures.assessment { $0[.listedData] = nil })
        let outcome = try #require(story.assessmentPage().section("outcome"))
        let first = try #require(outcome.firstRange(of: "href=\"#q-listed_data\""))
        let duties = try #require(outcome.firstRange(of: "Notification to the data protection authority"))
        #expect(first.lowerBound < duties.lowerBound)
        #expect(outcome.contains("1 duty waits for it"))
    }

    @Test("an owed duty says since when, until when in UTC and at home, to whom, why, and where the law says it")
    func outcome() throws {
        var story = try ConsoleStory.breach()
        try story.assess(BreachFixtures.assessment())
        let outcome = try #require(story.assessmentPage().section("outcome"))
        #expect(outcome.contains("Die Hessische Beauftragte für Datenschutz und Informationsfreiheit"))
        #expect(outcome.contains("2026-11-25 03:12:05 UTC</time> · Wed 2026-11-25 04:12 Europe/Berlin"))
        #expect(outcome.contains("From 2026-11-22 03:12:05 UTC on."))
        #expect(
            outcome.contains(
                "Owed, because personal data is involved, confidentiality was lost, we are the controller and there is a risk."
            ))
        #expect(outcome.contains("GDPR Art. 33(1)"))
        #expect(!outcome.contains("our target, not the law’s number"))
        try story.assess(BreachFixtures.assessment { $0.risk = .high })
        let graver = try #require(story.assessmentPage().section("outcome"))
        #expect(graver.contains("Telling the people concerned"))
        #expect(graver.contains("our target, not the law’s number"))
    }

    @Test("what is not owed stays visible with its reason, folded")
    func notOwed() throws {
        var story = try ConsoleStory.breach()
        try story.assess(BreachFixtures.assessment())
        let outcome = try #require(story.assessmentPage().section("outcome"))
        let folded = try #require(outcome.firstRange(of: "<details id=\"not-owed\">"))
        #expect(outcome[folded.upperBound...].contains("Processor tells its controllers"))
        #expect(outcome[folded.upperBound...].contains("we are not the processor"))
    }

    @Test("it is concluded only when nothing is open; not notifiable says that the register keeps why")
    func conclusion() throws {
        var story = try ConsoleStory.breach()
        try story.assess(BreachFixtures.assessment { $0.risk = .unlikely })
        #expect(story.assessmentPage().contains("Nobody needs to be told"))
        #expect(story.assessmentPage().contains("Conclude: it is not notifiable"))
        try story.assess(BreachFixtures.assessment { $0.dataSets = [] })
        #expect(story.assessmentPage().contains("Conclude: it is notifiable"))
        try story.assess(BreachFixtures.assessment { $0[.listedData] = nil })
        #expect(!story.assessmentPage().contains("/conclusion\""))
        try story.assess(BreachFixtures.assessment { $0.risk = .unlikely })
        try story.take(.concludeAssessment(story.incident.id, reasoning: "Only <b>hashes</b>.", by: .operator))
        let section = try #require(story.assessmentPage().section("conclusion"))
        #expect(section.contains("Concluded: not notifiable"))
        #expect(section.contains("Only &lt;b&gt;hashes&lt;/b&gt;."))
        #expect(!section.contains("<form"))
        try story.assess(BreachFixtures.assessment { $0.risk = .risk })
        #expect(story.assessmentPage().contains("Answers have changed since the last conclusion."))
    }

    @Test("every version stands with author, moment, what changed and its reasoning; the newest first")
    func versions() throws {
        var story = try ConsoleStory.breach()
        try story.assess(BreachFixtures.assessment { $0.risk = .unknown }, reasoning: "Logs are being read.")
        try story.assess(BreachFixtures.assessment { ($0.risk, $0.people) = (.high, ["all": 1200]) })
        let section = try #require(story.assessmentPage().section("versions"))
        let newer = try #require(section.firstRange(of: "Version 2"))
        let older = try #require(section.firstRange(of: "Version 1"))
        #expect(newer.lowerBound < older.lowerBound)
        #expect(section.contains("<li>Risk to people: unknown → high</li>"))
        #expect(section.contains("<li>People concerned: 1200</li>"))
        #expect(section.contains("Logs are being read."))
        #expect(section.contains("operator · 2026-11-22 03:25:05 UTC"))
    }

    @Test("the severity score pre-fills the judgement, says that it never decides, and leaves the answer open")
    func severityAid() throws {
        var story = try ConsoleStory.breach()
        let aid = SeverityAid(context: 4, identification: .maximum, confidentiality: .unknownRecipients)
        try story.assess(BreachFixtures.assessment { ($0.severity, $0.risk) = (aid, nil) })
        #expect(story.incident.assessment?.risk == nil)
        let page = story.assessmentPage()
        let risk = try question("risk", page)
        #expect(risk.contains("value=\"high\" checked"))
        #expect(
            risk.contains(
                "The score of 4.5 (very high) pre-fills “The risk is high”. Nothing is decided until you save it."))
        #expect(page.contains("never decides"))
        try story.assess(BreachFixtures.assessment { ($0.severity, $0.risk) = (aid, .risk) })
        #expect(try question("risk", story.assessmentPage()).contains("value=\"risk\" checked"))
        #expect(try question("risk", story.assessmentPage()).contains("Say below why you judge otherwise."))
    }

    @Test("what was typed into a refused form stands in it again")
    func nothingTypedIsLost() throws {
        let refused = RefusedForm(
            form: "assessment",
            fields: [
                "answers.personal_data": ["yes"], "people.all": ["many"], "people_by_place": ["DE 5"], "risk": ["high"],
                "data_sets": ["vaults"], "reasoning": ["Because <that>."], "severity.context": ["3"],
            ], reason: "people.all is “many”.")
        let page = try ConsoleStory.breach().assessmentPage(refused: refused)
        #expect(page.contains("role=\"alert\""))
        #expect(page.contains("name=\"people.all\" inputmode=\"numeric\" value=\"many\""))
        #expect(page.contains(">DE 5</textarea>"))
        #expect(page.contains("value=\"vaults\" checked"))
        #expect(page.contains("Because &lt;that&gt;."))
        #expect(page.contains("<option value=\"3\" selected>"))
    }

    @Test("with no personal data involved, what nothing turns on is folded away, and the path ends there")
    func idleSteps() throws {
        var story = try ConsoleStory.breach()
        try story.assess(BreachFixtures.assessment { $0[.personalData] = .no })
        let page = story.assessmentPage()
        #expect(page.components(of: "No personal data is involved, so nothing turns on this") == 2)
        #expect(
            page.contains(
                "<li class=\"ends\"><span>Personal data?</span> <strong>No personal data is involved</strong></li>"))
        #expect(page.contains("<li class=\"idle\"><span>Risk to people?</span>"))
    }

    @Test("the page nests, loads nothing and has no style or event attribute, in every state")
    func markup() throws {
        var story = try ConsoleStory.breach()
        var pages = [story.assessmentPage()]
        try story.assess(BreachFixtures.assessment { $0.severity = SeverityAid(context: 1, identification: .limited) })
        pages.append(story.assessmentPage())
        try story.take(.concludeAssessment(story.incident.id, reasoning: "Read.", by: .operator))
        pages.append(story.assessmentPage())
        for page in pages {
            #expect(Markup(page.withoutScript).complaints == [])
            #expect(page.firstMatch(of: /<[a-z][^>]*\s(style|on[a-z]+)=/) == nil)
        }
    }
}

extension String {
    /// Its one script holds comparisons, which are no markup.
    var withoutScript: String { replacing(/<script>[\s\S]*?<\/script>/, with: "") }
}
