/// Hands out work that is due and takes back how it ended. Between the two stands the world: mail, hooks, crashes.
/// A job that is never finished comes back when its lease runs out.
public struct Dispatch {
    /// How long a job may be out before it is handed out again; longer than a batch of mails takes on a slow relay.
    public static let lease = Duration.minutes(15)
    /// Members of a fan-out that travel together.
    public static let batch = 100

    private let desk: Desk
    private let store: any Store

    public init(desk: Desk, store: any Store) { (self.desk, self.store) = (desk, store) }

    public func takeJobs(at now: Timestamp, limit: Int = 20) throws -> [Job] {
        try store.leaseEffects(at: now, until: now + Dispatch.lease, limit: limit).map { leased in
            let members =
                leased.effect.fanOut == nil
                ? [] : try store.pendingDeliveries(of: leased.effect.id, limit: Dispatch.batch)
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
            try store.record(deliveries)
            let counts = try store.deliveryCounts(of: job.effect.id)
            if counts.pending == 0 {
                try settle(job, Outcome(done: counts.done, failed: counts.failed), at: now)
            } else {
                let moved = deliveries.contains { $0.state != .pending }
                try store.postpone(job.effect.id, until: moved ? now : now + job.pause)
            }
        }
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

    /// Before the next try: from 5 seconds doubling to 10 minutes, spread by a quarter so that jobs that failed together
    /// do not return together. The spread comes from the id: chance is not needed for it.
    var pause: Duration {
        // A fan-out is handed out once a batch, so only its members know how often they were tried.
        let tries = members.map(\.attempts).min() ?? attempts
        let base = min(5000 << min(tries, 12), 600_000)
        let spread = sha256Hex(Array("\(effect.id)#\(attempts)".utf8)).utf8.first.map { Int($0) % 16 } ?? 0
        return .milliseconds(base + base * spread / 64)
    }
}

public enum JobResult: Sendable, Hashable {
    case done(count: Int = 1, detail: String)
    /// `final`: trying again would not help.
    case failed(detail: String, final: Bool)
    /// The members that were tried, each with its new state; those not named wait on.
    case members([Delivery])
}
