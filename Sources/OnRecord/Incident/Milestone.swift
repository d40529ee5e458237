/// A named moment in the life of an incident or of an outside report. Promises are edges between two of them.
public enum Milestone: String, Sendable, Hashable, Codable, CaseIterable {
    // An incident's life, roughly in order.
    case detected
    // What the law counts from, beside `aware`. Each is a judgement or an event outside that a person states.
    /// Reasonable grounds to suspect; the earliest evidence unless stated.
    case suspected
    /// Another party told us.
    case informed
    /// Known, or would have been known with diligence (United States); the earliest evidence unless stated.
    case discovered
    case roomOpened = "room_opened"
    case acknowledged
    case aware
    case confirmed
    /// The breach's assessment has a first version.
    case assessed
    /// The organisation concluded that a reporting test is met.
    case determined
    /// Rated as major under a regime's criteria.
    case classified
    /// Concluded to be material to investors.
    case materialityDetermined = "materiality_determined"
    case paymentMade = "payment_made"
    /// An authority asked for a report.
    case requested
    case tokensRevoked = "tokens_revoked"
    case reissueOpened = "reissue_opened"
    case customersNotified = "customers_notified"
    case rollbackStarted = "rollback_started"
    case rolledBack = "rolled_back"
    case contained
    case outageEnded = "outage_ended"
    case correctiveMeasureAvailable = "corrective_measure_available"
    case handled
    /// A filing that a duty asks for; which one, the duty's clock says.
    case filed
    case authorityNotified = "authority_notified"
    case subjectsNotified = "subjects_notified"
    case pageReserved = "page_reserved"
    case forensicsCompleted = "forensics_completed"
    case postmortemPublished = "postmortem_published"
    case reportSent = "report_sent"
    case changelogPublished = "changelog_published"
    case noted
    case credited
    case resolved
    case assessmentConcluded = "assessment_concluded"
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
    public static let statedByPeople: Set<Milestone> = startingClocks.union([
        .contained, .authorityNotified, .subjectsNotified, .forensicsCompleted, .reportSent, .noted, .resolved, .closed,
    ])

    /// Moments that only start clocks. They may be stated for the past, because that makes nothing look better: clocks
    /// begin earlier. Those that keep promises are stated when they come about.
    public static let startingClocks: Set<Milestone> = [
        .suspected, .informed, .discovered, .aware, .determined, .classified, .materialityDetermined, .paymentMade,
        .requested, .outageEnded, .correctiveMeasureAvailable, .handled,
    ]

    /// Whether the public timeline shows it. What is judged and filed under the law stays between us and the authority.
    public var isPublic: Bool {
        switch self {
        case .aware: true
        case .assessed, .assessmentConcluded, .filed: false
        default: !Milestone.startingClocks.contains(self)
        }
    }

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
