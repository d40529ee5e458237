/// How alerts begin, go on and end.
extension AlertBook {
    /// News from the sender of what an alert is about.
    mutating func hear(_ state: Signal.State, about subject: String, firing rules: Set<String>, at moment: Timestamp) {
        guard let fingerprints = episodesOfSubject[subject]?.sorted() else { return }
        for fingerprint in fingerprints {
            guard let episode = current.episodes[fingerprint] else { continue }
            switch state {
            case .resolved: end(fingerprint, .resolved, at: moment)
            // The same silence may be what another rule wakes people for.
            case .expired where !rules.contains(episode.rule): end(fingerprint, .expired, at: moment)
            // A job that failed or fell silent has run well again.
            case .beat where episode.openedBy == .failed || episode.openedBy == .expired:
                end(fingerprint, .resolved, at: moment)
            case .acknowledged where !episode.isAcknowledged:
                current.episodes[fingerprint]?.isAcknowledged = true
                news.append(.acknowledged(episode.alert, at: moment))
            default: break
            }
        }
    }

    mutating func see(_ sighting: Sighting, at moment: Timestamp) {
        if let episode = current.episodes[sighting.fingerprint] {
            if moment < episode.deadline { return goOn(episode, sighting, at: moment) }
            end(sighting.fingerprint, episode.deadlineMeans, at: episode.deadline)
        }
        let rule = sighting.opening.rule
        let limit = limit(of: rule)
        let isFull =
            openOfRule[rule, default: 0] >= AlertBook.openPerRuleMax
            || current.episodes.count >= AlertBook.openMax
        let isAdmitted = current.gates[rule, default: FloodGate()].admit(at: moment, limit)
        if !isFull, let gate = current.gates[rule], gate.flood != nil, gate.calmAt(limit) <= moment {
            endFlood(of: rule, at: moment)
        }
        if current.gates[rule]?.flood != nil {
            current.gates[rule]?.flood?.count += 1
            sayFlood(of: rule, at: moment)
        } else if isAdmitted, !isFull {
            open(sighting, at: moment)
        } else {
            openFlood(sighting, at: moment)
        }
    }

    private mutating func open(_ sighting: Sighting, at moment: Timestamp) {
        let alert = sighting.alert
        let (deadline, meaning) = sighting.deadline(from: moment)
        insert(
            Episode(
                alert: alert.id, rule: alert.rule, subject: sighting.subject, openedBy: sighting.state, lastAt: moment,
                saidAt: moment, deadline: deadline, deadlineMeans: meaning),
            sighting.fingerprint)
        lookAgain(by: deadline)
        news.append(.opened(alert))
    }

    private mutating func goOn(_ episode: Episode, _ sighting: Sighting, at moment: Timestamp) {
        var episode = episode
        episode.firings += 1
        episode.lastAt = moment
        (episode.deadline, episode.deadlineMeans) = sighting.deadline(from: moment)
        lookAgain(by: min(episode.deadline, episode.saidAt + AlertBook.sayEvery))
        say(&episode, at: moment)
        current.episodes[sighting.fingerprint] = episode
    }

    private mutating func say(_ episode: inout Episode, at moment: Timestamp, nowOrNever: Bool = false) {
        guard episode.said != episode.firings, nowOrNever || moment >= episode.saidAt + AlertBook.sayEvery else {
            return
        }
        (episode.said, episode.saidAt) = (episode.firings, moment)
        news.append(.repeated(episode.alert, firings: episode.firings, lastAt: episode.lastAt))
    }

    mutating func end(_ fingerprint: String, _ how: AlertEnd, at moment: Timestamp) {
        guard var episode = remove(fingerprint) else { return }
        say(&episode, at: moment, nowOrNever: true)
        news.append(.ended(episode.alert, how, at: moment))
    }

    // MARK: - Floods

    private mutating func openFlood(_ sighting: Sighting, at moment: Timestamp) {
        let alert = sighting.flood
        current.gates[alert.rule]?.flood = FloodGate.Flood(alert: alert.id, count: 1, said: 1, saidAt: moment)
        lookAgain(by: moment + AlertBook.sayEvery)
        news.append(.opened(alert))
    }

    private mutating func sayFlood(of rule: String, at moment: Timestamp, nowOrNever: Bool = false) {
        guard let flood = current.gates[rule]?.flood, flood.said != flood.count,
            nowOrNever || moment >= flood.saidAt + AlertBook.sayEvery
        else { return }
        current.gates[rule]?.flood?.said = flood.count
        current.gates[rule]?.flood?.saidAt = moment
        news.append(.repeated(flood.alert, firings: flood.count, lastAt: moment))
    }

    private mutating func endFlood(of rule: String, at moment: Timestamp) {
        guard let flood = current.gates[rule]?.flood else { return }
        sayFlood(of: rule, at: moment, nowOrNever: true)
        current.gates[rule]?.flood = nil
        news.append(.ended(flood.alert, .quiet, at: moment))
    }

    // MARK: - Time

    /// Ends what is over, says counts that are due, and finds out when there will be more.
    mutating func sweep(at moment: Timestamp) {
        var next: Timestamp?
        func note(_ later: Timestamp) { next = min(next ?? later, later) }
        let order = current.episodes.sorted { ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key) }
        for (fingerprint, episode) in order {
            if episode.deadline <= moment {
                end(fingerprint, episode.deadlineMeans, at: episode.deadline)
            } else {
                var episode = episode
                say(&episode, at: moment)
                current.episodes[fingerprint] = episode
                note(episode.said == episode.firings ? episode.deadline : episode.saidAt + AlertBook.sayEvery)
            }
        }
        for rule in current.gates.keys.sorted() {
            guard let gate = current.gates[rule], gate.flood != nil else { continue }
            let calm = gate.calmAt(limit(of: rule))
            if calm <= moment {
                endFlood(of: rule, at: calm)
            } else {
                sayFlood(of: rule, at: moment)
                note(min(calm, moment + AlertBook.sayEvery))
            }
        }
        quietUntil = max(next ?? moment + .days(1), moment + AlertBook.sweepEvery)
    }

    private mutating func lookAgain(by moment: Timestamp) { quietUntil = min(quietUntil, moment) }

    // MARK: - The indices

    mutating func insert(_ episode: Episode, _ fingerprint: String) {
        current.episodes[fingerprint] = episode
        openOfRule[episode.rule, default: 0] += 1
        if let subject = episode.subject { episodesOfSubject[subject, default: []].insert(fingerprint) }
    }

    @discardableResult
    mutating func remove(_ fingerprint: String) -> Episode? {
        guard let episode = current.episodes.removeValue(forKey: fingerprint) else { return nil }
        openOfRule[episode.rule, default: 1] -= 1
        if let subject = episode.subject {
            episodesOfSubject[subject]?.remove(fingerprint)
            if episodesOfSubject[subject]?.isEmpty == true { episodesOfSubject[subject] = nil }
        }
        return episode
    }
}
