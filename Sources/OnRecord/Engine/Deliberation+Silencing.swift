/// What people do so that the house lets them sleep: silences, planned maintenance, and saying that something is noise.
extension Deliberation {
    mutating func silence(
        rule: String, groupOf alert: AlertID?, until: Timestamp, reason: String, by author: Author
    ) throws {
        guard policy.openings[rule] != nil else {
            throw Refusal.unknown("The rule", rule, expected: policy.openings.keys.sorted())
        }
        var fingerprint: String?
        if let alert {
            let stored = try self.alert(alert)
            guard stored.alert.rule == rule else {
                throw Refusal.unknown("The rule", rule, expected: [stored.alert.rule])
            }
            fingerprint = stored.alert.fingerprint
        }
        try checkTerm("The silence", until: until, longest: Silence.longest)
        let running = state.alerts.silences.values.count { $0.until > now }
        try checkCount("silences", running, most: Silence.most)
        try silence(rule, fingerprint, until: until, because: words(reason), by: author, isNoise: false)
    }

    private mutating func silence(
        _ rule: String, _ fingerprint: String?, until: Timestamp, because reason: String, by author: Author,
        isNoise: Bool
    ) {
        let note = document(Fact.house, .note, parts: ["text": reason], by: author)
        let silence = Silence(
            id: "s\(state.sequence + 1)", rule: rule, fingerprint: fingerprint, until: until, reason: note, by: author,
            isNoise: isNoise)
        record(.silenced(silence), about: Fact.house, by: author)
    }

    mutating func liftSilence(_ id: SilenceID, by author: Author) throws {
        guard let silence = state.alerts.silences[id] else {
            throw Refusal.notInForce("silence", id, found: state.alerts.silences.keys.sorted())
        }
        guard silence.until > now else { throw Refusal.already("ended", at: silence.until) }
        record(.silenceLifted(id), about: Fact.house, by: author)
    }

    mutating func planMaintenance(
        from: Timestamp?, until: Timestamp, rules: [String], classes: [String], reason: String, by author: Author
    ) throws {
        let (rules, classes) = (rules.unique, classes.unique)
        if let unknown = rules.first(where: { policy.openings[$0] == nil }) {
            throw Refusal.unknown("A rule", unknown, expected: policy.openings.keys.sorted())
        }
        if let unknown = classes.first(where: { policy.eventClass($0) == nil }) {
            throw Refusal.unknown("A class", unknown, expected: policy.classes.map(\.id))
        }
        guard !rules.isEmpty || !classes.isEmpty else {
            throw Refusal.invalid(
                "The maintenance names no rule and no class, so it would hold nothing. Name what it concerns.")
        }
        // Nobody can have planned what is past; a form filled in a minute ago begins now.
        let start = max(from ?? now, now)
        try checkTerm("The maintenance", until: until, longest: Maintenance.longest)
        guard start < until else {
            throw Refusal.invalid(
                "The maintenance ends at \(until.text) and begins at \(start.text); expected the end after the "
                    + "beginning. Give a later end.")
        }
        let planned = state.alerts.maintenance.values.count { $0.until > now }
        try checkCount("planned maintenances", planned, most: Maintenance.most)
        let note = document(Fact.house, .note, parts: ["text": try words(reason)], by: author)
        let work = Maintenance(
            id: "m\(state.sequence + 1)", from: start, until: until, rules: rules, classes: classes, reason: note,
            by: author)
        record(.maintenancePlanned(work), about: Fact.house, by: author)
    }

    mutating func cancelMaintenance(_ id: MaintenanceID, by author: Author) throws {
        guard let work = state.alerts.maintenance[id] else {
            throw Refusal.notInForce("maintenance", id, found: state.alerts.maintenance.keys.sorted())
        }
        guard work.until > now else { throw Refusal.already("over", at: work.until) }
        record(.maintenanceCancelled(id), about: Fact.house, by: author)
    }

    /// One tap: it was nothing, it wakes nobody for a while, and an incident that had no other reason was a false alarm.
    mutating func markNoise(_ id: AlertID, by author: Author, quietFor span: Duration) throws {
        let stored = try alert(id)
        let alert = stored.alert
        guard !stored.isNoise else {
            throw Refusal(kind: .conflict, description: "Alert \(id) was already marked as noise. Nothing was changed.")
        }
        guard span > .zero, span <= Silence.longest else {
            throw Refusal.invalid(
                "It is to be quiet for \(span.text); expected more than nothing and at most \(Silence.longest.text). "
                    + "Give another time, 7 days for instance.")
        }
        let running = state.alerts.silences.values.count { $0.until > now }
        try checkCount("silences", running, most: Silence.most)
        let title = policy.openings[alert.rule]?.title ?? alert.rule
        let reason = "Alert \(id) (\(title)) was marked as noise."
        silence(alert.rule, alert.fingerprint, until: now + span, because: reason, by: author, isNoise: true)
        record(.alertMarkedNoise(id), about: stored.incident ?? Fact.house, by: author)
        decision.news.append(AlertNews(id, .noise))
        guard let incident = stored.incident.flatMap({ state.incidents[$0] }), incident.isOpen,
            incident.milestones[.confirmed] == nil, incident.milestones[.resolved] == nil, incident.page == nil,
            incident.reasons.values.allSatisfy({ $0.isNoise || $0.fingerprint == alert.fingerprint })
        else { return }
        try dismiss(incident.id, reason: reason, by: author)
    }

    // MARK: - What they have in common

    private func alert(_ id: AlertID) throws -> StoredAlert {
        guard let stored = try shelf.alert(id) else {
            throw Refusal(
                kind: .notFound,
                description: "There is no alert “\(id.prefix(60))”. Open the list of alerts to find its id.")
        }
        return stored
    }

    private func words(_ reason: String) throws -> String {
        let text = reason.trimmed
        guard !text.isEmpty, text.utf8.count <= 2000 else {
            throw Refusal.invalid(
                "The reason has \(text.utf8.count) bytes; expected 1 to 2,000. Say in a sentence why nobody is woken.")
        }
        return text
    }

    private func checkTerm(_ thing: String, until: Timestamp, longest: Duration) throws {
        guard until > now else {
            throw Refusal.invalid(
                "\(thing) ends at \(until.text), which is past (it is \(now.text)). Give an end that is to come.")
        }
        guard until <= now + longest else {
            throw Refusal.invalid(
                "\(thing) ends at \(until.text); expected at most \(longest.text) from now. "
                    + "Give an earlier end, or change the rule: what never matters needs no silence.")
        }
    }

    private func checkCount(_ things: String, _ count: Int, most: Int) throws {
        guard count < most else {
            throw Refusal(
                kind: .conflict,
                description:
                    "There are \(count) \(things); at most \(most) are allowed at a time. End some of them first.")
        }
    }
}

extension Refusal {
    static func notInForce(_ thing: String, _ id: String, found: [String]) -> Refusal {
        let others = found.isEmpty ? "There is none." : "There are \(found.prefix(20).joined(separator: ", "))."
        return Refusal(kind: .notFound, description: "There is no \(thing) “\(id.prefix(60))”. \(others)")
    }
}
