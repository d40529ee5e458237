import OnRecord

/// An operator: does the next sensible thing, later or never; now and then twice, or something that makes no sense.
/// Refusals are for it to read.
struct Robot {
    let chance: Chance
    /// What stands on the page of credits.
    private let lists: (CreditListID) -> CreditList?
    private var natures: [IncidentID: Nature] = [:]
    private var lastAct: Input?

    /// What an incident turns out to be.
    enum Nature: CaseIterable { case breach, keyBreach, outage, falseAlarm }

    init(_ chance: Chance, lists: @escaping (CreditListID) -> CreditList?) {
        (self.chance, self.lists) = (chance, lists)
    }

    /// Somebody at the console, in whatever state they are.
    mutating func act(on state: State, at now: Timestamp) -> Input? {
        if let lastAct, chance.happens(8) { return lastAct }
        lastAct = choose(state, now)
        return lastAct
    }

    /// The same person, rested: only what is sensible, for any incident that needs it.
    mutating func work(on state: State, at now: Timestamp) -> Input? {
        for report in state.allReports where report.milestones[.answered] == nil { return answer(report.id) }
        for incident in state.allIncidents {
            if let contact = incident.openContacts.first { return call(contact, of: incident.id) }
        }
        for incident in state.openIncidents {
            if let act = sensible(incident, now) { return act }
        }
        return nil
    }

    private mutating func choose(_ state: State, _ now: Timestamp) -> Input? {
        if state.incidentOrder.count < 6, chance.happens(6) {
            let eventClass = chance.pick(["code-path-bug", "data-exposure", "sub-processor", "unauthorised-access"])
            return .declare(eventClass: eventClass, severity: nil, title: "It began with Nescio 3", by: .operator)
        }
        if state.reportOrder.count < 2, chance.happens(2) { return .receiveReport(text: "You were down. Nescio 1") }
        if let report = state.reportOrder.last, chance.happens(4) { return answer(report) }
        if chance.happens(25), let act = quieten(state.alerts, now) { return act }
        guard let id = state.incidentOrder.isEmpty ? nil : chance.pick(state.incidentOrder),
            let incident = state.incidents[id]
        else { return nil }
        return chance.happens(75) ? sensible(incident, now) : odd(incident, now)
    }

    // MARK: - Sleep

    /// Silences, maintenance and noise, and their ends.
    private func quieten(_ alerts: AlertState, _ now: Timestamp) -> Input? {
        let rules = Cast.policy.openings.values.filter(\.opensIncident).map(\.rule).sorted()
        let until = now + .minutes(Int64(chance.number(in: 1..<900)))
        let alert = alerts.open.isEmpty ? nil : alerts.open[chance.pick(alerts.open.keys.sorted())]?.trace
        switch chance.number(in: 0..<6) {
        case 0:
            return .silence(
                rule: alert?.rule ?? chance.pick(rules), groupOf: chance.happens(30) ? alert?.id : nil, until: until,
                reason: "Nescio 6 is testing.", by: .operator)
        case 1:
            let silences = alerts.silences.keys.sorted()
            return silences.isEmpty ? nil : .liftSilence(chance.pick(silences), by: .operator)
        case 2, 3:
            let from = now + .minutes(Int64(chance.number(in: -5..<90)))
            return .planMaintenance(
                from: chance.happens(25) ? from : nil, until: until, rules: chance.some(of: rules),
                classes: chance.happens(20) ? ["unauthorised-access"] : [], reason: "Nescio 1 was told.", by: .operator)
        case 4:
            let work = alerts.maintenance.keys.sorted()
            return work.isEmpty ? nil : .cancelMaintenance(chance.pick(work), by: .operator)
        default: return alert.map { .markNoise($0.id, by: .operator) }
        }
    }

    // MARK: - Sense

    private func call(_ contact: Incident.Contact, of id: IncidentID) -> Input {
        .contact(id, contact.task.key, by: .phone, text: "Called Nescio 3 at the office.", author: .operator)
    }

    private mutating func sensible(_ incident: Incident, _ now: Timestamp) -> Input? {
        if let contact = incident.openContacts.first, chance.happens(40) { return call(contact, of: incident.id) }
        guard incident.isOpen else { return nil }
        let id = incident.id
        func lacks(_ milestone: Milestone) -> Bool { incident.milestones[milestone] == nil }
        let nature = nature(of: incident)
        if nature == .falseAlarm, lacks(.confirmed) {
            if incident.assessments.isEmpty, chance.happens(50) { return assess(id, as: nature) }
            return .dismiss(id, reason: "A test of ours.", by: .operator)
        }
        if lacks(.acknowledged) { return .acknowledge(id, by: .responder("first")) }
        if incident.scope == nil, nature != .outage { return .setScope(id, scope(nature), by: .operator) }
        if nature == .outage, incident.impact.unavailableFor == .zero {
            let impact = Impact(unavailableFor: .minutes(20), customersShare: 0.2)
            return .stateImpact(id, impact, text: "One request in five failed.", by: .operator)
        }
        if let act = lawful(incident, nature, now) { return act }
        if lacks(.confirmed) {
            let isStated = incident.milestones[.aware] != nil
            return .confirm(id, awareAt: !isStated && chance.happens(30) ? now - .minutes(3) : nil, by: .operator)
        }
        if incident.eventClass == "code-path-bug", lacks(.rollbackStarted) {
            return .act(id, action: "rollback", by: .operator)
        }
        if incident.circumstances.involves.contains(.personalData), lacks(.authorityNotified) {
            return .reach(id, .authorityNotified, at: nil, by: .operator)
        }
        for milestone in [Milestone.contained, .forensicsCompleted] where lacks(milestone) {
            return .reach(id, milestone, at: nil, by: .operator)
        }
        if incident.page != nil, lacks(.postmortemPublished) { return postMortem(id) }
        if let act = credits(incident) { return act }
        // Nobody closes what is still being carried out.
        if incident.work.values.contains(where: { $0.outcome == nil }) { return nil }
        for milestone in [Milestone.resolved, .closed] where lacks(milestone) {
            return .reach(id, milestone, at: nil, by: .operator)
        }
        return nil
    }

    /// Approves what was listed, and gets the rest done where something could not be given.
    private func credits(_ incident: Incident) -> Input? {
        guard incident.clocks.contains(where: { $0.to == .credited }) else { return nil }
        switch incident.creditStage {
        case .none, .listingFailed: return .listCredits(incident.id, by: .operator)
        case .listing, .granting, .granted: return nil
        case .listed(let id):
            guard case .listCredits(let audience, _)? = incident.work[id]?.task, audience == incident.scope?.audience,
                let list = lists(id)
            else { return .listCredits(incident.id, by: .operator) }
            return .approveCredits(incident.id, list: id, hash: list.hash, by: .operator)
        case .approved: return .enterCredits(incident.id, by: .operator)
        case .partlyGranted:
            return chance.happens(50)
                ? .listCredits(incident.id, by: .operator) : .enterCredits(incident.id, by: .operator)
        }
    }

    private mutating func nature(of incident: Incident) -> Nature {
        if let known = natures[incident.id] { return known }
        let nature: Nature =
            incident.eventClass == "data-plane-downtime"
            ? .outage : chance.weighted([(55, .breach), (15, .keyBreach), (15, .outage), (15, .falseAlarm)])
        natures[incident.id] = nature
        return nature
    }

    private func scope(_ nature: Nature) -> ScopeSelection {
        let customers = chance.some(of: Cast.customers).map(\.id)
        let tokens = customers.flatMap { ["t\($0.dropFirst())1", "t\($0.dropFirst())2"] }
        return switch nature {
        case .breach:
            ScopeSelection(customers: customers, tokens: tokens, data: [.tokens, .personalData], services: ["proxy"])
        case .keyBreach: ScopeSelection(customers: customers, tokens: [], data: [.keys], services: ["proxy"])
        case .outage, .falseAlarm: ScopeSelection(customers: customers, tokens: [], data: [.logs], services: [])
        }
    }

    private func postMortem(_ id: IncidentID) -> Input {
        let parts = Cast.policy.postMortem.parts.map { ($0.id, "Nescio 2 wrote to us, and we looked.") }
        return .write(
            id, .postMortem, parts: Dictionary(uniqueKeysWithValues: parts),
            followUps: [FollowUp(title: "Count again", owner: "operations", target: "2027-01-01")], by: .operator)
    }

    private func answer(_ report: String) -> Input {
        .answerReport(report, .tracking, text: "Thank you, c1@customer.example.", by: .operator)
    }

    // MARK: - Nonsense

    private mutating func odd(_ incident: Incident, _ now: Timestamp) -> Input {
        let id = incident.id
        let past = now - .seconds(Int64(chance.number(in: -600..<7200)))
        switch chance.number(in: 0..<17) {
        case 0: return .confirm(id, awareAt: past, by: .operator)
        case 1: return .confirm(id, awareAt: nil, by: .operator)
        case 2, 3:
            let milestone = chance.pick(Milestone.allCases)
            return .reach(id, milestone, at: chance.happens(50) ? past : nil, by: .operator)
        case 4, 5: return .setScope(id, scope(chance.pick([.breach, .keyBreach, .outage])), by: .operator)
        case 6:
            return .write(
                id, chance.pick([.update, .note, .correction]), parts: ["text": "Nescio 4 asked."], followUps: [],
                by: .operator)
        case 7:
            let promise = incident.clocks.isEmpty ? "none" : chance.pick(incident.clocks).promise
            return .waive(promise: promise, id, reason: "Nescio 5 agreed.", by: .operator)
        case 8: return .dismiss(id, reason: "Nothing was there.", by: .operator)
        case 9: return oddCredits(incident)
        case 10: return .act(id, action: "rollback", by: .operator)
        case 11, 12: return answerAtRandom(id)
        case 13, 14: return fileOddly(incident, past: past)
        case 15: return .concludeAssessment(id, reasoning: "Nescio 3 says so.", by: .operator)
        default: return .stateRisk(id, chance.pick(Risk.allCases), by: .operator)
        }
    }

    private func oddCredits(_ incident: Incident) -> Input {
        let list = incident.creditStage.list ?? "\(incident.id).credits.1"
        switch chance.number(in: 0..<5) {
        case 0: return .approveCredits(incident.id, list: list, hash: "guessed", by: .operator)
        case 1: return .approveCredits(incident.id, list: list, hash: lists(list)?.hash ?? "", by: .operator)
        case 2: return .withdrawCredits(incident.id, by: .operator)
        case 3: return .enterCredits(incident.id, by: .operator)
        default: return .listCredits(incident.id, by: .operator)
        }
    }
}
