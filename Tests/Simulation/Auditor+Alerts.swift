import OnRecord

extension Auditor {
    /// What a fact about alerts may claim, given everything before it.
    mutating func judgeAlerts(_ fact: Fact) throws {
        switch fact.what {
        case .alertJoined(let alert):
            touched.insert(alert.id)
            try checkTakenOnce(alert)
            try hold(
                holds(on: alert, at: fact.at).isEmpty,
                "alert \(alert.id) reached \(fact.subject) against \(holds(on: alert, at: fact.at))")
        case .alertHeld(let alert, let cause):
            touched.insert(alert.id)
            try checkTakenOnce(alert)
            try hold(holds(on: alert, at: fact.at).contains(cause), "alert \(alert.id) is held by nothing: \(cause)")
        case .queued(_, .page):
            let incident = state.incidents[fact.subject]
            let isDeclared = incident?.facts.first?.by == .operator
            try hold(isDeclared || incident?.alerts.isEmpty == false, "\(fact.subject) pages and took no alert in")
        default: break
        }
    }

    /// A second time only when a hold has ended, or when it goes on after its incident was resolved.
    private func checkTakenOnce(_ alert: AlertTrace) throws {
        let earlier = state.alerts.open[alert.id]
        let incident = earlier?.incident.flatMap { state.incidents[$0] }
        let isPlacedAgain = earlier?.hold != nil || incident?.milestones[.resolved] != nil
        let isNew = earlier == nil && !state.allIncidents.contains { $0.alerts.contains(alert.id) }
        try hold(isNew || isPlacedAgain, "alert \(alert.id) was taken in twice")
    }

    /// Everything that keeps an alert from waking somebody at a moment.
    private func holds(on alert: AlertTrace, at moment: Timestamp) -> [Hold] {
        let eventClass = Cast.policy.openings[alert.rule]?.eventClass ?? ""
        let silences = state.alerts.silences.values.filter { $0.covers(alert, at: moment) }
        let work = state.alerts.maintenance.values.filter { $0.covers(alert.rule, of: eventClass, at: moment) }
        return silences.map { $0.isNoise ? .noise($0.id) : .silence($0.id) } + work.map { .maintenance($0.id) }
    }

    /// Each alert in the journal is stored, with the verdict that the journal tells of.
    mutating func checkVerdicts() throws {
        for id in touched {
            guard let stored = try store.real.alert(id) else {
                throw Violation(description: "alert \(id) is in the journal and not stored")
            }
            guard let open = state.alerts.open[id] else { continue }
            if let cause = open.hold {
                try hold(stored.verdict == .held(cause), "alert \(id) is held and its verdict is \(stored.verdict)")
            } else {
                try hold(
                    [.paged, .opened, .joined].contains(stored.verdict) && stored.incident == open.incident,
                    "alert \(id) is in \(open.incident ?? "none"), its verdict is \(stored.verdict)")
            }
        }
        touched = []
    }
}

extension State {
    /// Alerts that wait for something that is over.
    func forgottenAlerts(at now: Timestamp) -> [AlertID] {
        alerts.held.filter { alert in
            switch alert.hold {
            case .silence(let id), .noise(let id): alerts.silences[id].map { $0.until <= now } ?? true
            case .maintenance(let id): alerts.maintenance[id].map { $0.until <= now } ?? true
            case nil: false
            }
        }.map(\.trace.id)
    }
}
