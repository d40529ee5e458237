@testable import OnRecord
import SQLiteStore
import Testing

/// An incident told step by step through a real desk over a store in memory. What a chapter leaves unsaid has a default,
/// so that what a test says is what it is about.
final class Story {
    let policy: Policy
    let store: any Store
    private(set) var desk: Desk
    private(set) var now: Timestamp

    init(_ policy: Policy? = nil, at start: Timestamp = Cast.start) throws {
        self.policy = try policy ?? Cast.policy()
        store = try SQLiteStore.inMemory()
        desk = try Desk(store: store, policy: self.policy, random: CountingRandom())
        now = start
    }

    var state: State { desk.state }
    /// The incident opened last.
    var incident: Incident { state.allIncidents.last! }
    var id: IncidentID { incident.id }

    func clock(_ promise: String) -> PromiseClock? { incident.clocks.first { $0.promise == promise } }
    func result(_ promise: String) -> PromiseClock.State? { clock(promise)?.state }

    /// One input, at once or after a while.
    @discardableResult
    func take(_ input: Input, after span: Duration = .zero) throws -> Decision {
        now = now + span
        return try desk.handle(input, at: now)
    }

    /// The refusal an input gets. It has to change nothing.
    func refusal(_ input: Input, _ location: SourceLocation = #_sourceLocation) -> Refusal? {
        let before = state
        let refusal = #expect(throws: Refusal.self, sourceLocation: location) { try take(input) }
        #expect(state == before, sourceLocation: location)
        return refusal
    }

    func restart() throws { desk = try Desk(store: store, policy: policy, random: CountingRandom()) }

    func turnClock(to moment: Timestamp) { now = moment }
}

// MARK: - Chapters

extension Story {
    @discardableResult
    func alert(_ id: String = "a1", rule: String = "stolen-token", after span: Duration = .zero) throws -> Decision {
        try take(.alerts([.opened(Cast.alert(id, rule: rule))]), after: span)
    }

    @discardableResult
    func declare(_ eventClass: String, after span: Duration = .zero) throws -> Decision {
        try take(.declare(eventClass: eventClass, severity: nil, title: "", by: .operator), after: span)
    }

    @discardableResult
    func wait(_ span: Duration) throws -> Decision { try take(.tick, after: span) }

    @discardableResult
    func acknowledge(after span: Duration = .minutes(2)) throws -> Decision {
        try take(.acknowledge(id, by: Cast.ada), after: span)
    }

    @discardableResult
    func scope(
        customers: [CustomerID] = ["cust-01", "cust-02"], tokens: [TokenID] = ["tok-01", "tok-02"],
        data: [DataKind] = [.tokens], after span: Duration = .minutes(1)
    ) throws -> Decision {
        let selection = ScopeSelection(customers: customers, tokens: tokens, data: data, services: ["proxy"])
        return try take(.setScope(id, selection, by: .operator), after: span)
    }

    @discardableResult
    func confirm(awareAt: Timestamp? = nil, after span: Duration = .minutes(1)) throws -> Decision {
        try take(.confirm(id, awareAt: awareAt, by: .operator), after: span)
    }

    @discardableResult
    func reach(_ milestone: Milestone, at stated: Timestamp? = nil, after span: Duration = .minutes(1)) throws
        -> Decision
    {
        try take(.reach(id, milestone, at: stated, by: .operator), after: span)
    }

    @discardableResult
    func write(
        _ kind: Document.Kind, _ parts: [String: String], followUps: [FollowUp] = [], after span: Duration = .minutes(1)
    ) throws -> Decision {
        try take(.write(id, kind, parts: parts, followUps: followUps, by: .operator), after: span)
    }

    /// Alert, acknowledgement, scope and confirmation, four minutes in all.
    func breach() throws {
        try alert()
        try acknowledge()
        try scope()
        try confirm()
    }

    /// Does everything that is queued, now. All of it succeeds, save what concerns the members named.
    func carryOut(failing members: Set<String> = []) throws {
        let dispatch = Dispatch(desk: desk, store: store)
        while case let jobs = try dispatch.takeJobs(at: now), !jobs.isEmpty {
            for job in jobs { try dispatch.finish(job, outcome(of: job, failing: members), at: now) }
        }
    }

    /// Does everything that is queued, now: what the house does itself by its own hands, all else as `carryOut` does.
    func work(failing members: Set<String> = []) throws {
        let dispatch = Dispatch(desk: desk, store: store)
        var random = CountingRandom()
        while case let jobs = try dispatch.takeJobs(at: now), !jobs.isEmpty {
            for job in jobs {
                let done = try HouseWork(store: store).perform(job, at: now, random: &random)
                try dispatch.finish(job, done ?? outcome(of: job, failing: members), at: now)
            }
        }
    }

    private func outcome(of job: Job, failing members: Set<String>) -> JobResult {
        guard job.effect.fanOut != nil else { return .done(detail: "done") }
        return .members(
            job.members.map { member in
                var result = member
                (result.attempts, result.at) = (1, now)
                result.state = members.contains(member.member) ? .failed : .done
                return result
            })
    }
}

// MARK: - What was decided and published

extension Decision {
    var tasks: [Effect.Task] { effects.map(\.task) }
    var milestones: [Milestone] {
        facts.compactMap { if case .milestoneReached(let milestone, _) = $0.what { milestone } else { nil } }
    }
}

extension Story {
    /// The public record so far.
    func record() throws -> [Leaf] {
        try store.entries(from: 0, limit: .max).map { try CanonicalJSON.decode(Leaf.self, from: $0.leaf) }
    }

    /// Results of promises as the record has them, oldest first: `acknowledge kept`.
    func publishedResults() throws -> [String] {
        try record().filter { $0.kind == .promiseResult }.map { "\($0.values["promise"]!) \($0.values["result"]!)" }
    }
}

/// Chance that is none: it counts, so that a story told twice has the same salts.
struct CountingRandom: RandomNumberGenerator {
    private var last: UInt64 = 0
    mutating func next() -> UInt64 {
        last &+= 1
        return last
    }
}
