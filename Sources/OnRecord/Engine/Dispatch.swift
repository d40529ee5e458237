/// Hands out work that is due and takes back how it ended. Between the two stands the world: mail, hooks, crashes.
/// A job that is never finished comes back when its lease runs out.
public struct Dispatch {
    /// How long a job may be out before it is handed out again; longer than a batch of mails takes on a slow relay.
    public static let lease = Duration.minutes(15)
    /// Members of a fan-out that are handed out together.
    public static let batch = 6000

    private let desk: Desk
    private let store: any Store

    public init(desk: Desk, store: any Store) { (self.desk, self.store) = (desk, store) }

    public func takeJobs(at now: Timestamp, limit: Int = 20) throws -> [Job] {
        try store.leaseEffects(at: now, until: now + Dispatch.lease, limit: limit).map { leased in
            let members =
                leased.effect.fanOut == nil
                ? [] : try store.pendingDeliveries(of: leased.effect.id, dueBy: now, limit: Dispatch.batch)
            return Job(effect: leased.effect, attempts: leased.attempts, members: members)
        }
    }

    /// Stores the result. A crash before this repeats the job under the same id; a crash behind it repeats nothing.
    public func finish(_ job: Job, _ result: JobResult, at now: Timestamp) throws {
        switch result {
        case .done(let count, let detail): try settle(job, Outcome(done: count, detail: detail), at: now)
        case .failed(let detail, final: true): try settle(job, Outcome(done: 0, failed: 1, detail: detail), at: now)
        case .failed(_, final: false): try store.postpone(job.effect.id, until: now + job.pause)
        case .members(let deliveries):
            try record(deliveries, of: job.effect, at: now)
            try goOn(job, hasMoved: deliveries.contains { $0.state != .pending || $0.due != nil }, at: now)
        case .round(let hasMoved): try goOn(job, hasMoved: hasMoved, at: now)
        }
    }

    /// Keeps how deliveries ended. Who was not reached, or was after all, is a fact of the same transaction.
    public func record(_ deliveries: [Delivery], of effect: Effect, at now: Timestamp) throws {
        let contacts = effect.isOwed ? desk.state.incidents[effect.incident]?.contacts ?? [:] : [:]
        let news = try deliveries.filter { delivery in
            switch delivery.state {
            case .failed where effect.isOwed: try !isLate(delivery)
            case .done where contacts[delivery.key]?.isReached == false: try !isLate(delivery)
            case .failed, .done, .pending, .bounced: false
            }
        }
        if !news.isEmpty { try desk.handle(.delivered(effect, news), at: now) }
        let rest = news.isEmpty ? deliveries : deliveries.filter { !news.contains($0) }
        if !rest.isEmpty { try store.record(rest) }
    }

    /// The store has an end for it already, so this word changes nothing: another job reached the same member, or the mail has
    /// come back meanwhile.
    private func isLate(_ delivery: Delivery) throws -> Bool {
        switch try store.delivery(withKey: delivery.key)?.state {
        case .done, .bounced: true
        case .pending, .failed, nil: false
        }
    }

    /// A fan-out ends when nobody waits any more; else it is handed out again when the first of them is due.
    private func goOn(_ job: Job, hasMoved: Bool, at now: Timestamp) throws {
        guard let next = try store.nextDelivery(of: job.effect.id) else {
            let counts = try store.deliveryCounts(of: job.effect.id)
            return try settle(job, Outcome(done: counts.done, failed: counts.failed + counts.bounced), at: now)
        }
        let earliest = hasMoved ? now : now + Backoff.pause(after: 1, for: job.effect.id)
        try store.postpone(job.effect.id, until: max(earliest, next))
    }

    private func settle(_ job: Job, _ outcome: Outcome, at now: Timestamp) throws {
        try desk.handle(.settled(job.effect, outcome), at: now)
    }
}

/// An effect on its way, with the next members when it is a fan-out.
public struct Job: Sendable, Hashable {
    public var effect: Effect
    public var attempts: Int
    public var members: [Delivery]

    public init(effect: Effect, attempts: Int, members: [Delivery]) {
        (self.effect, self.attempts, self.members) = (effect, attempts, members)
    }

    /// Before the next try.
    var pause: Duration { Backoff.pause(after: attempts + 1, for: effect.id) }
}

public enum JobResult: Sendable, Hashable {
    case done(count: Int = 1, detail: String)
    /// `final`: trying again would not help.
    case failed(detail: String, final: Bool)
    /// The members that were tried, each with its new state; those not named wait on.
    case members([Delivery])
    /// What became of the members was recorded as it came. `hasMoved`: something did become of some.
    case round(hasMoved: Bool)
}
