/// What becomes of alerts: each opens an incident, joins one, is held back or is kept as evidence.
extension Deliberation {
    mutating func take(_ changes: [AlertChange]) throws {
        for change in changes {
            switch change {
            case .opened(let alert): try take(alert)
            case .repeated(let id, let firings, let lastAt):
                decision.news.append(AlertNews(id, .repeated(firings: firings, lastAt: lastAt)))
                try reopen(id, firedAt: lastAt)
            case .acknowledged(let id, _): acknowledge(id)
            case .ended(let id, let how, let moment): end(id, how, at: moment)
            }
        }
        try followRules()
    }

    private mutating func take(_ alert: Alert) throws {
        guard let opening = policy.openings[alert.rule], !state.alerts.hasTaken(alert) else { return }
        // An alert that opens nothing is evidence and no fact: outsiders must not make the journal grow.
        guard opening.opensIncident else {
            decision.alerts.append(StoredAlert(alert, verdict: .evidence))
            return
        }
        let (verdict, incident) = place(alert.trace, opening)
        if let incident { owe(alert.affected, opening, incident) }
        decision.alerts.append(StoredAlert(alert, verdict: verdict, incident: incident))
    }

    /// Holds it back if something does, else finds it its incident.
    private mutating func place(_ alert: AlertTrace, _ opening: Opening) -> (Verdict, IncidentID?) {
        if let hold = state.alerts.hold(on: alert, of: opening.eventClass, at: now) {
            record(.alertHeld(alert, hold), about: Fact.house, by: .rule(alert.rule))
            return (.held(hold), nil)
        }
        let author = Author.rule(alert.rule)
        // A storm of alerts of one rule is one incident, and wakes nobody twice.
        let running = state.openIncidents.last { $0.rules.contains(alert.rule) && $0.milestones[.resolved] == nil }
        let id = running?.id ?? open(opening.eventClass, severity: nil, title: opening.title, by: author)
        record(.alertJoined(alert), about: id, by: author)
        return (running == nil ? .opened : .joined, id)
    }

    /// A second placing of an alert that is stored already.
    private mutating func placeAgain(_ alert: AlertTrace) throws {
        guard let opening = policy.openings[alert.rule] else { return }
        let (verdict, incident) = place(alert, opening)
        decision.news.append(AlertNews(alert.id, .placed(verdict, incident: incident)))
        guard let incident else { return }
        let affected = opening.affects == nil ? nil : try shelf.alert(alert.id)?.alert.affected
        owe(affected ?? Alert.Affected(), opening, incident)
    }

    /// What fires on after its incident was said to be resolved is not resolved. One that was dismissed stays so.
    private mutating func reopen(_ id: AlertID, firedAt moment: Timestamp) throws {
        guard let alert = state.alerts.open[id], let incident = alert.incident,
            let resolved = state.incidents[incident]?.milestones[.resolved], moment > resolved
        else { return }
        try placeAgain(alert.trace)
    }

    /// Level-triggered: whatever ended a silence, what it held and what still goes on wakes somebody now.
    mutating func releaseHeld() throws {
        for alert in state.alerts.held {
            guard let hold = alert.hold, !state.alerts.isInForce(hold, at: now) else { continue }
            try placeAgain(alert.trace)
        }
        try followRules()
    }

    /// Whoever took on all of an incident's alerts where they came from has taken on the incident, if every rule in it
    /// says so: else a sender's token alone would keep a promise that people made.
    private mutating func acknowledge(_ id: AlertID) {
        decision.news.append(AlertNews(id, .acknowledged))
        guard let alert = state.alerts.open[id], let incident = alert.incident,
            state.incidents[incident]?.reasons[id]?.isAcknowledged == false
        else { return }
        record(.alertAcknowledged(id), about: incident, by: .rule(alert.trace.rule))
        let reasons = state.incidents[incident].map { Array($0.reasons.values) } ?? []
        if reasons.allSatisfy({ policy.openings[$0.rule]?.acknowledges == true }),
            reasons.allSatisfy({ $0.isAcknowledged || $0.end != nil })
        {
            reachOnce(.acknowledged, incident, by: .rule(alert.trace.rule))
        }
    }

    private mutating func end(_ id: AlertID, _ how: AlertEnd, at moment: Timestamp) {
        decision.news.append(AlertNews(id, .ended(how, at: moment)))
        guard let alert = state.alerts.open[id] else { return }
        record(.alertEnded(id, how, at: moment), about: alert.incident ?? Fact.house, by: .rule(alert.trace.rule))
    }

    /// An alert that opened an incident paged somebody only if the playbook did so in the same step.
    mutating func nameVerdicts() {
        let paged = Set(decision.effects.filter { $0.task.pageRound != nil }.map(\.incident))
        for index in decision.alerts.indices where decision.alerts[index].verdict == .opened {
            if paged.contains(decision.alerts[index].incident ?? "") { decision.alerts[index].verdict = .paged }
        }
        for index in decision.news.indices {
            guard case .placed(.opened, let incident?) = decision.news[index].what, paged.contains(incident) else {
                continue
            }
            decision.news[index].what = .placed(.paged, incident: incident)
        }
    }
}
