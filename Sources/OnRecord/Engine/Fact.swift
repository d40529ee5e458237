/// One event in the private journal: what happened, when, by whom. All state is a fold over facts.
/// Facts hold ids, counts and hashes, never names, addresses or free text.
public struct Fact: Sendable, Hashable, Codable {
    /// Position in the journal, from 1, without gaps.
    public var sequence: Int64
    public var at: Timestamp
    public var by: Author
    /// The incident's or report's id; `house` for what belongs to none.
    public var subject: String
    public var what: What

    public static let house = "house"

    public enum What: Sendable, Hashable, Codable {
        case policyAdopted(version: String)
        case incidentOpened(eventClass: String, severity: String, title: String)
        /// It opened the incident or joined it.
        case alertJoined(AlertTrace)
        case alertHeld(AlertTrace, Hold)
        /// In the tool it came from.
        case alertAcknowledged(AlertID)
        case alertEnded(AlertID, AlertEnd, at: Timestamp)
        case alertMarkedNoise(AlertID)
        case milestoneReached(Milestone, at: Timestamp)
        case scopeSet(Scope)
        case impactStated(Impact)
        /// A version of the breach assessment; with the reasoning where some was written.
        case assessed(Assessment, reasoning: DocumentID? = nil)
        /// All its questions are settled; `notifiable`: whether anybody must be told by the answers.
        case assessmentConcluded(notifiable: Bool, reasoning: DocumentID)
        case filed(Filing)
        case playbookRan(step: String)
        case queued(effect: EffectID, task: Effect.Task)
        case settled(effect: EffectID, outcome: Outcome)
        /// A notice that is owed did not arrive: each of these has to be reached another way.
        case customersUnreached(effect: EffectID, [Unreached])
        /// A later mail was accepted after all.
        case customersMailed(effect: EffectID, [DeliveryKey])
        case customerContacted(DeliveryKey, ContactWay, note: DocumentID)
        case complaintsReceived(effect: EffectID, count: Int)
        case promiseArmed(PromiseClock)
        case promiseKept(promise: String, at: Timestamp)
        case promiseMissed(promise: String, at: Timestamp?)
        case promiseWaived(promise: String, reason: DocumentID)
        /// By the assessment's latest answers this duty is not owed…
        case dutyLifted(String)
        /// …and by later ones it is after all.
        case dutyResumed(String)
        /// What the clock counts from came about anew: a later filing, or an earlier moment.
        case dutyRestarted(PromiseClock)
        case pageReserved(slug: String)
        case documented(document: DocumentID, kind: Document.Kind, hash: String)
        /// A person's word that a list of credits is right.
        case creditsApproved(CreditApproval)
        case creditsWithdrawn(list: CreditListID)
        case silenced(Silence)
        case silenceLifted(SilenceID)
        case maintenancePlanned(Maintenance)
        case maintenanceCancelled(MaintenanceID)
        /// Hashes of the letter it came by, and of who wrote it.
        case reportReceived(letter: String? = nil, sender: String? = nil)
        case reportAnswered(outcome: ReportOutcome)
    }
}

/// Who did something: `house`, `rule:<id>`, `responder:<id>`, `operator`, `outsider`.
public struct Author: Sendable, Hashable, Codable, RawRepresentable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let house = Author(rawValue: "house")
    public static let `operator` = Author(rawValue: "operator")
    public static let outsider = Author(rawValue: "outsider")
    public static func rule(_ id: String) -> Author { Author(rawValue: "rule:\(id)") }
    public static func responder(_ id: String) -> Author { Author(rawValue: "responder:\(id)") }

    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
