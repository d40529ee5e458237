import OnRecord

/// Something a person can do in the room; each is one form.
enum RoomAct: Hashable {
    case acknowledge, scope, impact, assessment, confirm
    case action(String)
    case milestone(Milestone)
    /// Of the duty with this id.
    case filing(String)
    /// To the people concerned, an update to those told, the report at the end.
    case tellPeople, noticeUpdate, report
    case changelog
    case update, note, postMortem, correction, credits, waiver, dismissal
}

/// Which acts make sense in an incident's state, and which one is next.
struct RoomActs {
    let policy: Policy
    let incident: Incident
    let now: Timestamp

    /// The one thing to do now, with the clock it stops.
    struct Next: Equatable {
        var act: RoomAct
        var clock: PromiseClock?
    }

    /// Acknowledge, scope, confirm; from there what is due first. Nil when nothing is left to do.
    var next: Next? {
        if isOpen && !reached(.acknowledged) { return Next(act: .acknowledge, clock: clock(to: .acknowledged)) }
        if isOpen && !reached(.confirmed) && !reached(.resolved) {
            if let pressing = pressingDuty { return pressing }
            return Next(act: beforeConfirmation, clock: clock(to: .confirmed) ?? incident.clocks.running.first)
        }
        if let due = dueFirst { return due }
        guard isOpen else { return nil }
        if !reached(.resolved) { return Next(act: .milestone(.resolved)) }
        if owesPostMortem { return Next(act: .postMortem) }
        return Next(act: owesConclusion ? .assessment : .milestone(.closed))
    }

    private var beforeConfirmation: RoomAct {
        if incident.scope == nil { return .scope }
        return needsImpact ? .impact : .confirm
    }

    /// What running clocks wait for and a person can do. Containment without a clock of its own is as urgent as
    /// something due in an hour: it goes before every report, but not before one that would come too late.
    private var dueFirst: Next? {
        var candidates = incident.clocks.owed.compactMap { clock in
            act(ending: clock).map { (next: Next(act: $0, clock: clock), due: clock.due) }
        }
        // Before anybody has looked, no statutory clock is known to run or not to run.
        if isOpen && owesConclusion && incident.assessment == nil && !incident.circumstances.involves.isEmpty {
            candidates.append((Next(act: .assessment), now + .hours(2)))
        }
        if isOpen && reached(.confirmed) && !reached(.contained) && clock(to: .contained) == nil {
            candidates.append((Next(act: containment), now + .hours(1)))
        }
        return candidates.min { $0.due < $1.due }?.next
    }

    /// A duty that must not wait for somebody to confirm: awareness starts its clock, not the button.
    private var pressingDuty: Next? {
        let pressing = incident.clocks.owed.first { clock in
            clock.duty != nil && clock.due < now + .hours(12) && act(ending: clock) != nil
        }
        return pressing.flatMap { clock in act(ending: clock).map { Next(act: $0, clock: clock) } }
    }

    private func act(ending clock: PromiseClock) -> RoomAct? {
        clock.duty?.filing == nil ? act(reaching: clock.to) : .filing(clock.promise)
    }

    /// How a person brings a milestone about; nil when it comes by itself.
    private func act(reaching milestone: Milestone) -> RoomAct? {
        switch milestone {
        case .contained: containment
        case .postmortemPublished: owesPostMortem ? .postMortem : nil
        case .credited: creditsWait ? (needsImpactForCredits ? .impact : .credits) : nil
        case .pageReserved: needsImpact ? .impact : nil
        // Nothing is queued because the scope named nobody: naming them is what gets it done.
        case .tokensRevoked: incident.scope?.tokens ?? 0 == 0 ? .scope : nil
        case .customersNotified: incident.scope?.customers ?? 0 == 0 ? .scope : nil
        case .assessed, .assessmentConcluded: .assessment
        case .authorityNotified: filingToAuthority.map(RoomAct.filing) ?? .milestone(milestone)
        case .subjectsNotified: isTelling(.people) ? nil : .tellPeople
        case .reportSent: isTelling(.report) ? nil : names ? .report : .milestone(milestone)
        case .changelogPublished: .changelog
        case let stated where Milestone.statedByPeople.contains(stated): .milestone(stated)
        default: startableActions.first { $0.reaches == milestone }.map { .action($0.id) }
        }
    }

    /// A step the promises speak of comes before the word that it is over.
    private var containment: RoomAct {
        let promised = startableActions.first { action in
            guard let goal = action.reaches ?? action.starts, !reached(goal), !succeeded(action) else { return false }
            return goal == .contained || policy.promises.contains { $0.to == goal || $0.from == goal }
        }
        return promised.map { .action($0.id) } ?? .milestone(.contained)
    }

    // MARK: - What is possible

    /// Everything else that can be done, apart from actions and milestones.
    var others: [RoomAct] {
        var acts: [RoomAct] = []
        if isOpen {
            acts += [.scope, .impact, .assessment]
            if !reached(.confirmed) { acts.append(.confirm) }
        }
        if names && reached(.aware) && !isTelling(.people) { acts.append(.tellPeople) }
        if names && incident.work.values.contains(where: \.task.tellsCustomers) { acts.append(.noticeUpdate) }
        if names && reached(.confirmed) { acts.append(.report) }
        if owesChangelog { acts.append(.changelog) }
        if incident.page != nil { acts.append(.update) }
        acts.append(.note)
        if owesPostMortem { acts.append(.postMortem) }
        if incident.postMortem != nil { acts.append(.correction) }
        if creditsWait && !needsImpactForCredits { acts.append(.credits) }
        if incident.clocks.contains(where: \.isWaivable) { acts.append(.waiver) }
        if isOpen && !reached(.confirmed) { acts.append(.dismissal) }
        return acts.filter { $0 != next?.act }
    }

    /// Containment steps that are not running.
    var startableActions: [ActionSpec] {
        guard isOpen else { return [] }
        return policy.actions.filter { action in !runs(of: action).contains { $0.outcome == nil } }
    }

    /// Containment steps that run, with since when.
    var runningActions: [(action: ActionSpec, since: Timestamp)] {
        policy.actions.compactMap { action in
            runs(of: action).first { $0.outcome == nil }.map { (action, $0.queuedAt) }
        }
    }

    /// Moments a person can state now. Those only some policies speak of are offered under these only.
    var statableMilestones: [Milestone] {
        let always: Set<Milestone> = [.contained, .forensicsCompleted, .resolved, .closed]
        return Milestone.allCases.filter { milestone in
            Milestone.statedByPeople.contains(milestone) && !reached(milestone)
                && (milestone.comesAfter.map(reached) ?? true)
                && (always.contains(milestone)
                    || policy.promises.contains { $0.to == milestone || $0.from == milestone })
        }
    }

    private var isOpen: Bool { incident.isOpen }
    private func reached(_ milestone: Milestone) -> Bool { incident.milestones[milestone] != nil }
    private func clock(to milestone: Milestone) -> PromiseClock? {
        incident.clocks.running.first { $0.to == milestone }
    }

    private func runs(of action: ActionSpec) -> [Incident.Work] {
        incident.work.values.filter { $0.task == .act(action: action.id) }
    }

    private func succeeded(_ action: ActionSpec) -> Bool {
        runs(of: action).contains { $0.outcome?.succeeded == true }
    }

    /// Whether the scope names anybody who can be mailed.
    private var names: Bool { incident.scope?.customers ?? 0 > 0 }

    /// Queued, or done.
    private func isTelling(_ kind: NoticeKind) -> Bool {
        incident.work.values.contains { work in
            if case .tell(kind, _, _) = work.task { work.outcome?.done != 0 } else { false }
        }
    }

    /// The duty whose filing tells an authority first.
    private var filingToAuthority: String? {
        incident.clocks.owed.first { clock in
            clock.duty?.filing != nil && policy.promise(clock.promise)?.adoption?.obligation.audience == .authority
        }?.promise
    }

    /// An incident without effect on data stands in the service changelog.
    private var owesChangelog: Bool {
        reached(.confirmed) && !reached(.changelogPublished)
            && !incident.circumstances.involves.contains(.personalData)
    }

    /// Duties are adopted, and nobody has said the last word on whether this was a breach.
    private var owesConclusion: Bool {
        !incident.isConcluded && policy.promises.contains { $0.adoption != nil }
    }

    private var owesPostMortem: Bool { incident.page != nil && incident.postMortem == nil }

    /// For a person: to be listed, approved or entered.
    private var creditsWait: Bool {
        guard policy.credits != nil, incident.scope != nil else { return false }
        return switch incident.creditStage {
        case .none, .listingFailed, .listed, .approved, .partlyGranted: true
        case .listing, .granting, .granted: false
        }
    }

    private var needsImpactForCredits: Bool {
        policy.credits?.amount.needsImpact == true && incident.impact.unavailableFor == .zero
            && incident.creditStage.allowsListing
    }

    /// Whether the class publishes from a measured effect on, and none has been stated.
    private var needsImpact: Bool {
        let threshold = policy.eventClass(incident.eventClass)?.publishWhen ?? Condition()
        return threshold != Condition() && incident.impact == Impact()
    }
}
