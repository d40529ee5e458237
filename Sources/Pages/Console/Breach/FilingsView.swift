import OnRecord

/// What an incident's page of filings shows.
public struct FilingsView: Sendable {
    public var policy: Policy
    public var incident: Incident
    /// The texts behind the incident's `documented` facts, filings among them.
    public var documents: [DocumentID: Document]
    /// The duty that the form is for; nil: the one due first.
    public var duty: String?
    /// A form that was not accepted: `filings` or `particulars`.
    public var refused: RefusedForm?
    public var now: Timestamp

    public init(
        policy: Policy, incident: Incident, documents: [DocumentID: Document], duty: String? = nil,
        refused: RefusedForm? = nil, now: Timestamp
    ) {
        (self.policy, self.incident, self.documents, self.duty) = (policy, incident, documents, duty)
        (self.refused, self.now) = (refused, now)
    }
}

extension FilingsView {
    /// The duties that a filing ends, by urgency; those that are not owed stand last and can still be filed under.
    var filable: [DutyView] {
        let all = policy.duties(in: incident).filter { $0.adoption.filing != nil }
        return all.enumerated().sorted { a, b in
            (rank(a.element), a.element.dueAt ?? Timestamp(milliseconds: .max), a.offset)
                < (rank(b.element), b.element.dueAt ?? Timestamp(milliseconds: .max), b.offset)
        }.map(\.element)
    }

    private func rank(_ view: DutyView) -> Int {
        switch view.standing(at: now) {
        case .overdue: 0
        case .running: 1
        case .undecided, .waiting: 2
        case .fulfilled: 3
        case .notOwed, .waived, .replaced: 4
        }
    }

    /// The duty that the form files under.
    var chosen: DutyView? {
        let wanted = refused?.fields["duty"]?.first ?? duty
        return filable.first { $0.promise.id == wanted } ?? filable.first
    }

    /// Its row in the register's words: what was sent, with hashes.
    var filings: [RegisterEntry.FilingLine] {
        Register.entry(incident, policy: policy, documents: documents, at: now).filings
    }
}
