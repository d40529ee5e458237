/// A drill: every kind of event the policy speaks of is lived through once, on a clock that leaps, with nothing leaving
/// the house. Each job is answered by the drill itself; everything else is the real engine on a real store.
public struct Rehearsal {
    public internal(set) var now: Timestamp
    let policy: Policy
    private let desk: Desk
    private let store: any Store
    private var random: any RandomNumberGenerator

    /// - Parameter store: an empty one, which holds the drill and is thrown away with it.
    public init(
        policy: Policy, store: any Store, starting now: Timestamp, random: any RandomNumberGenerator
    ) throws {
        (self.policy, self.store, self.now, self.random) = (policy, store, now, random)
        desk = try Desk(store: store, policy: policy, random: random)
    }

    /// One promise on one incident or report of the drill; no clock: no event of the drill touched it.
    public struct Line: Sendable, Hashable {
        public var promise: Promise
        public var subject: String
        public var clock: PromiseClock?

        public init(promise: Promise, subject: String, clock: PromiseClock?) {
            (self.promise, self.subject, self.clock) = (promise, subject, clock)
        }
    }

    public var state: State { desk.state }

    /// Lives through one incident of each class (or of the one named) and one outside report.
    public mutating func run(only eventClass: String? = nil) throws -> [Line] {
        let classes = policy.classes.filter { eventClass == nil || $0.id == eventClass }
        guard !classes.isEmpty else {
            throw Refusal.unknown("The class", eventClass ?? "", expected: policy.classes.map(\.id))
        }
        try take(.adoptPolicy)
        try fillDirectory()
        for one in classes { try live(one) }
        if policy.promises.contains(where: { $0.from.subject == .report }) { try answerAReport() }
        return lines()
    }

    private func lines() -> [Line] {
        policy.promises.flatMap { promise -> [Line] in
            let incidents = state.allIncidents.map { (title($0), $0.clocks) }
            let reports = state.allReports.map { ("an outside report", $0.clocks) }
            let touched = (incidents + reports).compactMap { subject, clocks in
                clocks.first { $0.promise == promise.id }.map { Line(promise: promise, subject: subject, clock: $0) }
            }
            return touched.isEmpty ? [Line(promise: promise, subject: "", clock: nil)] : touched
        }
    }

    private func title(_ incident: Incident) -> String {
        policy.eventClass(incident.eventClass)?.title ?? incident.eventClass
    }

    // MARK: - One incident

    private mutating func live(_ eventClass: EventClass) throws {
        if let opening = policy.openings.values.filter({ $0.eventClass == eventClass.id && $0.opensIncident })
            .min(by: { $0.rule < $1.rule })
        {
            let alert = Alert(
                id: "drill-\(eventClass.id)", rule: opening.rule, group: ["drill": "yes"], count: 1, at: now,
                affected: opening.affects == nil ? Alert.Affected() : Alert.Affected(tokens: scope.tokens))
            try take(.alerts([.opened(alert)]))
        } else {
            try take(.declare(eventClass: eventClass.id, severity: nil, title: "Drill", by: .operator))
        }
        guard let id = state.incidentOrder.last else { return }
        try goOn(id, to: .acknowledged)
        try take(.setScope(id, scope, by: .operator))
        try take(.assess(id, assessment, by: .operator))
        try take(
            .stateImpact(id, Impact(unavailableFor: .hours(1), customersShare: 0.5), by: .operator))
        try goOn(id, to: .confirmed)
        // What no promise counts towards may still be what one counts from.
        let starts = Set(policy.promises.map(\.from)).union([.contained])
        var done: Set<Milestone> = []
        while let next = nextMilestone(of: id, starts: starts, not: done) {
            if next == .filed {
                try fileWhatIsDueFirst(id)
            } else {
                done.insert(next)
                try goOn(id, to: next)
            }
        }
        if state.incidents[id]?.postMortem != nil {
            try take(
                .write(
                    id, .correction, parts: ["text": "A correction, as the drill appends one."], followUps: [],
                    by: .operator))
        }
        try take(.reach(id, .resolved, at: nil, by: .operator))
        try take(.reach(id, .closed, at: nil, by: .operator))
    }

    /// What is due first; then what other promises wait to count from.
    private func nextMilestone(of id: IncidentID, starts: Set<Milestone>, not done: Set<Milestone>) -> Milestone? {
        guard let incident = state.incidents[id] else { return nil }
        func isOpen(_ milestone: Milestone) -> Bool {
            milestone == .filed
                || incident.milestones[milestone] == nil && !done.contains(milestone) && canReach(milestone, incident)
        }
        let pending = incident.clocks.filter { $0.state == .pending && isOpen($0.to) }.min { $0.due < $1.due }
        let start = starts.subtracting([.filed]).filter(isOpen).min { $0.rawValue < $1.rawValue }
        guard let pending else { return start }
        // Containment starts clocks of its own, so it does not wait behind a term of months.
        if let start, pending.due > now + .days(1) { return start }
        return pending.to
    }

    /// Hands in what its duty asks for. The first filing leaves something open, as first filings do.
    private mutating func fileWhatIsDueFirst(_ id: IncidentID) throws {
        guard let incident = state.incidents[id],
            let clock = incident.clocks.filter({ $0.state == .pending && $0.duty?.filing != nil })
                .min(by: { $0.due < $1.due })
        else { return }
        letPass(until: clock.due)
        try take(
            .file(
                id,
                FilingStatement(
                    duty: clock.promise, text: "The facts as the drill has them.", reference: "DRILL-1",
                    missing: incident.filings.isEmpty ? ["cause"] : []),
                by: .operator))
    }

    private func canReach(_ milestone: Milestone, _ incident: Incident) -> Bool {
        switch milestone {
        case .postmortemPublished: incident.page != nil
        case .credited: policy.credits != nil && incident.scope != nil
        case .resolved, .closed: false
        case .customersNotified, .subjectsNotified, .assessmentConcluded, .changelogPublished: true
        case _ where Milestone.statedByPeople.contains(milestone): true
        default: policy.actions.contains { $0.starts == milestone || $0.reaches == milestone }
        }
    }

    /// Lets half of the time left pass, then does what is due.
    private mutating func goOn(_ id: IncidentID, to milestone: Milestone) throws {
        // A rule may have confirmed it already.
        guard let incident = state.incidents[id], incident.milestones[milestone] == nil else { return }
        letPass(until: incident.clocks.first { $0.to == milestone && $0.state == .pending }?.due)
        switch milestone {
        case .acknowledged: try take(.acknowledge(id, by: .operator))
        case .confirmed: try take(.confirm(id, awareAt: nil, by: .operator))
        case .postmortemPublished: try publishPostMortem(id)
        case .subjectsNotified: try take(.tell(id, .people, by: .operator))
        case .reportSent: try take(.tell(id, .report, text: "What happened, as the drill has it.", by: .operator))
        case .assessmentConcluded:
            try take(.concludeAssessment(id, reasoning: "As the drill answers it.", by: .operator))
        case .credited: try credit(id)
        case _ where Milestone.statedByPeople.contains(milestone):
            try take(.reach(id, milestone, at: nil, by: .operator))
        default:
            if let action = policy.actions.first(where: { $0.starts == milestone || $0.reaches == milestone }) {
                try take(.act(id, action: action.id, by: .operator))
            }
        }
        try doJobs()
    }

    /// Half of the time left.
    private mutating func letPass(until due: Timestamp?) {
        let span = due.map { max(.zero, $0 - now) } ?? .minutes(4)
        now = now + min(.milliseconds(span.milliseconds / 2), .days(20))
    }

    private mutating func publishPostMortem(_ id: IncidentID) throws {
        let parts = Dictionary(
            uniqueKeysWithValues: policy.postMortem.parts.map { ($0.id, "\($0.title): a sentence of the drill.") })
        let followUps =
            policy.postMortem.followUps
            ? [FollowUp(title: "Repeat the drill", owner: "operations", target: (now + .days(30)).date.text)] : []
        try take(.write(id, .postMortem, parts: parts, followUps: followUps, by: .operator))
    }

    /// What a person does at the page of credits.
    private mutating func credit(_ id: IncidentID) throws {
        if state.incidents[id]?.creditStage == CreditStage.none { try take(.listCredits(id, by: .operator)) }
        guard case .listed(let list)? = state.incidents[id]?.creditStage, let sealed = try store.creditList(list) else {
            return
        }
        try take(.approveCredits(id, list: list, hash: sealed.hash, by: .operator))
        if case .approved? = state.incidents[id]?.creditStage { try take(.enterCredits(id, by: .operator)) }
    }

    private mutating func answerAReport() throws {
        try take(.receiveReport(text: "A drill: your service was down and your page does not say so."))
        guard let id = state.reportOrder.last else { return }
        now = now + .hours(4)
        try take(.answerReport(id, .notAnIncident, text: "This is a drill.", by: .operator))
    }

    // MARK: - Inside the house

    mutating func take(_ input: Input) throws {
        try desk.handle(input, at: now)
        try doJobs()
    }

    /// Every job succeeds a second later, and nothing leaves.
    private mutating func doJobs() throws {
        let dispatch = Dispatch(desk: desk, store: store)
        while true {
            let jobs = try dispatch.takeJobs(at: now)
            if jobs.isEmpty { return }
            for job in jobs {
                now = now + .seconds(1)
                var generator = AnyRandom(base: random)
                defer { random = generator.base }
                let result = try HouseWork(store: store).perform(job, at: now, random: &generator) ?? answer(job)
                try dispatch.finish(job, result, at: now)
            }
        }
    }

    private func answer(_ job: Job) -> JobResult {
        guard job.effect.fanOut != nil else { return .done(detail: "kept in the house by the drill") }
        return .members(
            job.members.map { delivery in
                var result = delivery
                (result.state, result.at, result.detail) = (.done, now, "kept in the house by the drill")
                return result
            })
    }

    /// The worst case: everything was reached, and the risk is high.
    private var assessment: Assessment {
        var worst = Assessment()
        for question in [Question.personalData, .happened, .confidentiality, .malicious] { worst[question] = .yes }
        for question in [Question.integrity, .availability, .unreadable, .highRiskRemoved] { worst[question] = .no }
        (worst.risk, worst.people) = (.high, [Assessment.everywhere: 3])
        worst.dataSets = policy.dataSets.map(\.id)
        return worst
    }

    private var scope: ScopeSelection {
        ScopeSelection(
            customers: ["drill-1", "drill-2", "drill-3"], tokens: ["tdrill-1", "tdrill-2", "tdrill-3"],
            data: DataKind.allCases, services: policy.services.prefix(1).map(\.id))
    }

    func fillDirectory() throws {
        try store.save(
            (1...3).map {
                Customer(
                    id: "drill-\($0)", name: "Customer \($0)", mail: "drill-\($0)@customer.example", periodPrice: 4900)
            })
        for number in 1...3 {
            try store.insert(
                Token(id: "tdrill-\(number)", customer: "drill-\(number)", mintedAt: now),
                secretHash: TokenSecret.hash("drill-\(number)"))
        }
    }
}
