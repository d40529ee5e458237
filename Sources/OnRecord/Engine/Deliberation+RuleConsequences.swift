/// What a rule's `onrecord:` key lets follow from its alerts besides an incident: whom it affects, that it confirms, and
/// that the incident is resolved when they are over.
extension Deliberation {
    /// What alerts of this step ask of their incidents. Gathered, because a thousand of them change a scope once.
    struct Owed {
        var affected = Alert.Affected()
        var rule: String
        var confirms = false
    }

    mutating func owe(_ affected: Alert.Affected, _ opening: Opening, _ incident: IncidentID) {
        guard opening.confirms || !affected.isEmpty else { return }
        var one = owed[incident] ?? Owed(rule: opening.rule)
        one.affected.tokens += affected.tokens
        one.affected.customers += affected.customers
        one.confirms = one.confirms || opening.confirms
        owed[incident] = one
    }

    /// The scope first: what confirmation lets happen happens to those in it.
    mutating func followRules() throws {
        let all = owed
        owed = [:]
        for (id, one) in all.sorted(by: { $0.key < $1.key }) {
            if !one.affected.isEmpty { try widenScope(of: id, by: one.affected, as: .rule(one.rule)) }
            if one.confirms, state.incidents[id]?.milestones[.confirmed] == nil {
                try confirm(id, awareAt: nil, by: .rule(one.rule))
            }
        }
    }

    /// Adds tokens and customers to whoever is in scope already; a token brings the customer it was minted for. A sender
    /// can name whom it likes, and the scope's size is published: whom neither registry nor directory knows stays out.
    private mutating func widenScope(of id: IncidentID, by affected: Alert.Affected, as author: Author) throws {
        let known = try shelf.tokens(affected.tokens.unique)
        let named = try shelf.customerIDs(among: affected.customers.unique)
        if known.isEmpty, named.isEmpty { return }
        let scope = try incident(id).scope
        let members = try scope.flatMap { try audience($0.audience) }
        let tokens = (members?.tokens ?? []) + known.map(\.id)
        let customers = (members?.customers ?? []) + named + known.map(\.customer)
        if let scope, Set(tokens).count == scope.tokens, Set(customers).count == scope.customers { return }
        let data: [DataKind] = (scope?.data ?? []) + (known.isEmpty ? [] : [.tokens])
        // A scope may be older than the policy in force.
        let services = (scope?.services ?? []).filter { id in policy.services.contains { $0.id == id } }
        let selection = ScopeSelection(customers: customers, tokens: tokens, data: data, services: services)
        try setScope(id, selection, by: author)
    }

    private func audience(_ id: AudienceID) throws -> Audience? {
        try decision.audiences.first { $0.id == id } ?? shelf.audience(id)
    }

    /// When all alerts of an incident were said to be over, every rule among them says that this resolves it, and
    /// nothing has come back for the re-arm time. What was confirmed, people resolve.
    mutating func resolveByRules(_ id: IncidentID) {
        guard let incident = state.incidents[id], incident.milestones[.resolved] == nil,
            incident.milestones[.confirmed] == nil, !incident.reasons.isEmpty
        else { return }
        var settledAt = Timestamp(milliseconds: 0)
        var last: (at: Timestamp, rule: String)?
        for reason in incident.reasons.values where !reason.isNoise {
            guard reason.end == .resolved, let endedAt = reason.endedAt, let opening = policy.openings[reason.rule],
                opening.resolves
            else { return }
            settledAt = max(settledAt, endedAt + opening.rearm)
            if let earlier = last, (earlier.at, earlier.rule) > (endedAt, reason.rule) { continue }
            last = (endedAt, reason.rule)
        }
        if let last, settledAt <= now { reachOnce(.resolved, id, by: .rule(last.rule)) }
    }
}
