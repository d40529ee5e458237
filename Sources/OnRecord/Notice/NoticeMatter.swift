/// What notices about one incident are made from. Rendering is a function of this value and of nothing else.
public struct NoticeMatter: Sendable {
    public var policy: Policy
    public var incident: Incident
    public var now: Timestamp
    /// The impact in the operator's latest sentence; empty when there is none.
    public var impact: String
    /// The published post-mortem, or its draft.
    public var postMortem: Document?
    /// What people stated, by the raw names of `ContentKey`; the newest text of each.
    public var stated: [String: String]
    /// A person's own words for this one message, where there are some.
    public var message: String?
    /// What was filed or sent before, oldest first.
    public var earlier: [EarlierFiling]

    public init(
        policy: Policy, incident: Incident, now: Timestamp, impact: String = "", postMortem: Document? = nil,
        stated: [String: String] = [:], message: String? = nil, earlier: [EarlierFiling] = []
    ) {
        (self.policy, self.incident, self.now) = (policy, incident, now)
        (self.impact, self.postMortem, self.stated) = (impact, postMortem, stated)
        (self.message, self.earlier) = (message, earlier)
    }

    /// - Parameter documents: the incident's; one that is withheld is absent.
    /// - Parameter message: the document with a person's own words for this message.
    public init(
        policy: Policy, incident: Incident, documents: [DocumentID: Document], message: DocumentID? = nil,
        now: Timestamp
    ) {
        let written = incident.published.compactMap { documents[$0.document] }
        var stated: [String: String] = [:]
        for one in written where one.kind == .particulars { stated.merge(one.parts) { _, newer in newer } }
        self.init(
            policy: policy, incident: incident, now: now,
            impact: written.last { $0.kind == .impact }?.text ?? "",
            postMortem: written.last { $0.kind == .postMortem },
            stated: stated, message: message.flatMap { documents[$0]?.text }.flatMap { $0.isEmpty ? nil : $0 })
    }

    /// The same with the filings that one duty's supplements build on: its own, and those it follows.
    public func afterFilings(of duty: Obligation, documents: [DocumentID: Document]) -> NoticeMatter {
        var names: Set<String> = [duty.group ?? duty.id]
        if let before = duty.after.flatMap({ ObligationCatalogue.shipped[$0] }) {
            names.insert(before.group ?? before.id)
        }
        var matter = self
        matter.earlier = incident.filings.filter { names.contains($0.filing) }.sorted { $0.at < $1.at }.map {
            EarlierFiling($0, documents[$0.document])
        }
        return matter
    }
}

/// A filing that was sent, with what it held: later phases say what is new.
public struct EarlierFiling: Sendable, Hashable {
    public var at: Timestamp
    /// The authority's number for it, where it gave one.
    public var reference: String?
    /// Whether the authority's confirmation is kept.
    public var hasReceipt: Bool
    /// Its contents, by the raw names of `ContentKey`, and the language they were in.
    public var contents: [String: String]
    public var language: Language
    /// Contents it lacked, by the same names.
    public var missing: [String]

    public init(
        at: Timestamp, reference: String? = nil, hasReceipt: Bool = false, contents: [String: String] = [:],
        language: Language = .english, missing: [String] = []
    ) {
        (self.at, self.reference, self.hasReceipt) = (at, reference, hasReceipt)
        (self.contents, self.language, self.missing) = (contents, language, missing)
    }

    /// - Parameter document: the text filed; contents stand in it by their names, and `language` says which it is in.
    init(_ filing: Filing, _ document: Document?) {
        let parts = document?.parts ?? [:]
        self.init(
            at: filing.at, reference: parts["reference"], hasReceipt: filing.hasReceipt,
            contents: parts.filter { ContentKey(rawValue: $0.key) != nil },
            language: Language(tag: parts["language"] ?? ""), missing: filing.missing)
    }
}
