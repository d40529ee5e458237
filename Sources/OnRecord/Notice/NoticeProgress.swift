/// How far a notice is, for page, API and terminal.
public struct NoticeProgress: Codable, Sendable, Hashable {
    public var effect: String
    public var total: Int
    /// Not tried yet.
    public var waiting: Int
    /// Told to come again later, or held back by its domain's pace.
    public var deferred: Int
    public var accepted: Int
    public var refused: Int
    public var bounced: Int
    public var complaints: Int
    /// Customers who have to be reached another way, as tasks that are open.
    public var unreached: Int
    /// Accepted in a minute, as fast as it goes just now.
    public var perMinute: Int
    /// RFC 3339.
    public var queuedAt: String
    public var isSettled: Bool
    /// The promise that waits for this notice, and when it is due.
    public var promise: String?
    public var due: String?
    public var secondsLeft: Int?
    /// When the last one would be accepted at this rate.
    public var secondsNeeded: Int?
    /// Why mails stay here just now.
    public var trouble: String?

    public var sent: Int { accepted + refused + bounced + deferred }
    public var isOver: Bool { waiting + deferred == 0 }

    public init(
        _ effect: EffectID, _ work: Incident.Work, of incident: Incident, counts: DeliveryCounts, perMinute: Int,
        trouble: String?, now: Timestamp
    ) {
        self.effect = effect
        (total, deferred) = (counts.total, counts.deferred)
        (waiting, accepted) = (counts.pending - counts.deferred, counts.done)
        (refused, bounced, complaints) = (counts.failed, counts.bounced, counts.complaints)
        unreached = incident.openContacts.count { $0.effect == effect }
        self.perMinute = counts.pending == 0 ? 0 : perMinute
        (queuedAt, isSettled) = (work.queuedAt.rfc3339, work.outcome != nil)
        if let clock = incident.clocks.filter({ $0.to == work.task.milestone && $0.state == .pending })
            .min(by: { $0.due < $1.due })
        {
            (promise, due) = (clock.says, clock.due.rfc3339)
            secondsLeft = Int((clock.due - now).milliseconds / 1000)
        }
        if perMinute > 0 { secondsNeeded = (counts.pending * 60 + perMinute - 1) / perMinute }
        self.trouble = counts.pending == 0 ? nil : trouble
    }
}
