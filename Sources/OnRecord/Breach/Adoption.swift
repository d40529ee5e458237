/// A duty of the catalogue that the policy has taken on.
public struct Adoption: Sendable, Hashable {
    public var obligation: Obligation
    /// Who gets it in this house, such as one state's authority by name; the catalogue's words where nothing is said.
    public var recipient: String
    /// The policy's own time: shorter than the law's number, or in place of our target where the law has none.
    public var within: Duration?
    public var isPublic: Bool

    /// The filing that ends it; nil where a notice to people, or work inside the house, does.
    public var filing: String? { to == .filed ? obligation.group ?? obligation.id : nil }

    /// What ends it.
    public var to: Milestone {
        switch obligation.audience {
        case .controllers, .customers: .customersNotified
        case .people: .subjectsNotified
        // A register is kept by writing in it; an assessment under suspicion, by coming to its end.
        case .register: obligation.starts == .suspected ? .assessmentConcluded : .assessed
        case .authority, .public, .counterparty: .filed
        }
    }

    /// `within 72 hours`, `within 24 hours, our own target,`.
    var limit: Limit {
        if let within { return .counted("within \(within.promised)") }
        guard let term = obligation.within ?? obligation.target else { return .counted("at once") }
        return .counted("within \(term.text)" + (obligation.within == nil ? ", our own target," : ""))
    }

    /// What the catalogue counts, or what the policy sets if that ends first or the law has no number.
    func deadline(_ counted: Deadline) -> Deadline {
        guard let within, counted.isSuggested || counted.start + within < counted.due else { return counted }
        var own = counted
        (own.term, own.due, own.isSuggested) = (.elapsed(within), counted.start + within, false)
        (own.latest, own.formalEnd, own.movedFrom) = (nil, nil, nil)
        own.counted =
            "\(within.promised) from \(obligation.starts.noun), as the policy sets it, through weekends, holidays and clock changes."
        return own
    }
}

/// How a duty stands in one incident.
public struct DutyView: Sendable {
    public var promise: Promise
    public var adoption: Adoption
    public var verdict: DutyVerdict
    /// When it is due, or the fact its clock waits for.
    public var due: DutyDue
    /// The clock as it was armed.
    public var clock: PromiseClock?
}

extension Policy {
    /// Every adopted duty as it stands in an incident: whether it is owed, why, and when.
    public func duties(in incident: Incident) -> [DutyView] {
        let (moments, latestMoments) = (moments(of: incident, latest: false), moments(of: incident, latest: true))
        let calendars = DutyCalendars(organisation: organisation.calendar)
        return promises.compactMap { promise in
            guard let adoption = promise.adoption else { return nil }
            let obligation = adoption.obligation
            var due = ObligationCatalogue.shipped.due(
                obligation, from: obligation.followsLatest ? latestMoments : moments, in: calendars)
            if let counted = due.deadline { due = .by(adoption.deadline(counted)) }
            return DutyView(
                promise: promise, adoption: adoption,
                verdict: obligation.verdict(on: answersAsKnown(in: incident, for: obligation)), due: due,
                clock: incident.clocks.first { $0.promise == promise.id })
        }
    }

    /// The latest assessment, with what other facts answer already: a scope that names personal data says that personal
    /// data is involved, and whose it is stands in the policy.
    func answersAsKnown(in incident: Incident) -> Assessment {
        var known = incident.assessment ?? Assessment()
        let touched = incident.circumstances.involves
        if known[.personalData] == nil, touched.contains(.personalData) { known[.personalData] = .yes }
        if known.roles.isEmpty, known[.personalData] != nil {
            let sets = dataSets.filter { !touched.isDisjoint(with: $0.holds) }
            known.roles = (sets.isEmpty ? dataSets : sets).reduce(into: []) { $0.formUnion($1.roles) }
            // Nothing says what we are: until it does, we may be either.
            if known.roles.isEmpty { known.roles = Set(Role.allCases) }
        }
        if known.risk == nil { known.risk = incident.risk }
        return known
    }

    /// The same for one duty: an earlier filing that left contents open says that more is owed.
    func answersAsKnown(in incident: Incident, for obligation: Obligation) -> Assessment {
        var known = answersAsKnown(in: incident)
        if known[.filingIncomplete] == nil, let after = obligation.after.flatMap({ ObligationCatalogue.shipped[$0] }) {
            // Filing again without naming the gaps anew does not close them: the supplement does, or an answer.
            let isIncomplete = incident.filings.contains { $0.filing == after.group ?? after.id && !$0.missing.isEmpty }
            known[.filingIncomplete] = isIncomplete ? .yes : .no
        }
        return known
    }

    /// The moments that duties count from.
    /// - Parameter latest: of several filings under one duty, the last one counts.
    private func moments(of incident: Incident, latest: Bool) -> DutyMoments {
        var moments = DutyMoments()
        for start in DutyStart.allCases {
            if let milestone = Milestone(rawValue: start.rawValue) {
                moments.starts[start] = incident.milestones[milestone]
            }
        }
        // The earliest evidence is when we could have known, unless somebody has stated better.
        for start in [DutyStart.suspected, .discovered] where moments.starts[start] == nil {
            moments.starts[start] = incident.milestones[.detected] ?? incident.openedAt
        }
        if moments.starts[.outageEnded] == nil { moments.starts[.outageEnded] = incident.milestones[.resolved] }
        moments.starts[.published] = incident.milestones[.postmortemPublished]
        for adoption in promises.compactMap(\.adoption) {
            let filings = adoption.filing.map { filing in incident.filings.filter { $0.filing == filing } } ?? []
            moments.submitted[adoption.obligation.id] =
                (latest ? filings.last : filings.first)?.at ?? incident.milestones[adoption.to]
        }
        return moments
    }
}

extension DutyVerdict {
    public var isNotOwed: Bool { if case .notOwed = self { true } else { false } }
}

extension DutyDue {
    /// Whether no clock runs on it, whatever the answers are.
    var isOff: Bool {
        switch self {
        case .fallenAway, .notLive: true
        case .by, .missing: false
        }
    }
}
