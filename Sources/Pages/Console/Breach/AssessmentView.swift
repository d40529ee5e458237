import OnRecord

/// What the breach assessment's page shows.
public struct AssessmentView: Sendable {
    public var policy: Policy
    public var incident: Incident
    /// The texts behind the incident's `documented` facts: the reasoning of each version.
    public var documents: [DocumentID: Document]
    /// A form that was not accepted: `assessment` or `conclusion`.
    public var refused: RefusedForm?
    public var now: Timestamp

    public init(
        policy: Policy, incident: Incident, documents: [DocumentID: Document], refused: RefusedForm? = nil,
        now: Timestamp
    ) {
        (self.policy, self.incident, self.documents) = (policy, incident, documents)
        (self.refused, self.now) = (refused, now)
    }
}

extension AssessmentView {
    /// The adopted duties as the latest answers have them.
    var duties: [DutyView] { policy.duties(in: incident) }
    var calendar: BusinessCalendar { policy.organisation.calendar }

    /// What has to be answered before every adopted duty is decided, with how many of them wait for it.
    var openQuestions: [(question: DutyQuestion, waiting: Int)] {
        let all = duties.flatMap(\.verdict.questions)
        var seen: Set<DutyQuestion> = []
        return all.filter { seen.insert($0).inserted }.map { one in (one, all.count { $0 == one }) }
    }
}
