/// The breach register: one entry for every incident. Those that turned out to be no breach stay, and what nobody has
/// assessed stands in it as such, so that nothing is forgotten.
public enum Register {
    /// - Parameters:
    ///   - documents: the texts of the incident's documents; one that is absent was withheld.
    ///   - counts: how far each fan-out has come, where the store knows more than the journal.
    public static func entry(
        _ incident: Incident, policy: Policy, documents: [DocumentID: Document],
        counts: [EffectID: DeliveryCounts] = [:], at now: Timestamp
    ) -> RegisterEntry {
        RegisterMaking(incident: incident, policy: policy, documents: documents, counts: counts, now: now).entry
    }
}

/// The journal of one incident, read as a register wants it.
struct RegisterMaking {
    let incident: Incident
    let policy: Policy
    let documents: [DocumentID: Document]
    let counts: [EffectID: DeliveryCounts]
    let now: Timestamp

    typealias Moment = RegisterEntry.Moment

    var entry: RegisterEntry {
        RegisterEntry(
            id: incident.id, title: incident.title,
            eventClass: policy.eventClass(incident.eventClass)?.title ?? incident.eventClass,
            severity: incident.severity, nature: nature, isOpen: incident.isOpen, isNotifiable: isNotifiable,
            cameToLight: cameToLight, times: times, extent: extent, risk: risk, effects: effects,
            particulars: particulars, measures: measures, followUps: followUps, decisions: decisions, duties: duties,
            filings: filings, notices: notices, corrections: corrections)
    }

    private var known: Assessment { policy.answersAsKnown(in: incident) }

    // MARK: - What it is

    /// Art. 4(12): personal data, and the loss of one of three.
    private var nature: RegisterEntry.Nature {
        if incident.isFalseAlarm { return .falseAlarm }
        var breach = DutyCondition()
        (breach.needs, breach.lost) = ([.personalData], [.confidentiality, .integrity, .availability])
        let weighed = breach.weigh(known, isJudged: false)
        if !weighed.against.isEmpty { return .notABreach }
        if !weighed.open.isEmpty { return .notAssessed }
        return known[.personalData] == .yes && breach.lost.contains { known[$0] == .yes } ? .breach : .possible
    }

    private var isNotifiable: Bool? {
        if incident.isFalseAlarm { return false }
        let owed = policy.duties(in: incident).contains(where: \.tellsSomebody)
        // Later answers may say otherwise than an earlier conclusion; the worse of both stands until it is concluded anew.
        guard let conclusion = incident.conclusion else { return owed ? true : nil }
        return conclusion.isNotifiable || owed
    }

    private var cameToLight: String {
        for fact in incident.facts {
            switch fact.what {
            case .alertJoined(let alert): return "rule: \(policy.openings[alert.rule]?.title ?? alert.rule)"
            case .incidentOpened where fact.by == .operator: return "declared by \(fact.by.rawValue)"
            default: continue
            }
        }
        return incident.facts.first.map { "opened by \($0.by.rawValue)" } ?? ""
    }

    private static let timesShown: [Milestone] = [
        .suspected, .informed, .discovered, .detected, .acknowledged, .aware, .confirmed, .determined, .classified,
        .contained, .resolved, .assessmentConcluded, .closed,
    ]

    private var times: [RegisterEntry.Time] {
        let stated = incident.facts.compactMap { fact -> RegisterEntry.Time? in
            guard case .milestoneReached(let milestone, let at) = fact.what else { return nil }
            return RegisterEntry.Time(milestone: milestone, at: Moment(at), by: fact.by, recorded: Moment(fact.at))
        }
        return stated.filter { RegisterMaking.timesShown.contains($0.milestone) }.sorted { $0.at.at < $1.at.at }
    }

    // MARK: - How far it reaches

    private var extent: RegisterEntry.Extent {
        let known = known
        let sets = policy.dataSets.filter { known.dataSets.contains($0.id) }.map { set in
            RegisterEntry.Extent.DataSetLine(
                id: set.id, title: set.title, people: set.people, roles: Role.allCases.filter(set.roles.contains))
        }
        return RegisterEntry.Extent(
            answers: Dictionary(uniqueKeysWithValues: known.answers.map { ($0.key.rawValue, $0.value) }),
            roles: Role.allCases.filter(known.roles.contains), dataSets: sets, data: incident.scope?.data ?? [],
            services: incident.scope?.services ?? [], people: known.people, records: known.records,
            customers: incident.scope?.customers, tokens: incident.scope?.tokens,
            asOf: incident.assessments.last.map { Moment($0.at) })
    }

    private var risk: RegisterEntry.RiskJudgement {
        let latest = incident.assessments.last { $0.assessment.risk != nil }
        let aid = incident.assessment?.severity
        return RegisterEntry.RiskJudgement(
            level: latest?.assessment.risk ?? .unknown, aid: aid, aidScore: aid?.scoreText,
            aidLevel: aid?.level.rawValue, by: latest?.by, at: latest.map { Moment($0.at) })
    }

    private var effects: RegisterEntry.Effects {
        RegisterEntry.Effects(
            unavailableMinutes: incident.impact.unavailableFor.milliseconds / 60_000,
            customersShare: incident.impact.customersShare,
            text: incident.published.last { $0.kind == .impact }.flatMap { documents[$0.document]?.text } ?? "")
    }

    private var particulars: [RegisterEntry.Statement] {
        var latest: [ContentKey: RegisterEntry.Statement] = [:]
        for one in incident.published where one.kind == .particulars {
            for (name, text) in documents[one.document]?.parts ?? [:] {
                guard let key = ContentKey(rawValue: name) else { continue }
                latest[key] = RegisterEntry.Statement(key: key, text: text, at: Moment(one.at))
            }
        }
        return ContentKey.allCases.compactMap { latest[$0] }
    }

    // MARK: - What was done

    private var measures: [RegisterEntry.Measure] {
        incident.work.sorted { ($0.value.queuedAt, $0.key) < ($1.value.queuedAt, $1.key) }.compactMap { id, work in
            guard let title = title(of: work.task) else { return nil }
            let result: RegisterEntry.Measure.Result =
                work.outcome.map { $0.succeeded ? .done : .failed } ?? .running
            return RegisterEntry.Measure(
                title: title, started: Moment(work.queuedAt), ended: ended(id), result: result,
                detail: work.outcome?.detail ?? "")
        }
    }

    private func title(of task: Effect.Task) -> String? {
        switch task {
        case .act(let action): policy.action(action)?.title ?? action
        case .revokeTokens: "Revocation of the tokens in scope"
        case .openReissue: "New tokens for those affected"
        default: nil
        }
    }

    func ended(_ effect: EffectID) -> Moment? {
        for fact in incident.facts {
            if case .settled(effect, _) = fact.what { return Moment(fact.at) }
        }
        return nil
    }

    private var followUps: [RegisterEntry.Task] {
        let done = incident.published.filter { $0.kind == .followUpDone }.compactMap { documents[$0.document]?.text }
        let planned = incident.postMortem.flatMap { documents[$0.document] }?.followUps ?? []
        return planned.map { one in
            RegisterEntry.Task(
                title: one.title, owner: one.owner, target: one.target,
                isDone: done.contains { $0.split(whereSeparator: \.isNewline).first.map(String.init) == one.title })
        }
    }

    // MARK: - Words and their hashes

    func words(_ id: DocumentID) -> RegisterEntry.Words {
        RegisterEntry.Words(document: id, text: documents[id]?.text, sha256: hash(of: id))
    }

    /// What the journal remembers of a document.
    func hash(of document: DocumentID) -> String {
        for fact in incident.facts {
            if case .documented(document, _, let hash) = fact.what { return hash }
        }
        return ""
    }

    private var corrections: [RegisterEntry.Addition] {
        incident.facts.compactMap { fact in
            guard case .documented(let id, let kind, _) = fact.what, kind == .correction else { return nil }
            return RegisterEntry.Addition(at: Moment(fact.at), by: fact.by, kind: kind, words: words(id))
        }
    }
}
