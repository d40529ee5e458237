@testable import OnRecord
import Testing

/// The house of the other stories, with data sets and duties of the catalogue.
extension Cast {
    static func breachPolicy(
        duties: [String] = ["eu-gdpr-33-1", "eu-gdpr-33-2", "eu-gdpr-33-4", "eu-gdpr-33-5", "eu-gdpr-34-1"]
    ) throws
        -> Policy
    {
        let written = text(replacing: "duties:\n", with: "duties:\n\(duties.map { "  - \($0)\n" }.joined())")
        let sets = """
            data_sets:
              - {id: accounts, title: Accounts, role: controller, holds: [personal_data], people: account holders}
              - {id: vaults, title: Vaults, role: processor, holds: [content], people: people in vaults}

            """
        return try .parse(sets + written, file: "policy.yaml", rules: rules)
    }

    /// A real breach of the accounts, as far as it is understood after half an hour.
    static func assessment(_ change: (inout Assessment) -> Void = { _ in }) -> Assessment {
        var assessment = Assessment()
        assessment.answers = [
            .personalData: .yes, .happened: .yes, .confidentiality: .yes, .integrity: .no, .availability: .no,
            .malicious: .yes, .unreadable: .no,
        ]
        assessment.dataSets = ["accounts"]
        assessment.risk = .risk
        change(&assessment)
        return assessment
    }
}

extension Story {
    @discardableResult
    func assess(_ assessment: Assessment, reasoning: String = "", after span: Duration = .minutes(1)) throws -> Decision
    {
        try take(.assess(id, assessment, reasoning: reasoning, by: .operator), after: span)
    }

    @discardableResult
    func file(_ duty: String, missing: [String] = [], reasons: String = "", after span: Duration = .minutes(1)) throws
        -> Decision
    {
        try take(
            .file(
                id, FilingStatement(duty: duty, text: "As known.", reasonsForDelay: reasons, missing: missing),
                by: .operator),
            after: span)
    }

    func duty(_ id: String) throws -> DutyView {
        try #require(policy.duties(in: incident).first { $0.promise.id == id })
    }
}
