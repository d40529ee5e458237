/// A named moment in the life of an incident or of an outside report. Promises are edges between two of them.
public enum Milestone: String, Sendable, Hashable, Codable, CaseIterable {
    // An incident's life, roughly in order.
    case detected
    case roomOpened = "room_opened"
    case acknowledged
    case aware
    case confirmed
    case tokensRevoked = "tokens_revoked"
    case reissueOpened = "reissue_opened"
    case customersNotified = "customers_notified"
    case rollbackStarted = "rollback_started"
    case rolledBack = "rolled_back"
    case contained
    case authorityNotified = "authority_notified"
    case subjectsNotified = "subjects_notified"
    case pageReserved = "page_reserved"
    case forensicsCompleted = "forensics_completed"
    case postmortemPublished = "postmortem_published"
    case reportSent = "report_sent"
    case noted
    case credited
    case resolved
    case closed

    // An outside report's life.
    case reported
    case answered

    /// As people read it: `tokens revoked`.
    public var text: String {
        switch self {
        case .postmortemPublished: "post-mortem published"
        default: rawValue.replacing("_", with: " ")
        }
    }

    /// What a promise between these milestones is about.
    public var subject: Subject { self == .reported || self == .answered ? .report : .incident }

    public enum Subject: String, Sendable, Codable { case incident, report }

    /// The moments a person states. All others follow from something the product did or saw itself.
    public static let statedByPeople: Set<Milestone> = [
        .aware, .contained, .authorityNotified, .subjectsNotified, .forensicsCompleted, .reportSent, .noted, .resolved,
        .closed,
    ]

    /// What must have come before it may be stated.
    public var comesAfter: Milestone? {
        switch self {
        case .contained: .acknowledged
        case .forensicsCompleted: .confirmed
        // Statutory clocks run from awareness, so their filings need not wait for the confirm button.
        case .authorityNotified, .subjectsNotified, .reportSent: .aware
        case .closed: .resolved
        default: nil
        }
    }
}
