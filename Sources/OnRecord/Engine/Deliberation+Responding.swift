/// What people say and decide while an incident runs.
extension Deliberation {
    mutating func acknowledge(_ id: IncidentID, by author: Author) throws {
        if let earlier = try incident(id).milestones[.acknowledged] {
            throw Refusal.already("acknowledged", at: earlier)
        }
        record(.milestoneReached(.acknowledged, at: now), about: id, by: author)
    }

    mutating func setScope(_ id: IncidentID, _ selection: ScopeSelection, by author: Author) throws {
        let incident = try incident(id)
        if let closed = incident.milestones[.closed] {
            throw Refusal.invalid(
                "The incident was closed at \(closed.text), so nobody added now would be told. Declare a new incident.")
        }
        let unknown = selection.services.first { service in !policy.services.contains { $0.id == service } }
        if let unknown { throw Refusal.unknown("A service", unknown, expected: policy.services.map(\.id)) }
        let audience = Audience(
            id: "\(id).scope-\(incident.scopeVersion + 1)", customers: selection.customers.unique,
            tokens: selection.tokens.unique)
        decision.audiences.append(audience)
        let scope = Scope(
            audience: audience.id, customers: audience.customers.count, tokens: audience.tokens.count,
            data: selection.data.unique, services: selection.services.unique, membersHash: audience.membersHash)
        record(.scopeSet(scope), about: id, by: author)
        // A scope that grows after confirmation is owed the same at once: earlier members are not reached twice,
        // because deliveries are one per member and cause.
        if incident.milestones[.confirmed] != nil { spread(scope, over: id) }
    }

    /// Queues revocation and mail for a scope set after confirmation, as far as the playbook has them.
    private mutating func spread(_ scope: Scope, over id: IncidentID) {
        guard let incident = state.incidents[id] else { return }
        for step in policy.playbook where incident.playbookRan.contains(step.key) {
            for verb in step.verbs where verb == .revokeTokens || verb == .notifyCustomers { run(verb, for: id) }
        }
    }

    /// Numbers are facts; the sentence about them is a document, because people write it.
    mutating func stateImpact(_ id: IncidentID, _ impact: Impact, text: String, by author: Author) throws {
        record(.impactStated(impact), about: try incident(id).id, by: author)
        if !text.trimmed.isEmpty { document(id, .impact, parts: ["text": text.trimmed], by: author) }
    }

    mutating func confirm(_ id: IncidentID, awareAt: Timestamp?, by author: Author) throws {
        let incident = try incident(id)
        if let earlier = incident.milestones[.confirmed] { throw Refusal.already("confirmed", at: earlier) }
        if let closed = incident.milestones[.closed] {
            throw Refusal.invalid(
                "The incident was closed at \(closed.text), so nothing would follow from confirming it. Declare a new incident."
            )
        }
        let aware = awareAt ?? incident.milestones[.aware] ?? incident.milestones[.detected] ?? now
        if aware > now {
            throw Refusal.invalid(
                "aware_at is \(aware.text), after the confirmation at \(now.text); awareness cannot come later. "
                    + "Give the moment of reasonable certainty, or leave it out to use the earliest evidence.")
        }
        if let stated = incident.milestones[.aware], let awareAt, awareAt != stated {
            throw Refusal.invalid(
                "aware_at is \(awareAt.text), but awareness was already stated for \(stated.text), and clocks run from there. "
                    + "Leave aware_at out.")
        }
        reachOnce(.aware, id, at: aware, by: author)
        record(.milestoneReached(.confirmed, at: now), about: id, by: author)
    }

    mutating func reach(_ id: IncidentID, _ milestone: Milestone, at stated: Timestamp?, by author: Author) throws {
        let incident = try incident(id)
        guard Milestone.statedByPeople.contains(milestone) else {
            throw Refusal.unknown(
                "The milestone", milestone.rawValue, expected: Milestone.statedByPeople.map(\.rawValue).sorted())
        }
        if let earlier = incident.milestones[milestone] { throw Refusal.already(milestone.text, at: earlier) }
        let moment = stated ?? now
        if moment > now {
            throw Refusal.invalid(
                "The time is \(moment.text), in the future (it is \(now.text)). State what has happened, when it has.")
        }
        if milestone == .aware, let confirmed = incident.milestones[.confirmed], moment > confirmed {
            throw Refusal.invalid(
                "aware is \(moment.text), after confirmed at \(confirmed.text); it cannot be later. Give an earlier moment."
            )
        }
        if !Milestone.startingClocks.contains(milestone), stated != nil {
            throw Refusal.invalid(
                "A time was given for \(milestone.text); only what starts clocks can be stated for an earlier moment, because a "
                    + "promise is kept by what was said in time. Leave `at` out.")
        }
        let seen = incident.milestones[.detected] ?? incident.openedAt
        if milestone == .suspected || milestone == .discovered, moment > seen {
            throw Refusal.invalid(
                "\(milestone.text) is \(moment.text), after the first evidence at \(seen.text), from which clocks run already. "
                    + "Give an earlier moment.")
        }
        if let needed = milestone.comesAfter, incident.milestones[needed] == nil {
            throw Refusal.tooEarly(milestone.text, needs: needed.text)
        }
        record(.milestoneReached(milestone, at: moment), about: id, by: author)
    }

    mutating func act(_ id: IncidentID, _ action: String, by author: Author) throws {
        let incident = try incident(id)
        guard let spec = policy.action(action) else {
            throw Refusal.unknown("The action", action, expected: policy.actions.map(\.id))
        }
        let runs = incident.work.values.filter { $0.task == .act(action: action) }
        if let running = runs.first(where: { $0.outcome == nil }) {
            throw Refusal.already("started (“\(spec.title)”)", at: running.queuedAt)
        }
        start(spec, id, number: runs.count + 1, by: author)
    }

    mutating func start(_ spec: ActionSpec, _ id: IncidentID, number: Int, by author: Author) {
        let effect = "\(id).action.\(spec.id).\(number)"
        queue(effect, .act(action: spec.id), for: id, by: author)
        if let milestone = spec.starts { reachOnce(milestone, id, by: author) }
    }

    /// A false alarm ends here: what it promised is waived with the reason, visibly, and nothing more is owed.
    mutating func dismiss(_ id: IncidentID, reason: String, by author: Author) throws {
        let incident = try incident(id)
        if let confirmed = incident.milestones[.confirmed] {
            throw Refusal.invalid(
                "The incident was confirmed at \(confirmed.text); only an unconfirmed one can be a false alarm. "
                    + "Resolve and close it instead.")
        }
        if let earlier = incident.milestones[.closed] { throw Refusal.already("closed", at: earlier) }
        let reason = try stated(reason)
        let note = document(id, .note, parts: ["text": reason], by: author)
        for clock in incident.clocks where clock.state == .pending {
            guard clock.duty == nil else {
                record(.dutyLifted(clock.promise), about: id, by: author)
                continue
            }
            waive(clock.promise, id, because: reason, note, by: author)
        }
        record(.milestoneReached(.closed, at: now), about: id, by: author)
    }

    mutating func waive(_ promise: String, _ id: IncidentID, reason: String, by author: Author) throws {
        let clocks = try state.reports[id]?.clocks ?? incident(id).clocks
        guard let clock = clocks.first(where: { $0.promise == promise }) else {
            throw Refusal.unknown("The promise", promise, expected: clocks.map(\.promise))
        }
        guard clock.state == .pending else {
            throw Refusal.invalid(
                "Promise “\(promise)” is already \(clock.word). Only a pending promise can be waived.")
        }
        guard clock.duty == nil else {
            throw Refusal.invalid(
                "“\(promise)” is a duty of the law, and nobody can waive it. If it is not owed, say so in the assessment, with the reasoning."
            )
        }
        let reason = try stated(reason)
        waive(promise, id, because: reason, document(id, .note, parts: ["text": reason], by: author), by: author)
    }

    private mutating func waive(
        _ promise: String, _ subject: String, because reason: String, _ note: DocumentID, by author: Author
    ) {
        record(.promiseWaived(promise: promise, reason: note), about: subject, by: author)
        publishResult(of: promise, subject, reason: reason)
    }

    private func stated(_ reason: String) throws -> String {
        guard !reason.trimmed.isEmpty else {
            throw Refusal.invalid("The reason is empty; expected a sentence. What is waived or dismissed says why.")
        }
        return reason.trimmed
    }
}

extension String {
    var trimmed: String {
        var view = Substring(self)
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }
}

extension Array where Element: Hashable {
    /// Each element once, in the order of its first appearance.
    var unique: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
