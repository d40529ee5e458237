import OnRecord

extension Auditor {
    /// What has to be there as soon as the facts are. Deliveries, tokens and credits are never taken back, so the
    /// consequences of each fact are looked at once.
    mutating func checkConsequences() throws {
        try checkArmed()
        try checkDuties()
        for (id, scope) in owed { try checkQueued(scope, id) }
        for (id, effect) in ended { try checkOutcome(of: effect, id) }
        (owed, ended) = ([], [])
        for incident in state.allIncidents { try checkPublished(incident) }
        try checkUnreached()
    }

    /// The confirmation's transaction holds a delivery for everybody and for every token.
    private func checkQueued(_ scope: Scope, _ id: IncidentID) throws {
        guard let audience = try store.real.audience(scope.audience) else {
            throw Violation(description: "\(scope.audience) was set and has no members in the store")
        }
        if scope.data.contains(.tokens) {
            let queued = Set(try deliveries(of: id, \.isRevocation).map(\.member))
            let missing = Set(audience.tokens).subtracting(queued)
            try hold(missing.isEmpty, "\(id) is confirmed and no revocation is queued for \(missing.sorted())")
        }
        if scope.data.contains(.tokens) || scope.data.contains(.keys) {
            let queued = Set(try deliveries(of: id, \.isNotice).map(\.member))
            let missing = Set(audience.customers).subtracting(queued)
            try hold(missing.isEmpty, "\(id) is confirmed and no mail is queued for \(missing.sorted())")
        }
    }

    func deliveries(of id: IncidentID, _ kind: (Effect.Task) -> Bool) throws -> [Delivery] {
        let effects = (state.incidents[id]?.work ?? [:]).filter { kind($0.value.task) }.keys
        return try effects.flatMap { try store.real.deliveries(of: $0) }
    }

    /// A fan-out that ended well reached everybody it was for: what its milestone, and a promise's result, rest on.
    private func checkOutcome(of effect: EffectID, _ id: IncidentID) throws {
        guard let work = state.incidents[id]?.work[effect], work.outcome?.succeeded == true else { return }
        let deliveries = try store.real.deliveries(of: effect)
        // What came back later had been taken.
        if let undone = deliveries.first(where: { $0.state != .done && $0.state != .bounced }) {
            throw Violation(description: "\(effect) succeeded, and \(undone.member) is \(undone.state.rawValue)")
        }
        switch work.task {
        case .revokeTokens:
            let alive = try store.real.tokens(deliveries.map(\.member)).first(where: \.isActive)
            try hold(alive == nil, "\(effect) succeeded, and \(alive?.id ?? "") is active")
        case .notifyCustomers:
            for delivery in deliveries {
                let inbox = Inbox(recipient: try store.real.customer(delivery.member)?.mail ?? "", incident: id)
                try hold(letters[inbox] == [delivery.key], "\(effect) succeeded, and \(delivery.member) has no mail")
            }
        case .listCredits(let audience, _): try checkList(effect, audience)
        default: break
        }
    }

    /// The milestones that promises rest on stand for everybody whom the newest scope names.
    func checkEvidence(of milestone: Milestone, _ id: IncidentID) throws {
        guard let incident = state.incidents[id] else { return }
        if milestone == .credited { try checkCredited(incident) }
        guard [.customersNotified, .tokensRevoked].contains(milestone) else { return }
        let isNotice = milestone == .customersNotified
        let audiences = incident.facts.compactMap { fact -> AudienceID? in
            switch fact.what {
            case .queued(_, .notifyCustomers(let audience)) where isNotice: audience
            case .queued(_, .revokeTokens(let audience)) where !isNotice: audience
            default: nil
            }
        }
        guard let newest = audiences.last, let audience = try store.real.audience(newest) else {
            throw Violation(description: "\(id) reached \(milestone.text) with nobody in scope")
        }
        // The rows are those of now: one that came back without a task so far was taken when this fact was written.
        let done = try deliveries(of: id, isNotice ? \.isNotice : \.isRevocation).filter {
            $0.state == .done || $0.state == .bounced && incident.contacts[$0.key] == nil
                || incident.contacts[$0.key]?.isReached == true
        }.map(\.member)
        let missing = Set(isNotice ? audience.customers : audience.tokens).subtracting(done)
        try hold(missing.isEmpty, "\(id) reached \(milestone.text) without \(missing.sorted())")
    }

    /// Whoever is owed a notice and did not get it by mail is a task, in the transaction that stored so.
    private func checkUnreached() throws {
        for incident in state.allIncidents {
            for delivery in try deliveries(of: incident.id, \.isNotice) {
                let contact = incident.contacts[delivery.key]
                switch delivery.state {
                case .failed, .bounced:
                    try hold(contact != nil, "\(delivery.member) was not reached, and nobody is asked to")
                case .done: try hold(contact?.isOpen != true, "\(delivery.member) has the mail, and a task is open")
                case .pending: break
                }
            }
        }
    }

    /// What the public may know stands in the record exactly once.
    private func checkPublished(_ incident: Incident) throws {
        guard incident.page != nil else { return }
        for clock in incident.clocks {
            let count = record.results["\(incident.id) \(clock.promise) \(clock.word)", default: 0]
            let expected = clock.isJudged && clock.isPublic ? 1 : 0
            try hold(
                count == expected, "\(incident.id): \(clock.promise) is \(clock.word), entries saying so: \(count)")
        }
        var hasPage = false
        var impact: String?
        for fact in incident.facts {
            switch fact.what {
            case .pageReserved(let slug):
                hasPage = true
                try hold(record.impacts[slug] == impact, "page \(slug) does not commit to the impact that it shows")
            case .documented(let document, let kind, _) where hasPage && kind.isPublic:
                let count = record.documents[document, default: 0]
                try hold(count == 1, "\(document) is public, entries holding it: \(count)")
            case .documented(let document, .impact, _): impact = try store.real.document(document)?.text
            default: break
            }
        }
    }
}
