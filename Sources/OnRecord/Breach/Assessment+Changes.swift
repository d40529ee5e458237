/// One answer that a version of the assessment gave otherwise than the one before.
public struct AssessmentChange: Sendable, Hashable, Encodable {
    public var what: Subject
    /// As the API writes it; nil: there was no answer.
    public var from: String?
    public var to: String?

    public enum Subject: Sendable, Hashable {
        case answer(Question)
        case dataSets, risk, severity, records
        /// The number of people at a place, or `Assessment.everywhere`.
        case people(String)
    }
}

extension AssessmentChange.Subject: Encodable {
    /// The field's name in forms and API.
    public var field: String {
        switch self {
        case .answer(let question): "answers.\(question.rawValue)"
        case .dataSets: "data_sets"
        case .risk: "risk"
        case .severity: "severity"
        case .records: "records"
        case .people(let place): "people.\(place)"
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(field)
    }
}

extension Assessment {
    /// What this version says otherwise than an earlier one, in the order of the form.
    public func changes(since earlier: Assessment?) -> [AssessmentChange] {
        let earlier = earlier ?? Assessment()
        let places = Set(people.keys).union(earlier.people.keys).sorted()
        let compared: [(AssessmentChange.Subject, String?, String?)] =
            Question.allCases.map { (.answer($0), earlier[$0]?.rawValue, self[$0]?.rawValue) }
            + [(.dataSets, earlier.dataSetText, dataSetText)]
            + places.map { (.people($0), earlier.people[$0].map(String.init), people[$0].map(String.init)) }
            + [
                (.records, earlier.records.map(String.init), records.map(String.init)),
                (.severity, earlier.severity?.scoreText, severity?.scoreText),
                (.risk, earlier.risk?.rawValue, risk?.rawValue),
            ]
        return compared.filter { $0.1 != $0.2 }.map { AssessmentChange(what: $0.0, from: $0.1, to: $0.2) }
    }

    private var dataSetText: String? { dataSets.isEmpty ? nil : dataSets.joined(separator: ", ") }
}

extension SeverityAid {
    /// `2.25`, `3`: quarters are all it knows.
    public var scoreText: String {
        let hundredths = Int((score * 100).rounded())
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        if rest == 0 { return "\(whole)" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
