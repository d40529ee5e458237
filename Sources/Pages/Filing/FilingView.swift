import OnRecord

/// Everything a filing sheet is made from.
public struct FilingView: Sendable {
    /// Its `earlier` are the filings under the same duty.
    public var matter: NoticeMatter
    public var demand: NoticeDemand
    public var language: Language
    /// What the duty is called, and who receives the filing.
    public var title: String
    public var recipient: String
    /// The moment the clock started, and what started it.
    public var started: Timestamp?
    public var start: String
    public var due: Timestamp?
    /// The law gives no number; the deadline is a target of ours.
    public var isOurTarget: Bool

    public init(
        matter: NoticeMatter, demand: NoticeDemand, language: Language, title: String, recipient: String,
        started: Timestamp? = nil, start: String = "", due: Timestamp? = nil, isOurTarget: Bool = false
    ) {
        (self.matter, self.demand, self.language) = (matter, demand, language)
        (self.title, self.recipient) = (title, recipient)
        (self.started, self.start, self.due, self.isOurTarget) = (started, start, due, isOurTarget)
        if let due, due < matter.now { self.demand.isLate = true }
    }
}

extension FilingView {
    var particulars: Particulars { Particulars(of: matter, in: language, for: .authority) }

    /// Whom the sheet speaks for stands on every filing, whatever the duty lists.
    static let head: [ContentKey] = [.submissionType, .reporterIdentity, .contactPoint, .referenceNumbers]

    public var draft: Draft {
        var demand = demand
        let added = FilingView.head.filter { !demand.contents.contains($0) }
        demand.contents = FilingView.head + demand.contents.filter { !FilingView.head.contains($0) }
        demand.recommended.formUnion(added)
        return Draft(nil, demand, from: particulars, update: UpdateMoment(after: matter))
    }

    /// Facts at hand that the duty does not ask for: web forms often do.
    var besides: [Checklist.Item] {
        let asked = Set(draft.checklist.items.map(\.key))
        let others = ContentKey.allCases.filter {
            !asked.contains($0) && $0 != .statusUpdate && $0 != .undeterminedItems
        }
        return Checklist(others, recommended: Set(others), from: particulars).known
    }

    var previous: EarlierFiling? { matter.earlier.last }

    /// How an item stands to the last filing; nil on the first one, and where what was filed is not kept by contents.
    func change(of item: Checklist.Item) -> Change? {
        guard let previous, !FilingView.alwaysNew.contains(item.key) else { return nil }
        // What was filed in another language has not changed by being read in this one.
        let now = Particulars(of: matter, in: previous.language, for: .authority).text(item.key)
        let before = previous.contents[item.key.rawValue].flatMap { $0.isEmpty ? nil : $0 }
        switch (before, now) {
        case (let before?, let now?): return before == now ? .unchanged : .changed(before: before)
        case (let before?, nil): return .withdrawn(before: before)
        case (nil, let now):
            let lacked = previous.missing.contains(item.key.rawValue)
            guard lacked || !previous.contents.isEmpty else { return nil }
            return now == nil ? .stillOpen : .new
        }
    }

    private static let alwaysNew: Set<ContentKey> = [.submissionType, .referenceNumbers, .reasonsForDelay]

    /// What the sheet holds, by the raw names of `ContentKey`: kept with the filing, it is what the next one is compared to.
    public var contents: [String: String] {
        Dictionary(uniqueKeysWithValues: draft.checklist.known.map { ($0.key.rawValue, $0.entry?.text ?? "") })
    }

    /// What it lacks, by the same names.
    public var missing: [String] { draft.checklist.missing.map(\.key.rawValue) }

    enum Change: Hashable {
        case new
        case changed(before: String)
        case withdrawn(before: String)
        case unchanged, stillOpen

        /// Whether a supplement is about it.
        var isNews: Bool {
            switch self {
            case .new, .changed, .withdrawn: true
            case .unchanged, .stillOpen: false
            }
        }
    }

    var news: [Checklist.Item] { draft.checklist.items.filter { change(of: $0)?.isNews == true } }

    var isLate: Bool { demand.isLate }
    var reference: String { matter.incident.id }

    func moment(_ moment: Timestamp) -> String { language.moment(moment, in: matter.policy.organisation.calendar) }

    var eventTitle: String {
        matter.policy.eventClass(matter.incident.eventClass)?.title ?? matter.incident.eventClass
    }

    var citation: String? { demand.citation.map(language.citation) }
}

extension FilingView {
    /// The sheet of an adopted duty.
    /// - Parameter documents: the incident's, the filings' texts among them.
    public init(
        _ duty: DutyView, policy: Policy, incident: Incident, documents: [DocumentID: Document], now: Timestamp,
        in language: Language = .english
    ) {
        let obligation = duty.adoption.obligation
        let deadline = duty.due.deadline
        let named = duty.adoption.recipient
        self.init(
            matter: NoticeMatter(policy: policy, incident: incident, documents: documents, now: now)
                .afterFilings(of: obligation, documents: documents),
            demand: obligation.demand(), language: language, title: obligation.title(in: language),
            recipient: named == obligation.recipient ? obligation.recipient(in: language) : named,
            started: deadline?.start, start: obligation.starts.words(in: language), due: deadline?.due,
            isOurTarget: deadline?.isSuggested ?? false)
        // A filing that was sent in time is not late, however much later its sheet is looked at.
        if duty.clock?.isOwed == false { self.demand.isLate = false }
    }
}
