/// Everything the product knows about its incidents and reports: the fold of the journal.
public struct State: Sendable, Equatable {
    public private(set) var sequence: Int64 = 0
    public private(set) var policyVersion: String?
    public private(set) var incidents: [IncidentID: Incident] = [:]
    /// Ids in the order of opening.
    public private(set) var incidentOrder: [IncidentID] = []
    public private(set) var reports: [String: Report] = [:]
    public private(set) var reportOrder: [String] = []
    public private(set) var alerts = AlertState()
    public private(set) var news = News()
    /// Hashes of letters already taken in.
    public private(set) var letters: Set<String> = []
    public private(set) var slugs: Set<String> = []

    public init() {}

    public init(folding facts: some Sequence<Fact>) {
        for fact in facts { apply(fact) }
    }

    public var openIncidents: [Incident] { incidentOrder.compactMap { incidents[$0] }.filter(\.isOpen) }
    public var allIncidents: [Incident] { incidentOrder.compactMap { incidents[$0] } }
    public var allReports: [Report] { reportOrder.compactMap { reports[$0] } }

    /// Reports that arrived after a moment, newest first. They are in the order of time: older ones are not looked at.
    func reports(after moment: Timestamp) -> [Report] {
        Array(
            reportOrder.reversed().lazy.compactMap { reports[$0] }
                .prefix { $0.milestones[.reported].map { $0 > moment } == true })
    }

    /// Applies one fact. Total: a fact that is in the journal has been judged before.
    public mutating func apply(_ fact: Fact) {
        sequence = fact.sequence
        switch fact.what {
        case .policyAdopted(let version): policyVersion = version
        case .incidentOpened(let eventClass, let severity, let title):
            incidentOrder.append(fact.subject)
            incidents[fact.subject] = Incident(
                id: fact.subject, openedAt: fact.at, eventClass: eventClass, severity: severity, title: title)
        case .reportReceived(let letter, let sender):
            reportOrder.append(fact.subject)
            reports[fact.subject] = Report(id: fact.subject, sender: sender)
            if let letter { letters.insert(letter) }
        case .pageReserved(let slug):
            slugs.insert(slug)
        default: break
        }
        alerts.apply(fact)
        incidents[fact.subject]?.apply(fact)
        reports[fact.subject]?.apply(fact)
        news.apply(fact, of: incidents[fact.subject])
    }
}

extension Incident {
    mutating func apply(_ fact: Fact) {
        facts.append(fact)
        switch fact.what {
        case .alertJoined(let alert):
            alerts.append(alert.id)
            rules.insert(alert.rule)
            reasons[alert.id] = Reason(rule: alert.rule, fingerprint: alert.fingerprint)
        case .alertAcknowledged(let alert): reasons[alert]?.isAcknowledged = true
        case .alertEnded(let alert, let how, let at):
            reasons[alert]?.end = how
            reasons[alert]?.endedAt = at
        case .alertMarkedNoise(let alert): reasons[alert]?.isNoise = true
        case .milestoneReached(let milestone, let at):
            milestones[milestone] = at
            clocks.noteLate(milestone, at: at)
            if Milestone.startingClocks.contains(milestone) { noteAnswer() }
        case .scopeSet(let value):
            scope = value
            scopeVersion += 1
        case .impactStated(let value): impact = value
        case .assessed(let assessment, let reasoning):
            assessments.append(
                AssessmentVersion(assessment: assessment, at: fact.at, by: fact.by, reasoning: reasoning))
            if let judged = assessment.risk { risk = judged }
            noteAnswer()
        case .assessmentConcluded(let notifiable, let reasoning):
            conclusion = Conclusion(isNotifiable: notifiable, at: fact.at, by: fact.by, reasoning: reasoning)
        case .filed(let filing):
            filings.append(filing)
            noteAnswer()
            clocks.noteLate(filing)
        case .playbookRan(let step): playbookRan.insert(step)
        case .queued(let effect, let task): work[effect] = Work(task: task, queuedAt: fact.at)
        case .settled(let effect, let outcome): work[effect]?.outcome = outcome
        case .creditsApproved(let approval): creditApproval = approval
        case .creditsWithdrawn: creditApproval = nil
        case .customersUnreached(let effect, let tasks):
            for task in tasks { contacts[task.key] = Contact(task: task, effect: effect, since: fact.at) }
        case .customersMailed(_, let keys):
            for key in keys { contacts[key]?.end = .mailed(at: fact.at) }
        case .customerContacted(let key, let way, let note):
            contacts[key]?.end = .reached(way, note: note, at: fact.at)
        case .pageReserved(let slug): page = Page(slug: slug, reservedAt: fact.at)
        case .documented(let document, let kind, _):
            published.append(Published(document: document, kind: kind, at: fact.at))
        default: clocks.apply(fact)
        }
    }
}

extension Incident {
    private mutating func noteAnswer() {
        if !isOpen { wasAnsweredAfterClosing = true }
    }
}

extension Report {
    mutating func apply(_ fact: Fact) {
        facts.append(fact)
        switch fact.what {
        case .milestoneReached(let milestone, let at):
            milestones[milestone] = at
            clocks.noteLate(milestone, at: at)
        case .reportAnswered(let value): outcome = value
        case .queued(_, .confirmReceipt): receiptQueuedAt = fact.at
        case .settled(_, let outcome): receipt = outcome
        default: clocks.apply(fact)
        }
    }
}

extension [PromiseClock] {
    mutating func apply(_ fact: Fact) {
        switch fact.what {
        case .promiseArmed(let clock): append(clock)
        case .promiseKept(let promise, let at): set(promise, .kept(at: at))
        case .promiseMissed(let promise, let at): set(promise, .missed(at: at))
        case .promiseWaived(let promise, _): set(promise, .waived(at: fact.at))
        case .dutyLifted(let promise): set(promise, .lifted(at: fact.at))
        case .dutyResumed(let promise): set(promise, .pending)
        case .dutyRestarted(let clock):
            if let index = firstIndex(where: { $0.promise == clock.promise }) { self[index] = clock }
        default: break
        }
    }

    /// What a missed promise was waiting for has come after all.
    mutating func noteLate(_ milestone: Milestone, at moment: Timestamp) {
        for index in indices where self[index].to == milestone && self[index].state == .missed(at: nil) {
            self[index].state = .missed(at: moment)
        }
    }

    mutating func noteLate(_ filing: Filing) {
        for index in indices
        where self[index].duty?.filing == filing.filing && self[index].state == .missed(at: nil) {
            self[index].state = .missed(at: filing.at)
        }
    }

    private mutating func set(_ promise: String, _ state: PromiseClock.State) {
        guard let index = firstIndex(where: { $0.promise == promise }) else { return }
        self[index].state = state
    }
}
