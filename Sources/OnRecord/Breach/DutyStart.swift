/// The event whose moment starts a duty's clock. Where a milestone means the same, it has the same name.
public enum DutyStart: String, Sendable, Hashable, Codable, CaseIterable {
    case detected, suspected, aware, discovered, informed, confirmed, determined, classified
    case materialityDetermined = "materiality_determined"
    case contained
    case correctiveMeasureAvailable = "corrective_measure_available"
    case handled
    case paymentMade = "payment_made"
    /// An earlier filing was sent: the one that the duty names.
    case submitted
    case requested
    case yearEnd = "year_end"
    case outageEnded = "outage_ended"
    case published

    /// As people read it: `materiality determined`.
    public var text: String { rawValue.replacing("_", with: " ") }

    /// As what a time is counted from: `72 hours from awareness`.
    public var noun: String {
        switch self {
        case .detected: "detection"
        case .suspected: "the suspicion"
        case .aware: "awareness"
        case .discovered: "discovery"
        case .informed: "being told"
        case .confirmed: "confirmation"
        case .determined: "the determination"
        case .classified: "the classification"
        case .materialityDetermined: "the judgement of materiality"
        case .contained: "containment"
        case .correctiveMeasureAvailable: "the fix or mitigation"
        case .handled: "the end of the handling"
        case .paymentMade: "the payment"
        case .submitted: "the earlier filing"
        case .requested: "the request"
        case .yearEnd: "the end of the year of discovery"
        case .outageEnded: "the end of the outage"
        case .published: "publication"
        }
    }

    public var explanation: String {
        switch self {
        case .detected: "the first alert or outside report reached us"
        case .suspected: "there were reasonable grounds to suspect a reportable breach; nothing is settled yet"
        case .aware: "we were reasonably certain that the incident compromised what the law protects"
        case .discovered: "it was known, or diligent people in our place (staff and agents included) would have known"
        case .informed: "somebody else told us: a supplier, a researcher, the police"
        case .confirmed: "the operator confirmed it; a product's event, never a reason to start a law's clock late"
        case .determined: "we concluded that the incident meets the reporting test"
        case .classified: "the incident was rated as major by the regime's criteria"
        case .materialityDetermined: "a listed company concluded that the incident matters to investors"
        case .contained: "the affected path, credential or system was cut off"
        case .correctiveMeasureAvailable: "a fix or a mitigation for users existed"
        case .handled: "the handling of a long incident ended"
        case .paymentMade: "a ransom or another extorted payment was sent"
        case .submitted: "an earlier filing was sent"
        case .requested: "an authority asked"
        case .yearEnd: "the calendar year of discovery ended"
        case .outageEnded: "the outage was over"
        case .published: "something about it became public"
        }
    }

    /// Somebody's decision that the regime's own test is met. Once it is taken, no unanswered question holds the duty back.
    public var isJudgement: Bool {
        switch self {
        case .determined, .classified, .materialityDetermined, .paymentMade, .requested: true
        default: false
        }
    }
}

/// What is known of the moments that start clocks.
public struct DutyMoments: Sendable, Hashable {
    public var starts: [DutyStart: Timestamp]
    /// When a duty's own filing was sent, by the duty's id; the latest, where there were several.
    public var submitted: [String: Timestamp]

    public init(_ starts: [DutyStart: Timestamp] = [:], submitted: [String: Timestamp] = [:]) {
        (self.starts, self.submitted) = (starts, submitted)
    }
}
