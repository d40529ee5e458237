/// Who asked for news hears of what becomes public.
extension Deliberation {
    /// What this step publishes is queued in its own transaction: a crash leaves both or neither.
    mutating func tellSubscribers() throws {
        for fact in decision.facts {
            guard let incident = state.incidents[fact.subject], let bulletin = Bulletin(fact, of: incident),
                try shelf.hasSubscribers(among: [Readership(bulletin)], pace: .atOnce)
            else { continue }
            queue("\(incident.id).news.\(fact.sequence)", .tellSubscribers(bulletin), for: incident.id)
        }
        try sendDigest()
    }

    /// Level-triggered as all clocks: after days of downtime there is one digest of all of them.
    private mutating func sendDigest() throws {
        guard !state.news.undigested.isEmpty else { return }
        let until = policy.organisation.calendar.lastDigest(before: now)
        let bulletins = state.news.undigested.filter { $0.at <= until }
        guard !bulletins.isEmpty else { return }
        let digest = Digest(bulletins, after: state.news.digestedUntil, until: until)
        guard try shelf.hasSubscribers(among: digest.readers, pace: .daily) else { return }
        let effect = Effect(
            id: "digest.\(until.rfc3339.replacing(":", with: ""))", incident: Fact.house, task: .sendDigest(digest),
            notBefore: now)
        record(.queued(effect: effect.id, task: effect.task), about: Fact.house)
        decision.effects.append(effect)
    }

    /// - Returns: whether the effect was a digest.
    mutating func settleDigest(_ effect: Effect, _ outcome: Outcome) -> Bool {
        guard case .sendDigest = effect.task else { return false }
        if state.news.openDigests.contains(effect.id) {
            record(.settled(effect: effect.id, outcome: outcome), about: Fact.house)
        }
        return true
    }
}
