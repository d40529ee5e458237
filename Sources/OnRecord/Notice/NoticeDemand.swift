/// What is asked of a notice: by a duty of the catalogue, or by its kind alone.
public struct NoticeDemand: Sendable, Hashable {
    /// The duty's id; nil where none asks.
    public var duty: String?
    public var citation: String?
    public var contents: [ContentKey]
    /// Those of the contents that are advice and no obligation.
    public var recommended: Set<ContentKey>
    /// The deadline has passed, so the notice also says why.
    public var isLate: Bool

    public init(
        duty: String?, citation: String?, contents: [ContentKey], recommended: Set<ContentKey> = [],
        isLate: Bool = false
    ) {
        (self.duty, self.citation, self.contents) = (duty, citation, contents)
        (self.recommended, self.isLate) = (recommended, isLate)
    }

    /// What a form holds by itself, and with it what the adopted duties ask that are met by it in this incident.
    public init(_ form: NoticeForm, for matter: NoticeMatter) {
        let own = matter.concernsPeople ? form.contents : form.contents.filter { !$0.isAboutPeople }
        let duties = matter.policy.promises.compactMap(\.adoption?.obligation).filter { duty in
            duty.noticeForm == form
                && matter.incident.clocks.contains { $0.promise == duty.id && $0.state.isAlive }
        }
        let required = Set(
            own.filter { !form.recommended.contains($0) }
                + duties.flatMap { duty in duty.contents.filter { !duty.recommended.contains($0) } })
        let contents = (own + duties.flatMap(\.contents)).unique
        let citations = duties.map(\.citation).unique
        self.init(
            duty: duties.first?.id, citation: citations.isEmpty ? nil : citations.joined(separator: "; "),
            contents: contents, recommended: Set(contents).subtracting(required))
    }
}

extension ContentKey {
    /// Asked only where information about people is involved.
    fileprivate var isAboutPeople: Bool {
        switch self {
        case .breachNature, .subjectCategories, .subjectCount, .recordCategories, .recordCount, .likelyConsequences:
            true
        default: false
        }
    }
}

extension PromiseClock.State {
    /// Neither waived nor found not to be owed.
    fileprivate var isAlive: Bool {
        switch self {
        case .pending, .kept, .missed: true
        case .waived, .lifted: false
        }
    }
}

extension NoticeMatter {
    /// Whether personal data is involved; what nobody can tell counts as if it were so.
    public var concernsPeople: Bool {
        switch incident.assessment?[.personalData] {
        case .yes, .unknown: true
        case .no: false
        case nil: incident.scope?.data.contains(.personalData) == true
        }
    }

    /// Whether readers may have to notify others in turn: we hold data for them, or cannot rule it out.
    public var mayStartClocks: Bool {
        if incident.assessment?[.personalData] == .no { return false }
        let roles = incident.assessment?.roles ?? []
        return roles.isEmpty || roles.contains(.processor)
    }
}
