extension Obligation {
    /// The form of the mail that meets it; nil where a filing or an entry in the register does.
    public var noticeForm: NoticeForm? {
        switch audience {
        case .people: .peopleConcerned
        // Who asks for the settled cause asks for a report and not for the first word.
        case .controllers, .customers: contents.contains(.rootCause) ? .report : .breach
        case .authority, .counterparty, .public, .register: nil
        }
    }

    /// Whether a person files it somewhere, with the authority's or the other side's receipt as proof.
    public var hasFilingSheet: Bool {
        switch audience {
        case .authority, .counterparty, .public: true
        case .people, .controllers, .customers, .register: false
        }
    }

    /// What it asks of a notice or filing.
    /// - Parameter isLate: its deadline has passed, so the reasons for that belong into it.
    public func demand(isLate: Bool = false) -> NoticeDemand {
        NoticeDemand(duty: id, citation: citation, contents: contents, recommended: recommended, isLate: isLate)
    }
}
