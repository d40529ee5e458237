import OnRecord
import Pages
import Testing

@Suite("The filing sheet")
struct FilingSheetTests {
    private let art33: [ContentKey] = [
        .breachNature, .subjectCategories, .subjectCount, .recordCategories, .recordCount, .contactPoint,
        .likelyConsequences, .measuresTaken, .mitigationMeasures,
    ]

    private func view(
        _ matter: NoticeMatter, _ language: Language = .english, recommended: Set<ContentKey> = [],
        due: Duration = .hours(72)
    ) -> FilingView {
        let aware = matter.incident.milestones[.aware]!
        return FilingView(
            matter: matter,
            demand: NoticeDemand(
                duty: "eu-gdpr-33-1", citation: "GDPR Art. 33(1), 33(3)", contents: art33, recommended: recommended),
            language: language, title: "Breach notification to the supervisory authority",
            recipient: "State authority <Hesse> & others", started: aware, start: "aware", due: aware + due)
    }

    @Test("every field of Art. 33(3) is on it, known or not, in both languages and forms", arguments: Language.allCases)
    func everyField(language: Language) throws {
        let view = view(try .breach(contained: true, assessment: .processor), language)
        let html = FilingSheet.html(view).text
        let markdown = FilingSheet.markdown(view)
        for key in art33 {
            #expect(html.contains(HTML(escaping: key.title(in: language)).text), "\(key)")
            #expect(markdown.contains("### \(key.title(in: language))"), "\(key)")
        }
        #expect(Markup(html).complaints == [])
        #expect(html.contains(language == .german ? "Noch nicht bekannt" : "Not yet known"))
        #expect(html.contains(language == .german ? "etwa 1.200" : "about 1,200"))
    }

    @Test("recipient, citation, the clock and what is left of it stand at its head")
    func head() throws {
        let text = Markup(FilingSheet.html(view(try .breach(assessment: .processor))).text).text
        for fact in [
            "State authority &lt;Hesse&gt; &amp; others", "GDPR Art. 33(1), 33(3)", "Unauthorised access", "left",
        ] {
            #expect(text.contains(fact), "\(fact)")
        }
        #expect(Markup(FilingSheet.html(view(try .breach())).text).all("hesse").isEmpty)
    }

    @Test("a late filing is still to be filed, and asks for the reasons")
    func late() throws {
        let matter = try NoticeMatter.breach(assessment: .processor)
        let view = view(matter, due: .seconds(60))
        let html = FilingSheet.html(view).text
        #expect(html.contains("File all the same, at once") && html.contains("late by"))
        #expect(view.draft.checklist[.reasonsForDelay]?.requirement == .required)
        #expect(view.draft.checklist.missing.map(\.key).contains(.reasonsForDelay))
        #expect(self.view(matter).draft.checklist[.reasonsForDelay] == nil)
    }

    @Test("a supplement says what is new, what changed and from what, and what was taken back")
    func supplement() throws {
        var matter = try NoticeMatter.breach(assessment: .processor)
        matter.earlier = [
            EarlierFiling(
                at: matter.now, reference: "HBDI-77", hasReceipt: true,
                contents: [
                    "subject_count": "about 900", "record_count": "5",
                    "contact_point": "Example Vault, security@vault.example",
                ])
        ]
        let view = view(matter)
        let html = FilingSheet.html(view).text
        #expect(html.contains("Supplement, filing 2") && html.contains("the authority’s: HBDI-77"))
        #expect(html.contains("Before: about 900") && html.contains("Before: 5") && html.contains("withdrawn"))
        let news = try #require(html.firstRange(of: "New since the last filing"))
        let asked = try #require(html.firstRange(of: "What this duty asks for"))
        let part = html[news.upperBound..<asked.lowerBound]
        #expect(part.contains("Approximate number of people") && !part.contains("Contact point"))
        #expect(FilingSheet.markdown(view).contains("Before: about 900"))
    }

    @Test("a filing kept without its contents still tells what it lacked and what is there now")
    func withoutContents() throws {
        var matter = try NoticeMatter.breach(assessment: .processor)
        matter.earlier = [EarlierFiling(at: matter.now, missing: ["subject_count", "record_count"])]
        let view = view(matter)
        let html = FilingSheet.html(view).text
        let asked = try #require(html.firstRange(of: "What this duty asks for"))
        let news = html[..<asked.lowerBound]
        #expect(news.contains("about 1,200") && !news.contains("Nature of the breach"))
        #expect(view.contents["subject_count"] == "about 1,200" && view.missing.contains("record_count"))
    }

    @Test("the same filing read in the other language has not changed")
    func otherLanguage() throws {
        var matter = try NoticeMatter.breach(assessment: .processor)
        let first = view(matter)
        matter.earlier = [
            EarlierFiling(at: matter.now, contents: first.contents, language: .english, missing: first.missing)
        ]
        #expect(
            FilingSheet.html(view(matter, .german)).text.contains("Seit der letzten Meldung hat sich nichts geändert."))
    }

    @Test("what is advised is told from what is owed, and lacks nothing by being absent")
    func advised() throws {
        let view = view(try .breach(assessment: .processor), recommended: [.recordCount])
        #expect(view.draft.checklist[.recordCount]?.requirement == .recommended)
        #expect(!view.draft.checklist.missing.map(\.key).contains(.recordCount))
        #expect(FilingSheet.html(view).text.contains("<span>advised</span>"))
    }

    @Test("there is room for the authority's receipt, and one button to print")
    func receipt() throws {
        let markup = Markup(FilingSheet.html(view(try .breach())).text)
        #expect(markup.text.contains("Authority’s reference") && markup.text.contains("Receipt dated"))
        #expect(markup.all("button").map { $0.attributes["id"] } == ["print"])
        #expect(markup.all("script").count == 1 && FilingSheet.contentSecurityPolicy.contains("script-src 'sha256-"))
    }

    @Test("stated texts stay texts")
    func hostile() throws {
        let matter = try NoticeMatter.breach(
            assessment: .processor,
            stated: [
                "likely_consequences": "<img src=x onerror=alert(1)>\n# Heading", "cause": "</main><script>x</script>",
            ])
        let view = view(matter)
        let markup = Markup(FilingSheet.html(view).text)
        #expect(markup.complaints == [] && markup.all("img").isEmpty && markup.all("script").count == 1)
        #expect(FilingSheet.markdown(view).contains("\\# Heading"))
    }
}
