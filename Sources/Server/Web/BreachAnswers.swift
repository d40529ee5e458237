import OnRecord

/// The breach assessment as the API shows it: what is open, and every version.
struct AssessmentAnswer: Encodable {
    /// Oldest first; the last one holds.
    var versions: [Version]
    var conclusion: Conclusion?
    /// Whether nothing was answered since the conclusion.
    var isConcluded: Bool
    /// What adopted duties wait for.
    var open: [String]

    struct Version: Encodable {
        var version: Int
        var at, by: String
        var answers: [String: Answer]
        var dataSets, roles: [String]
        var risk: String?
        var severity: Severity?
        var people: [String: Int]
        var records: Int?
        var changes: [AssessmentChange]
        var reasoning: String?
    }

    /// The aid's inputs, its score, and what it would suggest: never the decision.
    struct Severity: Encodable {
        var inputs: SeverityAid
        var score, level, suggests: String
    }

    struct Conclusion: Encodable {
        var notifiable: Bool
        var at, by: String
        var reasoning: String?
    }

    typealias Answer = OnRecord.Answer

    init(_ incident: Incident, policy: Policy, documents: [DocumentID: Document]) {
        versions = incident.assessments.enumerated().map { index, version in
            let assessment = version.assessment
            return Version(
                version: index + 1, at: version.at.rfc3339, by: version.by.rawValue,
                answers: Dictionary(uniqueKeysWithValues: assessment.answers.map { ($0.key.rawValue, $0.value) }),
                dataSets: assessment.dataSets, roles: assessment.roles.map(\.rawValue).sorted(),
                risk: assessment.risk?.rawValue,
                severity: assessment.severity.map {
                    Severity(
                        inputs: $0, score: $0.scoreText, level: $0.level.rawValue, suggests: $0.suggestedRisk.rawValue)
                },
                people: assessment.people, records: assessment.records,
                changes: assessment.changes(since: index == 0 ? nil : incident.assessments[index - 1].assessment),
                reasoning: version.reasoning.flatMap { documents[$0]?.text })
        }
        conclusion = incident.conclusion.map {
            Conclusion(
                notifiable: $0.isNotifiable, at: $0.at.rfc3339, by: $0.by.rawValue,
                reasoning: documents[$0.reasoning]?.text)
        }
        isConcluded = incident.isConcluded
        var seen: Set<String> = []
        open = policy.duties(in: incident).flatMap(\.verdict.questions).map(\.text).filter { seen.insert($0).inserted }
    }
}

/// A duty in one incident as the API shows it.
struct DutyAnswer: Encodable {
    var id, title, recipient, citation: String
    /// `owed`, `not owed`, `undecided`.
    var verdict: String
    var why: [String]
    /// What has to be answered before it is decided.
    var open: [String]
    /// `running`, `overdue`, `fulfilled`, …
    var standing: String
    /// The moment its clock counts from: its name, and when it came.
    var starts: String
    var started, due: String?
    /// How it was counted; or what the clock waits for.
    var counted: String
    /// The law has no number; the target is ours.
    var isOurTarget: Bool
    var fulfilled: String?

    init(_ view: DutyView, at now: Timestamp) {
        let obligation = view.adoption.obligation
        (id, title, citation) = (view.promise.id, obligation.title, obligation.citation)
        (recipient, verdict) = (view.adoption.recipient, view.verdict.word)
        why = view.verdict.reasons.map(\.text)
        open = view.verdict.questions.map(\.text)
        let standing = view.standing(at: now)
        self.standing = standing.word
        starts = obligation.starts.rawValue
        (started, due) = (view.startedAt?.rfc3339, view.dueAt?.rfc3339)
        switch view.due {
        case .by(let deadline): counted = deadline.counted
        case .missing(let fact): counted = "waits for \(fact.text)"
        case .fallenAway(let why): counted = why
        case .notLive(let status, let note): counted = "\(status.text): \(note)"
        }
        isOurTarget = view.isSuggested
        if case .fulfilled(let at, _) = standing { fulfilled = at.rfc3339 }
    }
}
