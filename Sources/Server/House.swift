import Dispatch
import Logging
import OnRecord
import Pages
import TransparencyLog

/// The one place where state lives in a running server: takes inputs one at a time, keeps what follows, and shows the
/// public what changed. Its work blocks on the disk, so it runs on a thread of its own.
public actor House {
    public nonisolated let policy: Policy
    public nonisolated let store: any Store
    public nonisolated let clock: any HouseClock
    public nonisolated let site: PublicSnapshot
    public nonisolated let changes: Changes
    private nonisolated let executor = QueueExecutor(label: "onrecord.house")
    private nonisolated let workbench = DispatchQueue(label: "onrecord.workbench")
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private var desk: Desk
    /// How far the journal has come to the record and the pages.
    private var publishedSequence: Int64 = 0
    private var keeper: RecordKeeper
    private var documents: [DocumentID: Document] = [:]
    /// Jobs that are out, so that one that outlasts its lease is not done twice at the same time.
    private var running: Set<EffectID> = []
    private var progressToldAt = ContinuousClock.now
    private let logger: Logger

    /// Folds the journal, adopts the policy, brings the record up to date, and makes the public pages.
    public static func open(
        policy: Policy, store: any Store, clock: any HouseClock, keeper: RecordKeeper, logger: Logger
    ) async throws -> House {
        let house = try House(policy: policy, store: store, clock: clock, keeper: keeper, logger: logger)
        try await house.catchUp()
        return house
    }

    private init(
        policy: Policy, store: any Store, clock: any HouseClock, keeper: RecordKeeper, logger: Logger
    ) throws {
        (self.policy, self.store, self.clock) = (policy, store, clock)
        (self.keeper, self.logger) = (keeper, logger)
        site = PublicSnapshot()
        changes = Changes()
        desk = try Desk(store: store, policy: policy, random: SystemRandomNumberGenerator())
    }

    private func catchUp() throws {
        // Before anything is added: in a store restored from an old backup, what the time since adds would take the
        // places of entries that were signed for, and the numbers would look right.
        try keeper.advance(from: store)
        try store.releaseLeases()
        try desk.handle(.adoptPolicy, at: clock.now())
        try desk.handle(.tick, at: clock.now())
        try publish()
    }

    public var state: State { desk.state }

    /// Whether the public sees everything that the journal holds.
    public var isPublished: Bool { desk.state.sequence == publishedSequence }

    /// Takes an input at this moment. When it returns, what follows is durable, and the public sees it.
    @discardableResult
    public func take(_ input: Input, mark: DetectorMark? = nil) throws -> Decision {
        try keepingDeskTrue { desk in try desk.handle(input, at: clock.now(), mark: mark) }
    }

    public func takeJobs() throws -> [Job] {
        let jobs = try Dispatch(desk: desk, store: store).takeJobs(at: clock.now())
            .filter { !running.contains($0.effect.id) }
        running.formUnion(jobs.map(\.effect.id))
        return jobs
    }

    public func finish(_ job: Job, _ result: JobResult) throws {
        try keepingDeskTrue { desk in
            try Dispatch(desk: desk, store: store).finish(job, result, at: clock.now())
        }
        running.remove(job.effect.id)
    }

    /// Keeps how members of a fan-out ended while others are still on their way.
    public func record(_ deliveries: [Delivery], of effect: Effect) throws {
        try keepingDeskTrue { desk in
            try Dispatch(desk: desk, store: store).record(deliveries, of: effect, at: clock.now())
        }
        // Whoever looks on is told at most once a second; the end is told by the journal.
        guard ContinuousClock.now - progressToldAt >= .seconds(1) else { return }
        progressToldAt = .now
        changes.announce(desk.state.sequence)
    }

    /// A job whose result could not be stored; its lease brings it back.
    public func giveUp(_ job: Job) { running.remove(job.effect.id) }

    /// Beside the house's own work: a list of a million credits must not hold up an acknowledgement.
    public nonisolated func performHouseWork(_ job: Job) async throws -> JobResult? {
        try await withCheckedThrowingContinuation { continuation in
            workbench.async {
                continuation.resume(
                    with: Result {
                        var random = SystemRandomNumberGenerator()
                        return try HouseWork(store: self.store).perform(job, at: self.clock.now(), random: &random)
                    })
            }
        }
    }

    /// Texts of an incident's documents, private notes among them.
    public func documents(of incident: Incident) throws -> [DocumentID: Document] {
        for one in incident.published where documents[one.document] == nil {
            documents[one.document] = try store.document(one.document)
        }
        return documents.filter { entry in incident.published.contains { $0.document == entry.key } }
    }

    /// The impact in the operator's latest sentence; empty when there is none.
    public func impactText(of incident: Incident) throws -> String {
        guard let latest = incident.published.last(where: { $0.kind == .impact }) else { return "" }
        return try documents(of: incident)[latest.document]?.text ?? ""
    }

    // MARK: - Keeping state and shelf together

    /// After a store's error it is not known whether the step was kept, so the truth is read from the store again.
    private func keepingDeskTrue<T>(_ step: (Desk) throws -> T) throws -> T {
        let result: T
        do {
            result = try step(desk)
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            desk = try Desk(store: store, policy: policy, random: SystemRandomNumberGenerator())
            throw error
        }
        // The step is kept, whatever becomes of publishing it: what could not be published now goes out with a later tick.
        if !isPublished {
            do { try publish() } catch {
                logger.error("the record or the pages could not be written", metadata: ["reason": "\(error)"])
            }
        }
        return result
    }

    /// The entry is stored before the page shows it: a crash in between delays news for a moment, while the other order
    /// could show the public a sentence that the record cannot prove.
    private func publish() throws {
        try keeper.advance(from: store)
        show()
        publishedSequence = desk.state.sequence
    }

    private func show() {
        let state = desk.state
        let shown = state.allIncidents.filter { incident in
            incident.page != nil || incident.published.contains { $0.kind == .changelog }
        }
        var texts: [DocumentID: Document] = [:]
        for incident in shown {
            let known = (try? documents(of: incident)) ?? [:]
            // Notes stay in the room, but for those that say in public why a promise was waived.
            let reasons = Set(incident.facts.compactMap(\.waiverReason))
            texts.merge(known.filter { $0.value.kind.isPublic || reasons.contains($0.key) }) { old, _ in old }
        }
        let record = RecordView(
            origin: keeper.origin, verifierKey: keeper.signer.vkey, size: keeper.signed.size, root: keeper.signed.root)
        let view = SiteView(policy: policy, state: state, documents: texts, record: record, madeAt: clock.now())
        site.replace(with: TrustSite.files(view), at: view.madeAt)
        changes.announce(state.sequence)
    }
}

extension Fact {
    fileprivate var waiverReason: DocumentID? {
        if case .promiseWaived(_, let reason) = what { reason } else { nil }
    }
}

/// Runs an actor's work on one dispatch queue, so that blocking calls hold up nobody else.
final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }

    func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
