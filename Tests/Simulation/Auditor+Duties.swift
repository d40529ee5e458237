import OnRecord

extension Auditor {
    /// What the catalogue says, reckoned again from the milestones and filings that stand in the journal.
    func checkDutyTerms(of clock: PromiseClock, _ subject: String) throws {
        guard let incident = state.incidents[subject], let promise = Cast.policy.promise(clock.promise),
            let adoption = promise.adoption
        else { throw Violation(description: "\(clock.promise) of \(subject) is no duty of the policy") }
        let obligation = adoption.obligation
        guard let start = start(of: obligation, incident) else {
            throw Violation(description: "\(obligation.id) of \(subject) runs, and what it counts from has not come")
        }
        try hold(clock.started == start, "\(obligation.id) of \(subject) starts at \(clock.started), not at \(start)")
        let calendars = DutyCalendars(organisation: Cast.policy.organisation.calendar)
        let due = adoption.within.map { start + $0 } ?? obligation.deadline(from: start, in: calendars)?.due
        try hold(
            clock.due == due, "\(obligation.id) of \(subject) is due at \(clock.due), not at \(due?.text ?? "all")")
        try hold(
            clock.to == adoption.to && clock.duty?.filing == adoption.filing && clock.isPublic == adoption.isPublic
                && clock.state == .pending, "\(obligation.id) of \(subject) runs on other terms")
    }

    private func start(of obligation: Obligation, _ incident: Incident) -> Timestamp? {
        switch obligation.starts {
        case .aware: incident.milestones[.aware]
        case .classified: incident.milestones[.classified]
        case .suspected: incident.milestones[.suspected] ?? incident.milestones[.detected]
        case .submitted:
            incident.filings.last {
                $0.filing == (obligation.id == "eu-gdpr-33-4" ? "eu-gdpr-33-1" : "eu-dora-initial")
            }?.at
        default: nil
        }
    }

    /// Whether a duty's clock changed as only its own facts may change it.
    func isDutyChange(from old: PromiseClock, to new: PromiseClock, by fact: Fact) throws -> Bool {
        guard old.duty != nil else { return false }
        var expected = old
        switch fact.what {
        case .dutyLifted(old.promise): expected.state = .lifted(at: fact.at)
        case .dutyResumed(old.promise): expected.state = .pending
        case .dutyRestarted(let clock) where clock.promise == old.promise:
            (expected.started, expected.due) = (clock.started, clock.due)
        default: return false
        }
        try hold(new == expected, "\(old.promise) of \(fact.subject) became \(new), from \(old)")
        return true
    }

    /// What was filed stays filed, with its text.
    func checkFilings(after fact: Fact, grewFrom earlier: [Filing]) throws {
        let now = state.incidents[fact.subject]?.filings ?? []
        guard case .filed(let filing) = fact.what else {
            return try hold(now == earlier, "the filings of \(fact.subject) changed")
        }
        try hold(now == earlier + [filing], "a filing of \(fact.subject) was lost")
        try hold(filing.at <= fact.at, "\(fact.subject) filed \(filing.filing) in the future")
        let text = try store.real.document(filing.document)?.parts["text"]
        try hold(text?.isEmpty == false, "\(fact.subject) filed \(filing.filing), and its text is not kept")
    }

    /// What is owed has its clock, the clock is the one that the facts give, and only a filing ends what asks for one.
    func checkDuties() throws {
        for incident in state.openIncidents {
            let (id, aware) = (incident.id, incident.milestones[.aware])
            for view in Cast.policy.duties(in: incident) {
                let (duty, deadline) = (view.promise.id, view.due.deadline)
                let isRunning = view.verdict.isOwed && deadline != nil
                guard let clock = view.clock else {
                    try hold(
                        !isRunning, "\(duty) of \(id) is owed since \(deadline?.start.text ?? "") and has no clock")
                    continue
                }
                switch clock.state {
                case .pending:
                    try hold(!view.verdict.isNotOwed, "\(duty) of \(id) runs and is not owed")
                    try hold(
                        deadline.map { $0.start == clock.started && $0.due == clock.due } ?? false,
                        "\(duty) of \(id) runs from \(clock.started.text), and the facts say otherwise")
                case .lifted: try hold(!isRunning, "\(duty) of \(id) is owed and stays lifted")
                case .kept, .missed, .waived: break
                }
                if view.adoption.obligation.starts == .aware {
                    try hold(clock.started == aware, "\(duty) of \(id) does not start at awareness")
                }
            }
            for clock in incident.clocks where clock.isOwed {
                let isFiled = incident.filings.contains { $0.filing == clock.duty?.filing }
                try hold(!isFiled, "\(clock.promise) of \(id) is owed and was filed")
            }
        }
    }
}
