/// What happens by itself when a milestone is reached, and what its outcome means.
extension Deliberation {
    mutating func runPlaybook(_ id: IncidentID) {
        for step in policy.playbook {
            guard let incident = state.incidents[id], !incident.playbookRan.contains(step.key),
                let reached = incident.milestones[step.on], now >= reached + step.after,
                step.when.holds(in: incident.circumstances)
            else { continue }
            if let unless = step.unless, incident.milestones[unless] != nil { continue }
            record(.playbookRan(step: step.key), about: id)
            for verb in step.verbs { run(verb, for: id) }
        }
    }

    mutating func run(_ verb: PlaybookStep.Verb, for id: IncidentID) {
        guard let incident = state.incidents[id] else { return }
        switch verb {
        case .page:
            let round = (incident.work.values.compactMap(\.task.pageRound).max() ?? 0) + 1
            for responder in policy.onCall {
                queue("\(id).page.\(round).\(responder.id)", .page(responder: responder.id, round: round), for: id)
            }
        case .revokeTokens:
            guard let scope = incident.scope, scope.tokens > 0 else { return }
            queue("\(id).revoke.\(incident.scopeVersion)", .revokeTokens(audience: scope.audience), for: id)
        case .notifyCustomers:
            guard let scope = incident.scope, scope.customers > 0 else { return }
            queue("\(id).notify.\(incident.scopeVersion)", .notifyCustomers(audience: scope.audience), for: id)
        case .openReissue:
            queue("\(id).reissue", .openReissue, for: id)
        case .listCredits: listCreditsIfOwed(incident)
        case .act(let action):
            guard let spec = policy.action(action) else { return }
            let runs = incident.work.values.count { $0.task == .act(action: action) }
            start(spec, id, number: runs + 1, by: .house)
        }
    }

    mutating func settle(_ effect: Effect, _ outcome: Outcome) {
        decision.settled = effect.id
        if settleDigest(effect, outcome) { return }
        if let report = state.reports[effect.incident] {
            if report.receipt == nil { record(.settled(effect: effect.id, outcome: outcome), about: report.id) }
            return
        }
        guard let work = state.incidents[effect.incident]?.work[effect.id], work.outcome == nil else { return }
        record(.settled(effect: effect.id, outcome: outcome), about: effect.incident)
        guard let incident = state.incidents[effect.incident] else { return }
        // A fan-out's milestone is reached when nobody of any scope version still waits, and the newest left nobody out:
        // it tries again those on whom an earlier one failed.
        func allSettled(_ matches: (Effect.Task) -> Bool) -> Bool {
            // In the order of the journal: two scopes may be set in one millisecond.
            let work = incident.facts.compactMap { fact -> Incident.Work? in
                guard case .queued(let id, let task) = fact.what, matches(task) else { return nil }
                return incident.work[id]
            }
            return work.last?.outcome?.succeeded == true && work.allSatisfy { $0.outcome != nil }
        }
        switch effect.task {
        case .revokeTokens where allSettled(\.isRevocation): reachOnce(.tokensRevoked, effect.incident)
        case .notifyCustomers, .tell(.people, _, _): noteWhetherAllAreNotified(effect.incident)
        case .tell(.report, _, _) where allSettled({ $0.noticeKind == .report }):
            reachOnce(.reportSent, effect.incident)
        case .openReissue where outcome.succeeded: reachOnce(.reissueOpened, effect.incident)
        case .grantCredits where outcome.succeeded: reachOnce(.credited, effect.incident)
        case .act(let action) where outcome.succeeded:
            if let milestone = policy.action(action)?.reaches { reachOnce(milestone, effect.incident) }
        default: break
        }
    }
}

extension Effect.Task {
    var pageRound: Int? { if case .page(_, let round) = self { round } else { nil } }
    public var isRevocation: Bool { if case .revokeTokens = self { true } else { false } }
    public var isNotice: Bool { if case .notifyCustomers = self { true } else { false } }
    /// The law or a promise asks for it, so whom it does not reach has to be reached another way.
    public var isObligatory: Bool { isNotice || noticeKind == .people }
    public var noticeKind: NoticeKind? { if case .tell(let kind, _, _) = self { kind } else { nil } }
}
