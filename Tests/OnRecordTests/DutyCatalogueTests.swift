import OnRecord
import Testing

@Suite("The catalogue of duties")
struct DutyCatalogueTests {
    @Test("Everything in it fits together, and 77 duties and 68 contents are known")
    func shipped() throws {
        let text = try Checkout.text("Sources/OnRecord/Breach/obligations.yaml")
        let catalogue = try ObligationCatalogue.parse(text, file: "obligations.yaml")
        #expect(catalogue.obligations.count == 77)
        #expect(catalogue.obligations.map(\.id) == ObligationCatalogue.shipped.obligations.map(\.id))
        #expect(ContentKey.allCases.count == 68)
        let used = Set(catalogue.obligations.flatMap(\.contents))
        #expect(ContentKey.allCases.filter { !used.contains($0) } == [])
    }

    @Test("A milestone that starts a clock has the clock's own name")
    func milestones() {
        for milestone in [Milestone.detected, .aware, .confirmed, .contained] {
            #expect(DutyStart(rawValue: milestone.rawValue) != nil)
        }
    }

    @Test("Every question of the assessment is asked by some duty, or was asked before any of them")
    func questions() {
        let asked = Set(ObligationCatalogue.shipped.obligations.flatMap { $0.applies.questions })
        #expect(Question.allCases.filter { !asked.contains($0) } == [.happened])
    }

    @Test("One good row is enough for a catalogue")
    func oneRow() throws {
        let catalogue = try ObligationCatalogue.parse(Row.text(), file: "own.yaml")
        #expect(catalogue["own-duty"]?.within == .elapsed(.hours(24)))
    }

    @Test("A mistake is named with its line, its key and the remedy", arguments: Row.mistakes)
    func mistakes(mistake: Row.Mistake) {
        do {
            _ = try ObligationCatalogue.parse(
                Row.text(replacing: mistake.passage, with: mistake.wrong), file: "own.yaml")
            Issue.record("“\(mistake.wrong)” was taken")
        } catch let refused as PolicyProblems {
            let told = refused.problems.map(\.description)
            #expect(refused.problems.count == 1, "\(told)")
            #expect(told.first?.hasPrefix("own.yaml:\(mistake.line): \(mistake.key) is ") == true, "\(told)")
            #expect(refused.problems.allSatisfy { !$0.remedy.isEmpty })
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test("Two rows of one id, and a catalogue that is no YAML, are refused")
    func wholeFile() {
        let twice = Row.text() + Row.text().split(separator: "\n").dropFirst(3).joined(separator: "\n") + "\n"
        #expect(throws: PolicyProblems.self) { try ObligationCatalogue.parse(twice, file: "own.yaml") }
        #expect(throws: PolicyProblems.self) { try ObligationCatalogue.parse("[", file: "own.yaml") }
        #expect(throws: PolicyProblems.self) { try ObligationCatalogue.parse("", file: "own.yaml") }
    }

    @Test(
        "A misspelt id finds the one that was meant",
        arguments: [
            ("eu-gpdr-33-1", "eu-gdpr-33-1"), ("gdpr-34-1", "eu-gdpr-34-1"), ("us-sec-8k", "us-sec-8k-105"),
            ("EU-DORA-FINAL", "eu-dora-final"),
        ])
    func nearIDs(typed: String, meant: String) {
        #expect(ObligationCatalogue.shipped.near(typed).first == meant)
    }

    @Test("What looks like nothing finds nothing")
    func farIDs() { #expect(ObligationCatalogue.shipped.near("xyz") == []) }
}

extension DutyCondition {
    fileprivate var questions: [Question] { needs + lost + unless + anyOf.flatMap(\.questions) }
}

enum Row {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let passage: String, wrong: String, line: Int, key: String
        var testDescription: String { wrong }
    }

    static let mistakes = [
        mistake("kind: statute", "kind: statut", 6, "kind"),
        mistake("title: A duty", "titel: A duty\n    title: A duty", 5, "obligations[0].titel"),
        mistake("starts: aware", "starts: noticed", 12, "starts"),
        mistake("starts: aware", "starts: submitted", 4, "after"),
        mistake("starts: aware", "starts: submitted\n    after: no-such-duty", 13, "after"),
        mistake("starts: aware", "starts: aware\n    after: own-duty", 13, "after"),
        mistake("within: 24 hours", "within: PT24H", 13, "within"),
        mistake("within: 24 hours", "within: +24 hours", 13, "within"),
        mistake("within: 24 hours", "within: 4 business days", 4, "calendar"),
        mistake("within: 24 hours", "within: 24 hours\n    target: 12 hours", 14, "target"),
        mistake("within: 24 hours", "standard: promptly", 4, "within"),
        mistake("within: 24 hours", "target: 12 hours", 4, "standard"),
        mistake("within: 24 hours", "within: 24 hours\n    group: alone", 14, "group"),
        mistake("contents: [what_happened]", "contents: [what_happend]", 14, "contents"),
        mistake("needs: [personal_data]", "needs: [persnal_data]", 17, "applies.needs"),
        mistake("needs: [personal_data]", "need: [personal_data]", 17, "applies.need"),
        mistake("needs: [personal_data]", "lost: [personal_data]", 17, "applies.lost"),
        mistake("needs: [personal_data]", "people: {over: many}", 17, "applies.people.over"),
        mistake("needs: [personal_data]", "people: {over: 5, under: 9}", 17, "applies.people.over"),
        mistake("confidence: text", "status: uncertain\n    confidence: text", 4, "status_note"),
    ]

    private static func mistake(_ passage: String, _ wrong: String, _ line: Int, _ key: String) -> Mistake {
        Mistake(
            passage: passage, wrong: wrong, line: line,
            key: key.hasPrefix("obligations") ? key : "obligations[0].\(key)")
    }

    static func text(replacing passage: String = "", with other: String = "") -> String {
        let text = """
            onrecord_obligations: 1
            as_of: 2026-11-22
            obligations:
              - id: own-duty
                title: A duty
                kind: statute
                jurisdiction: EU
                role: controller
                recipient: an office
                audience: authority
                citation: A law
                starts: aware
                within: 24 hours
                contents: [what_happened]
                applies_when: Always.
                applies:
                  needs: [personal_data]
                confidence: text

            """
        return passage.isEmpty ? text : text.replacing(passage, with: other)
    }
}
