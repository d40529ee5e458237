import Foundation
import OnRecord
import Testing

extension RealProgram {
    @Suite("Questions about the law, on the command line") struct DutyAnswers {}
}

extension RealProgram.DutyAnswers {
    @Test("list names every duty once, under one heading for each jurisdiction, in 100 columns")
    func list() async throws {
        let outcome = try await Program.run("duty", "list")
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.allSatisfy { $0.count <= 100 }, "\(lines.filter { $0.count > 100 })")
        let names = Set(ObligationCatalogue.shipped.obligations.map(\.id))
        let ids = lines.compactMap { line in
            line.hasPrefix("  ") ? line.split(separator: " ").first.map(String.init) : nil
        }
        .filter(names.contains)
        #expect(Set(ids) == names && ids.count == names.count)
        let headings = lines.filter { line in
            Jurisdiction.allCases.contains { line == "\($0.rawValue)  \($0.name)" }
        }
        #expect(headings.count == Jurisdiction.allCases.count && Set(headings).count == headings.count)
        #expect(outcome.output.contains("77 duties") && outcome.output.contains("Not legal advice"))
    }

    @Test("One jurisdiction's list holds its states, and its JSON is what show prints for each")
    func oneJurisdiction() async throws {
        let outcome = try await Program.run("duty", "list", "--jurisdiction", "us", "--json")
        #expect(outcome.status == 0)
        let rows = try decode([Row].self, outcome)
        let expected = ObligationCatalogue.shipped.obligations.filter { $0.jurisdiction.rawValue.hasPrefix("US") }
        #expect(Set(rows.map(\.id)) == Set(expected.map(\.id)))
        let shown = try decode(Row.self, try await Program.run("duty", "show", "us-sec-8k-105", "--json"))
        #expect(rows.contains(shown))
        #expect(shown.within == "4 business days" && shown.starts == "materiality_determined")
        #expect(shown.applies_when.hasPrefix("The incident was judged material"))
    }

    @Test("show tells recipient, clock, contents, exception and source in 100 columns, for every duty")
    func show() async throws {
        let outcome = try await Program.run("duty", "show", "eu-gdpr-33-1")
        #expect(outcome.status == 0)
        for word in [
            "recipient", "72 hours", "subject_count", "Harm to people is unlikely", "GDPR Art. 33(1)",
            "own text was read",
        ] {
            #expect(outcome.output.contains(word), "\(word)")
        }
        for id in [
            "eu-gdpr-34-1", "us-ca-1798-82-individuals", "br-lgpd-anpd", "us-fcc-agencies", "eu-dora-initial-awareness",
        ] {
            let output = try await Program.run("duty", "show", id).output
            #expect(output.split(separator: "\n").allSatisfy { $0.count <= 100 }, "\(id)")
        }
    }

    struct Asked: Sendable, CustomTestStringConvertible {
        var id: String
        var at: [String]
        var zone = "UTC"
        var more: [String] = []
        /// Worked out by hand.
        var due: String
        var wall: String
        var testDescription: String { "\(id) \(at.joined(separator: " ")) \(zone)" }

        var arguments: [String] {
            ["duty", "due", id] + at.flatMap { ["--at", $0] } + ["--zone", zone] + more
        }
    }

    @Test(
        "due counts hours, days, months, business days and chains as the law does",
        arguments: [
            // Hours run through the Sunday: + 72 h.
            Asked(
                id: "eu-gdpr-33-1", at: ["aware=2026-11-22T10:00:00Z"], zone: "Europe/Berlin",
                due: "2026-11-25T10:00:00Z", wall: "2026-11-25 11:00"),
            // Over the night of 28 March 2027, in which Berlin has one hour less.
            Asked(
                id: "eu-gdpr-33-1", at: ["aware=2027-03-26T10:00:00+01:00"], zone: "Europe/Berlin",
                due: "2027-03-29T09:00:00Z", wall: "2027-03-29 11:00"),
            // 60 days after 1 December: 30 January; the end of that day in New York is 04:59:59.999 UTC of the next.
            Asked(
                id: "us-hipaa-individuals", at: ["discovered=2026-12-01T15:00:00Z"], zone: "America/New_York",
                due: "2027-01-31T04:59:59.999Z", wall: "2027-01-30 23:59"),
            // A month after 31 January 2027: 28 February, a Sunday; NIS2 moves nothing.
            Asked(
                id: "eu-nis2-23-4-d", at: ["submitted=2027-01-31T12:00:00Z"], zone: "Europe/Berlin",
                due: "2027-02-28T22:59:59.999Z", wall: "2027-02-28 23:59"),
            // The CRA does move: to the end of Monday.
            Asked(
                id: "eu-cra-14-4-c", at: ["submitted=2027-01-31T12:00:00Z"], zone: "Europe/Berlin",
                due: "2027-03-01T22:59:59.999Z", wall: "2027-03-01 23:59"),
            // Wednesday; Thanksgiving is left out: Friday 1, Monday 2, Tuesday 3, Wednesday 4, 17:30 Eastern.
            Asked(
                id: "us-sec-8k-105", at: ["materiality_determined=2026-11-25T15:00:00Z"], zone: "America/New_York",
                due: "2026-12-02T22:30:00Z", wall: "2026-12-02 17:30"),
            // The same with one more closed day.
            Asked(
                id: "us-sec-8k-105", at: ["materiality_determined=2026-11-25T15:00:00Z"], zone: "America/New_York",
                more: ["--holiday", "2026-11-27"], due: "2026-12-03T22:30:00Z", wall: "2026-12-03 17:30"),
            // Thursday; 20 November is a holiday in Brazil: Monday 1, Tuesday 2, Wednesday 3. São Paulo is UTC-3.
            Asked(
                id: "br-lgpd-anpd", at: ["aware=2026-11-19T12:00:00Z"], zone: "America/Sao_Paulo",
                due: "2026-11-26T02:59:59.999Z", wall: "2026-11-25 23:59"),
            // Saturday 03:00 in Berlin moves to Monday noon.
            Asked(
                id: "eu-dora-initial-classification", at: ["classified=2026-11-27T22:00:00Z"], zone: "Europe/Berlin",
                due: "2026-11-30T11:00:00Z", wall: "2026-11-30 12:00"),
        ])
    func due(asked: Asked) async throws {
        let text = try await Program.run(asked.arguments)
        #expect(text.status == 0 && text.errors.isEmpty, "\(text.errors)")
        #expect(text.output.contains(asked.wall), "\(text.output)")
        #expect(text.output.split(separator: "\n").allSatisfy { $0.count <= 100 }, "\(text.output)")
        let answer = try decode(Answer.self, try await Program.run(asked.arguments + ["--json"]))
        #expect(answer.id == asked.id && answer.result == "due" && answer.zone == asked.zone)
        // JSON has whole seconds.
        #expect(answer.due == Timestamp(rfc3339: asked.due)?.rfc3339, "\(answer)")
        #expect(answer.due_local == asked.wall && answer.suggested == false)
    }

    @Test("A target of ours, a law of uncertain force, and two clocks for one filing say what they are")
    func kinds() async throws {
        let target = try await Program.run("duty", "due", "eu-gdpr-33-2", "--at", "aware=2026-11-22T10:00:00Z")
        #expect(target.output.contains("our target") && target.output.contains("without undue delay"))
        let uncertain = try decode(
            Answer.self,
            try await Program.run(
                "duty", "due", "us-fcc-customers", "--at", "determined=2026-11-22T10:00:00Z", "--json"))
        #expect(uncertain.uncertain == true)
        let both = [
            "duty", "due", "eu-dora-initial-awareness", "--at", "aware=2026-11-25T08:00:00Z", "--at",
            "classified=2026-11-25T10:00:00Z",
        ]
        #expect(try await Program.run(both).output.contains("eu-dora-initial-classification"))
        #expect(
            try decode(Answer.self, try await Program.run(both + ["--json"])).binding
                == "eu-dora-initial-classification")
        let late = try decode(
            Answer.self,
            try await Program.run(
                "duty", "due", "eu-dora-initial-awareness", "--at", "aware=2026-11-25T08:00:00Z", "--at",
                "classified=2026-11-27T10:00:00Z", "--json"))
        #expect(late.result == "fallen_away" && late.due == nil && late.reason?.contains("classified") == true)
    }

    @Test(
        "What is not law in force has no clock, and says so",
        arguments: [("eu-omnibus-33-proposal", "It is a proposal"), ("in-dpdp-board-72h", "not yet applicable")])
    func notLive(id: String, word: String) async throws {
        let arguments = ["duty", "due", id, "--at", "aware=2026-11-22T10:00:00Z"]
        let outcome = try await Program.run(arguments)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("no clock") && outcome.output.contains(word))
        let answer = try decode(Answer.self, try await Program.run(arguments + ["--json"]))
        #expect(answer.result == "not_live" && answer.due == nil && answer.reason?.contains(word) == true)
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        var arguments: [String]
        var thing, remedy: String
        var testDescription: String { arguments.joined(separator: " ") }

        init(_ arguments: String, _ thing: String, _ remedy: String) {
            (self.arguments, self.thing, self.remedy) = (
                arguments.split(separator: " ").map(String.init), thing, remedy
            )
        }
    }

    @Test(
        "A mistake is one line that names it and what to type, with exit code 64",
        arguments: [
            Mistake("show eu-gpdr-33-1", "“eu-gpdr-33-1”", "Did you mean eu-gdpr-33-1"),
            Mistake("show world-peace", "“world-peace”", "`onrecord duty list`"),
            Mistake("due eu-gdpr-33-9 --at aware=2026-11-22T10:00:00Z", "“eu-gdpr-33-9”", "Did you mean"),
            Mistake("list --jurisdiction FR", "“FR”", "Leave the option out"),
            Mistake("due eu-gdpr-33-1", "`aware`", "--at aware=2026-11-22T10:00:00Z"),
            Mistake("due eu-gdpr-33-1 --at confirmed=2026-11-22T10:00:00Z", "`aware`", "Add --at aware="),
            Mistake("due eu-gdpr-33-4", "eu-gdpr-33-1 was filed", "Add --at submitted="),
            Mistake("due eu-gdpr-33-1 --at aware=yesterday", "“yesterday”", "2026-11-22T11:00:00+01:00"),
            Mistake("due eu-gdpr-33-1 --at aware=2026-11-22", "“2026-11-22”", "2026-11-22T10:00:00Z"),
            Mistake("due eu-gdpr-33-1 --at noticed=2026-11-22T10:00:00Z", "noticed", "aware"),
            Mistake("due eu-gdpr-33-1 --at 2026-11-22T10:00:00Z", "“2026-11-22T10:00:00Z”", "aware=2026"),
            Mistake(
                "due eu-gdpr-33-1 --at aware=2026-11-22T10:00:00Z --at aware=2026-11-22T11:00:00Z", "twice",
                "Keep the right one"),
            Mistake(
                "due eu-gdpr-33-1 --at aware=2026-11-22T12:00:00Z --at confirmed=2026-11-22T11:00:00Z",
                "after confirmed",
                "Mend one"),
            Mistake(
                "due eu-gdpr-33-1 --at aware=2026-11-22T10:00:00Z --zone Europe/Marburg", "“Europe/Marburg”",
                "Europe/Berlin"),
            Mistake(
                "due eu-gdpr-33-1 --at aware=2026-11-22T10:00:00Z --holiday Christmas", "“Christmas”", "2026-12-25"),
        ])
    func mistakes(mistake: Mistake) async throws {
        let outcome = try await Program.run(["duty"] + mistake.arguments)
        expectRefusal(outcome, 64, naming: mistake.thing, remedy: mistake.remedy)
    }

    // MARK: - Drills

    @Test(
        "A rehearsed breach prints each duty with start, due and source, and what is owed first",
        arguments: [
            (
                "ransomware", ["eu-gdpr-33-1"], ["eu-gdpr-33-2", "eu-gdpr-33-5"],
                ["2026-11-22 10:30:00", "2026-11-23 10:30:00", "2026-11-25 10:30:00"]
            ),
            ("attempted-access", [], [], ["None of 5 adopted duties is owed", "it was tried and stopped"]),
            (
                "exfiltration-high-risk", ["eu-gdpr-33-1", "eu-gdpr-34-1"], ["eu-gdpr-33-5"],
                ["2026-11-25 10:30:00", "our target"]
            ),
            ("processor-only", [], ["eu-gdpr-33-2"], ["2026-11-23 10:30:00", "we are not the controller"]),
        ])
    func scenarios(name: String, open: [String], done: [String], words: [String]) async throws {
        let outcome = try await Program.run("drill", "wrl", "--scenario", name, "--at", "2026-11-22T10:00:00Z")
        #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.allSatisfy { $0.count <= 100 }, "\(lines.filter { $0.count > 100 })")
        // Two columns before a duty's id; its heading says whether it is owed.
        var heading = ""
        var found: [String: [String]] = [:]
        for line in lines {
            if ["OWED AND OPEN", "OWED AND DONE", "UNDECIDED", "NOT OWED"].contains(line) { heading = line }
            if line.hasPrefix("  eu-"), let id = line.split(separator: ":").first {
                found[heading, default: []].append(String(id.dropFirst(2)))
            }
        }
        #expect(found["OWED AND OPEN", default: []] == open, "\(outcome.output)")
        #expect(found["OWED AND DONE", default: []] == done, "\(outcome.output)")
        #expect(found["UNDECIDED"] == nil)
        #expect(found.values.joined().count == 5)
        for word in words { #expect(outcome.output.contains(word), "\(word) in \(outcome.output)") }
        #expect(outcome.output.components(separatedBy: "source ").count == 6)
    }

    @Test("A scenario nobody knows, one with a class besides, and a moment that is none are refused")
    func scenarioMistakes() async throws {
        let unknown = try await Program.run("drill", "wrl", "--scenario", "flood")
        expectRefusal(unknown, 1, naming: "“flood”", remedy: "ransomware")
        let both = try await Program.run("drill", "wrl", "--scenario", "ransomware", "--class", "security")
        expectRefusal(both, 64, naming: "--class", remedy: "one of them")
        let moment = try await Program.run("drill", "wrl", "--scenario", "ransomware", "--at", "noon")
        expectRefusal(moment, 64, naming: "“noon”", remedy: "2026-11-22T10:00:00Z")
    }

    // MARK: -

    /// What other programs rely on, of `duty show --json`.
    private struct Row: Decodable, Equatable {
        var id, title, jurisdiction, citation, starts, applies_when, status, confidence: String
        var within, target: String?
        var contents: [String]
    }

    /// Of `duty due --json`.
    private struct Answer: Decodable {
        var id, result, zone, starts: String
        var start, due, due_local, reason, counted, binding: String?
        var suggested, uncertain: Bool?
    }

    private func decode<T: Decodable>(_: T.Type, _ outcome: Outcome) throws -> T {
        #expect(outcome.status == 0, "\(outcome.errors)")
        return try JSONDecoder().decode(T.self, from: Data(outcome.output.utf8))
    }
}
