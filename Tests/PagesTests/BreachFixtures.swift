import OnRecord
import Pages
import Sigma

/// The console's house with data sets, customers' languages and places, and duties of the catalogue.
enum BreachFixtures {
    static let policy: Policy = {
        let sets = """
            data_sets:
              - {id: accounts, title: Kundenkonten, role: controller, holds: [personal_data], people: Kontoinhaberinnen und Kontoinhaber}
              - {id: vaults, title: Vaults, role: processor, holds: [content], people: people in vaults}
            duties:
              - id: eu-gdpr-33-1
                recipient: Die Hessische Beauftragte für Datenschutz und Informationsfreiheit
              - eu-gdpr-33-2
              - eu-gdpr-33-4
              - eu-gdpr-33-5
              - eu-gdpr-34-1
              - us-ca-1798-82-individuals
              - us-sec-8k-105

            """
        let text = ConsoleFixtures.text.replacing("time_zone: UTC", with: "time_zone: Europe/Berlin")
            .replacing("promises:\n", with: sets + "promises:\n")
        do {
            return try Policy.parse(
                text, file: "policy.yaml", rules: [RuleSource(path: "rule.yml", text: ConsoleFixtures.rule)])
        } catch {
            preconditionFailure("The test policy does not load: \(error)")
        }
    }()

    /// A real breach of the accounts, as far as it is understood after half an hour.
    static func assessment(_ change: (inout Assessment) -> Void = { _ in }) -> Assessment {
        var assessment = Assessment()
        assessment.answers = [
            .personalData: .yes, .happened: .yes, .confidentiality: .yes, .integrity: .no, .availability: .no,
            .malicious: .yes, .unreadable: .no, .listedData: .no,
        ]
        assessment.dataSets = ["accounts"]
        assessment.risk = .risk
        change(&assessment)
        return assessment
    }
}

extension ConsoleStory {
    /// Confirmed at 03:15:05, aware since the alert at 03:12:05; nobody has assessed it.
    static func breach() throws -> ConsoleStory {
        var story = ConsoleStory(BreachFixtures.policy)
        try story.take(.adoptPolicy)
        try story.take(.alerts([.opened(story.alert("6f0a4a52-3c52-4b1e-9a6d-0d6b6f2f7a99", group: [:]))]))
        let id = story.incident.id
        try story.take(.acknowledge(id, by: .responder("first")), after: .minutes(1))
        let scope = ScopeSelection(customers: ["c1", "c2"], tokens: [], data: [.personalData], services: ["proxy"])
        try story.take(.setScope(id, scope, by: .operator), after: .minutes(1))
        try story.take(.confirm(id, awareAt: nil, by: .operator), after: .minutes(1))
        return story
    }

    mutating func assess(_ assessment: Assessment, reasoning: String = "", after wait: Duration = .minutes(5)) throws {
        try take(.assess(incident.id, assessment, reasoning: reasoning, by: .operator), after: wait)
    }

    mutating func file(_ statement: FilingStatement, after wait: Duration) throws {
        try take(.file(incident.id, statement, by: .operator), after: wait)
    }

    func assessmentPage(refused: RefusedForm? = nil) -> String {
        Console.assessment(
            AssessmentView(policy: policy, incident: incident, documents: documents, refused: refused, now: now)
        ).text
    }

    func filingsPage(_ duty: String? = nil, refused: RefusedForm? = nil) -> String {
        Console.filings(
            FilingsView(
                policy: policy, incident: incident, documents: documents, duty: duty, refused: refused, now: now)
        ).text
    }

    var registerEntry: RegisterEntry {
        Register.entry(incident, policy: policy, documents: documents, at: now)
    }
}
