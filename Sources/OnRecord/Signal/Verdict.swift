public typealias SilenceID = String
public typealias MaintenanceID = String

/// What became of an alert, and why somebody was woken or was not: each alert is stored with one.
public enum Verdict: Sendable, Hashable, Codable {
    /// It opened its incident, and the playbook paged people at once.
    case paged
    /// It opened its incident, for which no step of the playbook pages at once.
    case opened
    /// The incident of its rule was open already.
    case joined
    /// Held back.
    case held(Hold)
    /// Its rule opens nothing.
    case evidence

    /// Why, for people.
    public var text: String {
        switch self {
        case .paged: "Paged: it opened the incident."
        case .opened: "It opened the incident; no step of the playbook pages at once."
        case .joined: "Not paged: the incident was open already."
        case .held(.silence(let id)): "Not paged: silenced by \(id)."
        case .held(.noise(let id)): "Not paged: marked as noise, silenced by \(id)."
        case .held(.maintenance(let id)): "Not paged: planned maintenance \(id)."
        case .evidence: "Not paged: the rule keeps evidence and opens nothing."
        }
    }

    /// A single word for tables and queries; what held it back is named apart.
    public var word: String {
        switch self {
        case .paged: "paged"
        case .opened: "opened"
        case .joined: "joined"
        case .held(.silence): "silenced"
        case .held(.noise): "noise"
        case .held(.maintenance): "maintenance"
        case .evidence: "evidence"
        }
    }

    /// The silence or maintenance that held it back.
    public var cause: String? {
        switch self {
        case .held(.silence(let id)), .held(.noise(let id)), .held(.maintenance(let id)): id
        case .paged, .opened, .joined, .evidence: nil
        }
    }

    public init?(word: String, cause: String?) {
        switch (word, cause) {
        case ("paged", nil): self = .paged
        case ("opened", nil): self = .opened
        case ("joined", nil): self = .joined
        case ("evidence", nil): self = .evidence
        case ("silenced", let id?): self = .held(.silence(id))
        case ("noise", let id?): self = .held(.noise(id))
        case ("maintenance", let id?): self = .held(.maintenance(id))
        default: return nil
        }
    }
}

/// What keeps an alert from opening an incident, for as long as it lasts.
public enum Hold: Sendable, Hashable, Codable {
    case silence(SilenceID)
    /// The silence that marking an alert as noise left behind.
    case noise(SilenceID)
    case maintenance(MaintenanceID)
}

/// Alerts of a rule, or only those of one group, wake nobody until it ends.
public struct Silence: Sendable, Hashable, Codable {
    public var id: SilenceID
    public var rule: String
    /// Only alerts with this fingerprint; nil: all of the rule.
    public var fingerprint: String?
    public var until: Timestamp
    public var reason: DocumentID
    public var by: Author
    /// It came from marking an alert as noise.
    public var isNoise: Bool

    public func covers(_ alert: AlertTrace, at now: Timestamp) -> Bool {
        until > now && rule == alert.rule && (fingerprint ?? alert.fingerprint) == alert.fingerprint
    }

    var hold: Hold { isNoise ? .noise(id) : .silence(id) }

    /// At most this long.
    public static let longest = Duration.days(366)
    /// In force at the same time.
    public static let most = 1000
}

/// Work that was announced: alerts of these rules and classes wake nobody while it lasts.
public struct Maintenance: Sendable, Hashable, Codable {
    public var id: MaintenanceID
    public var from: Timestamp
    public var until: Timestamp
    public var rules: [String]
    public var classes: [String]
    public var reason: DocumentID
    public var by: Author

    public func covers(_ rule: String, of eventClass: String, at now: Timestamp) -> Bool {
        from <= now && now < until && (rules.contains(rule) || classes.contains(eventClass))
    }

    /// At most this long, and at most this far ahead.
    public static let longest = Duration.days(366)
    /// Planned at the same time.
    public static let most = 200
}
