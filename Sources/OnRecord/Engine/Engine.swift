/// The engine decides, the shell acts: one synchronous function of state, input and moment.
public enum Engine {
    /// - Returns: the facts that follow from the input, and what should be done about them.
    /// - Parameter shelf: what the journal only names, for entries that publish what was written earlier among others.
    /// - Throws: `Refusal` when the input cannot be accepted; then nothing follows from it. Also what `shelf` throws.
    public static func step(
        _ state: State, _ input: Input, policy: Policy, at now: Timestamp,
        shelf: any Shelf = EmptyShelf()
    ) throws -> Decision {
        var deliberation = Deliberation(state: state, policy: policy, now: now, shelf: shelf)
        try deliberation.take(input)
        try deliberation.followUp()
        try deliberation.tellSubscribers()
        deliberation.nameVerdicts()
        return deliberation.decision
    }
}

/// One step in the making: a working copy of the state and what has been decided so far.
struct Deliberation {
    var state: State
    let policy: Policy
    let now: Timestamp
    let shelf: any Shelf
    var decision = Decision()
    var owed: [IncidentID: Owed] = [:]

    /// Writes a fact down and lives with it at once, so that what follows sees it.
    mutating func record(_ what: Fact.What, about subject: String, by author: Author = .house) {
        let fact = Fact(sequence: state.sequence + 1, at: now, by: author, subject: subject, what: what)
        state.apply(fact)
        decision.facts.append(fact)
    }

    mutating func take(_ input: Input) throws {
        switch input {
        case .adoptPolicy: adoptPolicy()
        case .alerts(let changes): try take(changes)
        case .declare(let eventClass, let severity, let title, let author):
            try declare(eventClass: eventClass, severity: severity, title: title, by: author)
        case .acknowledge(let id, let author): try acknowledge(id, by: author)
        case .setScope(let id, let selection, let author): try setScope(id, selection, by: author)
        case .stateImpact(let id, let impact, let text, let author):
            try stateImpact(id, impact, text: text, by: author)
        case .stateRisk(let id, let risk, let author): try stateRisk(id, risk, by: author)
        case .assess(let id, let assessment, let reasoning, let author):
            try assess(id, assessment, reasoning: reasoning, by: author)
        case .concludeAssessment(let id, let reasoning, let author):
            try concludeAssessment(id, reasoning: reasoning, by: author)
        case .stateParticulars(let id, let parts, let author): try stateParticulars(id, parts, by: author)
        case .file(let id, let statement, let author): try file(id, statement, by: author)
        case .tell(let id, let kind, let text, let author): try tell(id, kind, text: text, by: author)
        case .confirm(let id, let awareAt, let author): try confirm(id, awareAt: awareAt, by: author)
        case .reach(let id, let milestone, let moment, let author): try reach(id, milestone, at: moment, by: author)
        case .act(let id, let action, let author): try act(id, action, by: author)
        case .write(let id, let kind, let parts, let followUps, let author):
            try write(id, kind, parts: parts, followUps: followUps, by: author)
        case .listCredits(let id, let author): try listCredits(id, by: author)
        case .approveCredits(let id, let list, let hash, let author):
            try approveCredits(id, list, hash: hash, by: author)
        case .withdrawCredits(let id, let author): try withdrawCredits(id, by: author)
        case .enterCredits(let id, let author): try enterCredits(id, by: author)
        case .receiveReport(let text, let letter): try receiveReport(text, letter)
        case .answerReport(let id, let outcome, let text, let author):
            try answerReport(id, outcome, text: text, by: author)
        case .waive(let promise, let id, let reason, let author): try waive(promise, id, reason: reason, by: author)
        case .dismiss(let id, let reason, let author): try dismiss(id, reason: reason, by: author)
        case .silence(let rule, let alert, let until, let reason, let author):
            try silence(rule: rule, groupOf: alert, until: until, reason: reason, by: author)
        case .liftSilence(let id, let author): try liftSilence(id, by: author)
        case .planMaintenance(let from, let until, let rules, let classes, let reason, let author):
            try planMaintenance(
                from: from, until: until, rules: rules, classes: classes, reason: reason, by: author)
        case .cancelMaintenance(let id, let author): try cancelMaintenance(id, by: author)
        case .markNoise(let id, let author, let span): try markNoise(id, by: author, quietFor: span)
        case .delivered(let effect, let deliveries): take(deliveries, of: effect)
        case .returned(let mails): take(mails)
        case .contact(let id, let key, let way, let text, let author):
            try contact(id, key, by: way, text: text, author: author)
        case .settled(let effect, let outcome): settle(effect, outcome)
        case .tick: break
        }
    }

    /// What follows by itself, until nothing more does: alerts nothing holds any more, the playbook, pages, promises.
    mutating func followUp() throws {
        var before = -1
        while before != decision.facts.count {
            before = decision.facts.count
            try releaseHeld()
            for incident in state.openIncidents where incident.isOpen {
                resolveByRules(incident.id)
                runPlaybook(incident.id)
                try reservePage(incident.id)
            }
            judgeDuties()
            judgePromises()
        }
    }

    func incident(_ id: IncidentID) throws -> Incident {
        guard let incident = state.incidents[id] else { throw Refusal.noIncident(id) }
        return incident
    }

    /// Reaches a milestone once; what is reached stays reached.
    mutating func reachOnce(
        _ milestone: Milestone, _ id: String, at moment: Timestamp? = nil, by author: Author = .house
    ) {
        let reached = state.incidents[id]?.milestones[milestone] ?? state.reports[id]?.milestones[milestone]
        guard reached == nil else { return }
        record(.milestoneReached(milestone, at: moment ?? now), about: id, by: author)
    }

    mutating func queue(_ id: EffectID, _ task: Effect.Task, for incident: IncidentID, by author: Author = .house) {
        guard state.incidents[incident]?.work[id] == nil else { return }
        record(.queued(effect: id, task: task), about: incident, by: author)
        decision.effects.append(Effect(id: id, incident: incident, task: task, notBefore: now))
    }

    private mutating func adoptPolicy() {
        guard state.policyVersion != policy.version else { return }
        record(.policyAdopted(version: policy.version), about: Fact.house)
        decision.entries.append(Entry(policy: policy, at: now))
    }
}
