/// A breach lived through up to the moment at which it is known what the law asks for.
extension Rehearsal {
    /// Detected at the start; acknowledged 5, assessed and aware 30, confirmed 45 minutes later.
    public static let acknowledgedAfter = Duration.minutes(5)
    public static let awareAfter = Duration.minutes(30)
    public static let confirmedAfter = Duration.minutes(45)

    /// - Returns: every duty that the policy has adopted, as it stands after the assessment.
    public mutating func run(_ scenario: Scenario) throws -> [DutyView] {
        guard policy.promises.contains(where: { $0.adoption != nil }) else {
            throw Refusal.invalid(
                "This policy adopts no duty of the catalogue, so no scenario starts one. Add ids under `duties:`; `onrecord duty list` names them."
            )
        }
        let start = now
        try take(.adoptPolicy)
        try fillDirectory()
        try take(.declare(eventClass: breachClass, severity: nil, title: "Drill: \(scenario.id)", by: .operator))
        guard let id = state.incidentOrder.last else { return [] }
        now = start + Rehearsal.acknowledgedAfter
        try take(.acknowledge(id, by: .operator))
        now = start + Rehearsal.awareAfter
        try take(.setScope(id, scope(of: scenario), by: .operator))
        try take(.assess(id, assessment(of: scenario), reasoning: scenario.story, by: .operator))
        if scenario.isConfirmed {
            try take(.reach(id, .aware, at: nil, by: .operator))
            now = start + Rehearsal.confirmedAfter
            try take(.confirm(id, awareAt: nil, by: .operator))
        } else {
            try take(.concludeAssessment(id, reasoning: scenario.story, by: .operator))
            try take(.dismiss(id, reason: scenario.story, by: .operator))
        }
        return state.incidents[id].map { policy.duties(in: $0) } ?? []
    }

    /// The class whose name speaks of a breach, else the gravest that gets a page.
    private var breachClass: String {
        (policy.classes.first { $0.id.contains("breach") } ?? policy.classes.first { $0.publish == .page }
            ?? policy.classes[0]).id
    }

    private func dataSets(of scenario: Scenario) -> [DataSet] {
        policy.dataSets.filter { !$0.roles.isDisjoint(with: scenario.roles) }
    }

    private func scope(of scenario: Scenario) -> ScopeSelection {
        ScopeSelection(
            customers: ["drill-1", "drill-2", "drill-3"], tokens: [],
            data: ([.personalData] + dataSets(of: scenario).flatMap(\.holds)).unique,
            services: policy.services.prefix(1).map(\.id))
    }

    private func assessment(of scenario: Scenario) -> Assessment {
        var assessment = Assessment()
        (assessment.answers, assessment.risk) = (scenario.answers, scenario.risk)
        assessment.dataSets = dataSets(of: scenario).map(\.id)
        // Where the policy names no data sets, the scenario itself says what we are.
        assessment.roles = scenario.roles
        assessment.people = [Assessment.everywhere: scenario.people]
        return assessment
    }
}
