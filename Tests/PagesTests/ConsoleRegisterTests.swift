import Foundation
import OnRecord
import Pages
import Testing

@Suite("filings and the breach register")
struct ConsoleRegisterTests {
    /// Assessed, concluded, filed late with a receipt, supplemented and corrected.
    private func wholeStory() throws -> ConsoleStory {
        var story = try ConsoleStory.breach()
        let id = story.incident.id
        try story.assess(
            BreachFixtures.assessment { ($0.people, $0.records) = (["all": 1200, "DE": 1100], 5000) },
            reasoning: "The log shows reads.")
        try story.take(.concludeAssessment(id, reasoning: "Accounts were read.", by: .operator), after: .minutes(5))
        try story.take(
            .stateParticulars(id, ["likely_consequences": "Phishing at Kontoinhaberinnen."], by: .operator),
            after: .minutes(5))
        try story.take(.tick, after: .hours(73))
        try story.file(
            FilingStatement(
                duty: "eu-gdpr-33-1", text: "As known.", reference: "=HYPERLINK(\"x\")", reasonsForDelay: "Weekend.",
                missing: ["subject_count"],
                receipt: FilingStatement.Receipt(name: "Empfangsbestätigung.pdf", bytes: Array("%PDF".utf8))),
            after: .minutes(5))
        return story
    }

    @Test("the page of filings shows what was sent with its hashes, and a link to the receipt")
    func filings() throws {
        let story = try wholeStory()
        let page = story.filingsPage()
        let filed = try #require(page.section("filed"))
        #expect(filed.contains("First filing"))
        #expect(filed.contains("Weekend."))
        #expect(filed.contains(try #require(ContentKey(rawValue: "subject_count")).title(in: .english)))
        #expect(filed.contains("/receipts/\(story.incident.filings[0].document)\">Empfangsbestätigung.pdf</a>"))
        #expect(filed.contains(sha256Hex(Array("%PDF".utf8))))
        #expect(filed.contains(sha256Hex(Array("As known.".utf8))))
        #expect(Markup(page.withoutScript).complaints == [])
    }

    @Test("the form files under the duty due first, or the one that was asked for; a stray one is none of them")
    func chosenDuty() throws {
        var story = try ConsoleStory.breach()
        try story.assess(BreachFixtures.assessment())
        #expect(story.filingsPage().contains("name=\"duty\" value=\"eu-gdpr-33-1\""))
        #expect(story.filingsPage("us-sec-8k-105").contains("name=\"duty\" value=\"us-sec-8k-105\""))
        #expect(story.filingsPage("\"><script>").contains("name=\"duty\" value=\"eu-gdpr-33-1\""))
        #expect(story.filingsPage().contains("enctype=\"multipart/form-data\""))
        #expect(story.filingsPage().contains("href=\"/incidents/i20261122-1/sheets/eu-gdpr-33-1?language=de\""))
    }

    @Test("a refused filing keeps what was typed, and says that the file has to be chosen again")
    func refusedFiling() throws {
        var story = try ConsoleStory.breach()
        try story.assess(BreachFixtures.assessment())
        let refused = RefusedForm(
            form: "filings",
            fields: [
                "duty": ["eu-gdpr-33-1"], "text": ["<Long> text"], "reference": ["R-1"], "missing": ["subject_count"],
            ],
            reason: "It needs the reasons for the delay.")
        let page = story.filingsPage(refused: refused)
        #expect(page.contains("&lt;Long&gt; text</textarea>"))
        #expect(page.contains("value=\"R-1\""))
        #expect(page.contains("value=\"subject_count\" checked"))
        #expect(page.components(of: "name=\"missing\" value=\"record_count\" checked") == 0)
        #expect(page.contains("Choose it again"))
    }

    @Test("a register page holds times with their authors, extent, decisions with reasons, duties, filings and hashes")
    func entryPage() throws {
        let story = try wholeStory()
        let page = Console.registerEntry(story.registerEntry, policy: story.policy, now: story.now).text
        #expect(Markup(page).complaints == [])
        let times = try #require(page.section("times"))
        for caption in ["Detected", "Reasonably certain", "Confirmed", "Assessment concluded"] {
            #expect(times.contains(caption), "\(caption)")
        }
        #expect(times.contains("Sun 2026-11-22 04:12 Europe/Berlin"))
        #expect(try #require(page.section("extent")).contains("about 1200 in all, DE 1100"))
        let decisions = try #require(page.section("decisions"))
        #expect(decisions.contains("Assessed, version 1"))
        #expect(decisions.contains("Concluded: somebody must be told"))
        #expect(decisions.contains("Accounts were read."))
        let duties = try #require(page.section("duties"))
        #expect(duties.contains("Not owed"))
        #expect(duties.contains("fulfilled late"))
        #expect(try #require(page.section("filings")).contains("Weekend."))
        #expect(try #require(page.section("effects")).contains("Phishing at Kontoinhaberinnen."))
    }

    @Test("a false alarm has its row with who dismissed it and why; what nobody assessed stands there as that")
    func falseAlarm() throws {
        var story = ConsoleStory(BreachFixtures.policy)
        try story.take(.declare(eventClass: "breach", severity: nil, title: "", by: .operator))
        #expect(story.registerEntry.nature == .notAssessed)
        try story.take(.dismiss(story.incident.id, reason: "A test run.", by: .operator))
        let entry = story.registerEntry
        #expect(entry.nature == .falseAlarm)
        #expect(entry.isNotifiable == false)
        #expect(entry.decisions.map(\.what) == [.dismissed])
        #expect(entry.decisions[0].reasoning?.text == "A test run.")
    }

    @Test("what it was follows from the answers, and what is unknown is possible")
    func natures() throws {
        var story = try ConsoleStory.breach()
        try story.assess(BreachFixtures.assessment { $0[.confidentiality] = .unknown })
        #expect(story.registerEntry.nature == .possible)
        try story.assess(BreachFixtures.assessment())
        #expect(story.registerEntry.nature == .breach)
        try story.assess(BreachFixtures.assessment { $0[.personalData] = .no })
        #expect(story.registerEntry.nature == .notABreach)
    }

    @Test("a withheld text leaves its hash")
    func withheld() throws {
        var story = try wholeStory()
        let reasoning = try #require(story.incident.conclusion?.reasoning)
        let hash = try #require(story.documents[reasoning]).hash
        story.documents[reasoning] = nil
        let decision = try #require(story.registerEntry.decisions.first { $0.what == .notifiable })
        #expect(decision.reasoning?.text == nil)
        #expect(decision.reasoning?.sha256 == hash)
    }

    @Test("the filter takes year, state, nature, role, notifiable and words, and refuses what it does not know")
    func filter() throws {
        let entry = try wholeStory().registerEntry
        let holding = [
            ["year": "2026"], ["state": "open"], ["nature": "breach"], ["role": "controller"], ["notifiable": "yes"],
            ["text": "phishing weekend"], [:], ["year": "", "text": ""],
        ]
        for values in holding { #expect(try RegisterFilter(values).holds(for: entry), "\(values)") }
        let other = [
            ["year": "2025"], ["state": "closed"], ["nature": "false_alarm"], ["role": "processor"],
            ["notifiable": "undecided"], ["text": "phishing holiday"],
        ]
        for values in other { #expect(try !RegisterFilter(values).holds(for: entry), "\(values)") }
        for values in [["year": "soon"], ["state": "ajar"], ["role": "owner"], ["notifiable": "maybe"]] {
            #expect(throws: Refusal.self) { try RegisterFilter(values) }
        }
    }

    @Test("the page of the register filters without a script, and hands the filter on to its downloads")
    func list() throws {
        let story = try wholeStory()
        let view = RegisterView(
            policy: story.policy, entries: [story.registerEntry], total: 3, years: [2026],
            filter: RegisterFilter(role: .controller, text: "<a>"), query: "role=controller&text=%3Ca%3E",
            now: story.now)
        let page = Console.register(view).text
        #expect(Markup(page).complaints == [])
        #expect(!page.contains("<script>"))
        #expect(page.contains("1 of 3 entries"))
        #expect(page.contains("href=\"/register.csv?role=controller&amp;text=%3Ca%3E\""))
        #expect(page.contains("<option value=\"controller\" selected>"))
        #expect(page.contains("value=\"&lt;a&gt;\""))
    }

    @Test("the CSV has one row a breach under its header, and no cell that a spreadsheet would run")
    func csv() throws {
        let text = RegisterCSV.text([try wholeStory().registerEntry])
        let lines = text.split(separator: "\r\n")
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("\"id\",\"title\","))
        #expect(lines[0].split(separator: ",").count == lines[1].ranges(of: "\",\"").count + 1)
        #expect(lines[1].hasPrefix("\"i20261122-1\""))
        #expect(lines[1].contains("Weekend."))
    }

    @Test(
        "cells that begin like a formula become texts, and quotes are doubled",
        arguments: [
            ("=1+1", "\"'=1+1\""), ("+49", "\"'+49\""), ("-2", "\"'-2\""), ("@cmd", "\"'@cmd\""), ("\t=1", "\"'\t=1\""),
            (" =1", "\"' =1\""), ("＝1", "\"'＝1\""), ("a=1", "\"a=1\""), ("say \"no\"", "\"say \"\"no\"\"\""),
            ("a,b", "\"a,b\""), ("a\u{0}b", "\"ab\""), ("\u{0}=1", "\"'=1\""), ("", "\"\""),
        ])
    func cells(text: String, cell: String) {
        var table = CSV(header: ["x"])
        table.add([text])
        #expect(table.text == "\"x\"\r\n\(cell)\r\n")
    }

    @Test("the JSON export is the row with every moment in RFC 3339")
    func json() throws {
        struct Row: Decodable {
            struct Time: Decodable { var milestone, at, by: String }
            struct Filing: Decodable { var reference, reasonsForDelay, textSHA256: String }
            var id, nature: String
            var times: [Time]
            var filings: [Filing]
        }
        let bytes = CanonicalJSON.encode([try wholeStory().registerEntry])
        let row = try #require(CanonicalJSON.decode([Row].self, from: bytes).first)
        #expect(row.nature == "breach")
        #expect(row.times.first?.at == "2026-11-22T03:12:05Z")
        #expect(row.filings.map(\.reasonsForDelay) == ["Weekend."])
    }
}
