/// Where an incident's credits stand. One list at a time: a new one is made only when nothing of the last is under way, so
/// that nobody is on two lists that are both carried out.
public enum CreditStage: Sendable, Hashable {
    case none
    case listing(CreditListID)
    case listingFailed(CreditListID)
    /// Waits for a person's approval.
    case listed(CreditListID)
    /// Waits for a person to enter them into the billing system.
    case approved(CreditListID)
    case granting(CreditListID, EffectID)
    case granted(CreditListID)
    /// Tried on everybody, and some could not be credited.
    case partlyGranted(CreditListID, EffectID, failed: Int)

    public var list: CreditListID? {
        switch self {
        case .none: nil
        case .listing(let id), .listingFailed(let id), .listed(let id), .approved(let id), .granting(let id, _),
            .granted(let id), .partlyGranted(let id, _, _):
            id
        }
    }

    /// Whether a new list may be made.
    public var allowsListing: Bool {
        switch self {
        case .none, .listingFailed, .listed, .granted, .partlyGranted: true
        case .listing, .approved, .granting: false
        }
    }

    /// Whether a sealed list can be looked at.
    public var isMade: Bool {
        switch self {
        case .none, .listing, .listingFailed: false
        case .listed, .approved, .granting, .granted, .partlyGranted: true
        }
    }

    /// Whether the credits are being given, or all were.
    public var isUnderWay: Bool {
        switch self {
        case .granting, .granted: true
        case .none, .listing, .listingFailed, .listed, .approved, .partlyGranted: false
        }
    }

    public var word: String {
        switch self {
        case .none: "none"
        case .listing: "being_listed"
        case .listingFailed: "listing_failed"
        case .listed: "listed"
        case .approved: "approved"
        case .granting: "being_carried_out"
        case .granted: "carried_out"
        case .partlyGranted: "partly_carried_out"
        }
    }
}

extension Incident {
    public var creditStage: CreditStage {
        let listings = work.values.count { $0.task.isCreditListing }
        guard listings > 0, let listing = work[Incident.creditList(listings, of: id)] else { return .none }
        let list = Incident.creditList(listings, of: id)
        guard let outcome = listing.outcome else { return .listing(list) }
        guard outcome.succeeded else { return .listingFailed(list) }
        guard let approval = creditApproval, approval.list == list else { return .listed(list) }
        let grants = work.values.count { $0.task.isCreditGrant }
        let newest = Incident.creditGrant(grants, of: id)
        guard let grant = work[newest], case .grantCredits(list, _) = grant.task else {
            return approval.count == 0 ? .granted(list) : .approved(list)
        }
        guard let outcome = grant.outcome else { return .granting(list, newest) }
        return outcome.succeeded ? .granted(list) : .partlyGranted(list, newest, failed: outcome.failed)
    }

    /// The audience that the newest list was made for.
    var creditAudience: AudienceID? {
        guard let list = creditStage.list, case .listCredits(let audience, _)? = work[list]?.task else { return nil }
        return audience
    }

    static func creditList(_ number: Int, of incident: IncidentID) -> CreditListID { "\(incident).credits.\(number)" }
    static func creditGrant(_ number: Int, of incident: IncidentID) -> EffectID { "\(incident).grant.\(number)" }
}

extension Effect.Task {
    var isCreditListing: Bool { if case .listCredits = self { true } else { false } }
    var isCreditGrant: Bool { if case .grantCredits = self { true } else { false } }
}
