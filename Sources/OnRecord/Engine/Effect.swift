/// Something that should be done outside: a row in the outbox, stored together with the facts that caused it.
/// Delivered at least once, with its id as idempotency key; how it ended comes back as an input.
public struct Effect: Sendable, Hashable, Codable {
    /// Derived from the incident and the cause, so that doing it again is the same thing.
    public var id: EffectID
    public var incident: IncidentID
    public var task: Task
    public var notBefore: Timestamp

    public enum Task: Sendable, Hashable, Codable {
        /// Wake one responder.
        case page(responder: String, round: Int)
        /// Mail everybody in a frozen audience once.
        case notifyCustomers(audience: AudienceID)
        /// Mail the same people something else: to those whose data it is, an update, the report.
        case tell(NoticeKind, audience: AudienceID, document: DocumentID?)
        /// Revoke every token of a frozen audience.
        case revokeTokens(audience: AudienceID)
        /// Prove that affected customers can mint new tokens.
        case openReissue
        /// Run a containment action.
        case act(action: String)
        /// Tell whoever wrote a report that it has arrived, and what happens now. Its `incident` is the report's id.
        case confirmReceipt
        /// Mail what was published to the subscribers it is for.
        case tellSubscribers(Bulletin)
        /// Mail the day's news to those who chose one mail a day. Its `incident` is the house.
        case sendDigest(Digest)
        /// List what each affected customer gets back.
        case listCredits(audience: AudienceID, terms: CreditTerms)
        /// Credit everybody who gets something on an approved list once.
        case grantCredits(list: CreditListID, means: CreditMeans)
    }

    /// Whether it is one delivery per member of an audience.
    public var fanOut: FanOut? {
        switch task {
        case .notifyCustomers(let audience), .tell(_, let audience, _): .customers(audience)
        case .revokeTokens(let audience): .tokens(audience)
        case .grantCredits(let list, _): .credits(list)
        case .tellSubscribers(let bulletin): .subscribers([Readership(bulletin)], .atOnce)
        case .sendDigest(let digest): .subscribers(digest.readers, .daily)
        default: nil
        }
    }

    /// Whoever it does not reach by mail has to be reached another way.
    public var isOwed: Bool { task.isObligatory }

    public enum FanOut: Sendable, Hashable {
        case customers(AudienceID), tokens(AudienceID), credits(CreditListID)
        /// Frozen as deliveries when the effect is stored.
        case subscribers([Readership], Subscription.Pace)
    }

    public static func noticePurpose(of incident: IncidentID) -> String { "\(incident).breach-notice" }

    /// The cause a member hears of once, whatever the scope's version: nobody gets two notices for one breach.
    public var purpose: String {
        switch task {
        case .notifyCustomers: Effect.noticePurpose(of: incident)
        case .tell(let kind, _, let document): "\(incident).\(kind.rawValue)" + (document.map { ".\($0)" } ?? "")
        case .revokeTokens: "\(incident).revocation"
        case .listCredits, .grantCredits: Effect.creditPurpose(incident)
        default: id
        }
    }

    /// Nobody is credited twice for one incident, on however many lists they stand.
    static func creditPurpose(_ incident: IncidentID) -> String { "\(incident).credit" }
}

/// How something ended.
public struct Outcome: Sendable, Hashable, Codable {
    public var done: Int
    public var failed: Int
    /// What the other side answered, bounded; nothing personal.
    public var detail: String

    public init(done: Int, failed: Int = 0, detail: String = "") {
        (self.done, self.failed) = (done, failed)
        self.detail = String(detail.prefix(300))
    }

    public var succeeded: Bool { failed == 0 }
}
