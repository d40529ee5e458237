import OnRecord

extension Auditor {
    /// What a new fact may claim, given everything before it.
    mutating func judge(_ fact: Fact) throws {
        let subject = fact.subject
        let reached = milestones(of: subject)
        /// When what a clock waits for came about: a milestone, or the first filing of its kind.
        func fulfilled(_ clock: PromiseClock) -> Timestamp? {
            guard let filing = clock.duty?.filing else { return reached[clock.to] }
            return state.incidents[subject]?.filings.first { $0.filing == filing }?.at
        }
        func running(_ promise: String) throws -> PromiseClock {
            guard let clock = clocks(of: subject).first(where: { $0.promise == promise }) else {
                throw Violation(description: "promise \(promise) of \(subject) ended without having begun")
            }
            try hold(clock.state == .pending, "promise \(promise) of \(subject) was \(clock.word) and is judged again")
            return clock
        }
        switch fact.what {
        case .milestoneReached(let milestone, let at):
            try hold(reached[milestone] == nil, "\(subject) reached \(milestone.text) twice")
            try checkEvidence(of: milestone, subject)
            try hold(at <= fact.at, "\(subject) reaches \(milestone.text) in the future")
            if milestone == .confirmed {
                guard let aware = reached[.aware] else {
                    throw Violation(description: "\(subject) was confirmed and nobody was aware")
                }
                try hold(aware <= at, "\(subject) is aware at \(aware.text), after its confirmation")
                if let scope = state.incidents[subject]?.scope { owed.append((subject, scope)) }
            }
        case .scopeSet(let scope) where reached[.confirmed] != nil: owed.append((subject, scope))
        case .promiseArmed(let clock): try checkTerms(of: clock, subject, reached)
        case .promiseKept(let promise, let at):
            let clock = try running(promise)
            try hold(fulfilled(clock) == at && at <= clock.due, "\(subject) kept \(promise) without evidence")
        case .promiseMissed(let promise, let at):
            let clock = try running(promise)
            try hold(
                fulfilled(clock) == at,
                "\(subject) missed \(promise) at \(at?.text ?? "no time"), against its milestones")
            try hold((at ?? fact.at) > clock.due, "\(subject) missed \(promise) before its time was over")
        case .promiseWaived(let promise, _):
            let clock = try running(promise)
            try hold(clock.duty == nil, "\(subject) waived the law: \(promise)")
        case .dutyLifted(let promise): _ = try running(promise)
        case .dutyResumed(let promise):
            let state = clocks(of: subject).first { $0.promise == promise }?.state
            guard case .lifted? = state else {
                throw Violation(description: "\(promise) of \(subject) is brought back and was not lifted")
            }
        case .dutyRestarted(let clock):
            _ = try running(clock.promise)
            try checkDutyTerms(of: clock, subject)
        case .queued(let effect, .sendDigest(let digest)):
            try hold(!state.news.openDigests.contains(effect), "\(effect) was queued twice")
            try hold(digest.after == state.news.digestedUntil, "\(effect) leaves out news or tells it again")
        case .settled(let effect, _) where subject == Fact.house:
            try hold(state.news.openDigests.contains(effect), "\(effect) ended twice, or without having begun")
        case .queued(let effect, _):
            try hold(state.incidents[subject]?.work[effect] == nil, "\(effect) was queued twice")
        case .settled(let effect, _):
            guard let work = state.incidents[subject]?.work[effect] else {
                throw Violation(description: "\(effect) ended without having begun")
            }
            try hold(work.outcome == nil, "\(effect) ended twice")
            ended.append((subject, effect))
        default: break
        }
    }

    private func checkTerms(of clock: PromiseClock, _ subject: String, _ reached: [Milestone: Timestamp]) throws {
        guard let promise = Cast.policy.promise(clock.promise) else {
            throw Violation(description: "\(clock.promise) is no promise of the policy")
        }
        try hold(!clocks(of: subject).contains { $0.promise == promise.id }, "\(promise.id) of \(subject) began twice")
        guard promise.adoption == nil else { return try checkDutyTerms(of: clock, subject) }
        try hold(
            reached[promise.from] == clock.started, "\(promise.id) of \(subject) does not start at \(promise.from.text)"
        )
        let due = promise.within.due(from: clock.started, in: Cast.policy.organisation.calendar)
        try hold(clock.due == due && clock.to == promise.to, "\(promise.id) of \(subject) runs on other terms")
    }

    /// Clocks are added and judged once; they never vanish, and their terms stay. Only a duty's may be lifted, brought
    /// back and counted anew.
    func checkClocks(after fact: Fact, grewFrom earlier: [PromiseClock]) throws {
        let subject = fact.subject
        let now = clocks(of: subject)
        try hold(now.count >= earlier.count, "a promise of \(subject) vanished")
        for (old, new) in zip(earlier, now) where old != new {
            if try isDutyChange(from: old, to: new, by: fact) { continue }
            var same = new
            same.state = old.state
            try hold(same == old, "the terms of \(old.promise) of \(subject) changed")
            let becomesLate = old.state == .missed(at: nil) && new.word == "missed"
            try hold(
                old.state == .pending || becomesLate, "\(old.promise) of \(subject) was \(old.word), is now \(new.word)"
            )
        }
    }

    /// A promise whose start has come has a clock, as long as the incident is open.
    func checkArmed() throws {
        let incidents = state.openIncidents.map { ($0.id, $0.milestones, $0.clocks, Optional($0.circumstances)) }
        let reports = state.allReports.map { ($0.id, $0.milestones, $0.clocks, Circumstances?.none) }
        for (subject, reached, clocks, circumstances) in incidents + reports {
            for promise in Cast.policy.promises where promise.adoption == nil && reached[promise.from] != nil {
                if let circumstances, !promise.when.holds(in: circumstances) { continue }
                try hold(clocks.contains { $0.promise == promise.id }, "\(promise.id) of \(subject) has no clock")
            }
        }
    }
}
