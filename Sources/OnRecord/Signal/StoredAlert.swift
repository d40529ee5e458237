/// An alert with what became of it, as it is stored and shown.
public struct StoredAlert: Sendable, Hashable {
    public var alert: Alert
    /// The incident it opened or joined, the latest if there were several.
    public var incident: IncidentID?
    public var verdict: Verdict
    public var state: State = .open
    /// How often it fired, counted from 1.
    public var firings: Int
    public var lastAt: Timestamp
    public var end: AlertEnd?
    public var endedAt: Timestamp?
    public var isNoise = false

    public enum State: String, Sendable, Codable, CaseIterable { case open, acknowledged, ended }

    public init(_ alert: Alert, verdict: Verdict, incident: IncidentID? = nil) {
        (self.alert, self.verdict, self.incident) = (alert, verdict, incident)
        (firings, lastAt) = (alert.kind == .flood ? alert.count : 1, alert.at)
    }
}

/// What changes about a stored alert. Said twice it is the same, so a replay does no harm.
public struct AlertNews: Sendable, Hashable {
    public var alert: AlertID
    public var what: What

    public enum What: Sendable, Hashable {
        case repeated(firings: Int, lastAt: Timestamp)
        case acknowledged
        case ended(AlertEnd, at: Timestamp)
        case placed(Verdict, incident: IncidentID?)
        case noise
    }

    public init(_ alert: AlertID, _ what: What) { (self.alert, self.what) = (alert, what) }
}

/// Some alerts, newest first, and where the next page begins.
public struct AlertPage: Sendable, Hashable {
    public var alerts: [StoredAlert]
    /// Nil: there are no more.
    public var next: Int64?

    public init(alerts: [StoredAlert], next: Int64?) { (self.alerts, self.next) = (alerts, next) }
}
