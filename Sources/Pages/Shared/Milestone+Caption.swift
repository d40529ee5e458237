import OnRecord

extension Milestone {
    /// What happened, for readers who know neither the policy nor its words.
    var caption: String {
        switch self {
        case .detected: "Detected"
        case .roomOpened: "Response room opened"
        case .acknowledged: "Acknowledged by a person"
        case .aware: "Reasonably certain"
        case .confirmed: "Confirmed"
        case .tokensRevoked: "Tokens revoked"
        case .reissueOpened: "New tokens available"
        case .customersNotified: "Affected customers told"
        case .rollbackStarted: "Rollback started"
        case .rolledBack: "Rolled back"
        case .contained: "Contained"
        case .authorityNotified: "Authority told"
        case .subjectsNotified: "Affected people told"
        case .pageReserved: "This page reserved"
        case .forensicsCompleted: "Forensic review completed"
        case .postmortemPublished: "Post-mortem published"
        case .reportSent: "Report sent"
        case .noted: "In the monthly note"
        case .credited: "Customers credited"
        case .resolved: "Resolved"
        case .closed: "Closed"
        case .reported: "Reported"
        case .answered: "Answered"
        }
    }

    /// The moment as a thing, for `within 72 hours of …`.
    var noun: String {
        switch self {
        case .detected: "detection"
        case .roomOpened: "the opening of the response room"
        case .acknowledged: "acknowledgement"
        case .aware: "reasonable certainty"
        case .confirmed: "confirmation"
        case .tokensRevoked: "the tokens’ revocation"
        case .reissueOpened: "the opening of re-issue"
        case .customersNotified: "the customers’ notification"
        case .rollbackStarted: "the start of the rollback"
        case .rolledBack: "the rollback"
        case .contained: "containment"
        case .authorityNotified: "the authority’s notification"
        case .subjectsNotified: "the affected people’s notification"
        case .pageReserved: "the page’s reservation"
        case .forensicsCompleted: "the forensic review"
        case .postmortemPublished: "the post-mortem"
        case .reportSent: "the report"
        case .noted: "the monthly note"
        case .credited: "the credit"
        case .resolved: "resolution"
        case .closed: "closure"
        case .reported: "the report’s arrival"
        case .answered: "the answer"
        }
    }
}
