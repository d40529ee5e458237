import Sigma

/// Reads stored signals in their order: the rules look at each, and the book says what is new about it. What it
/// remembers is stored together with how far it has read, so that a replay after a crash brings the same news again.
public struct Lookout: Sendable {
    /// The last batch read.
    public private(set) var position: Int64 = 0
    private var detector: Detector
    private var book: AlertBook

    /// Hands over what rules look at, in order: the place in the batch, the signal unless it is a plain log line, and
    /// the event.
    public typealias Reading =
        @Sendable (SignalBatch, (_ index: Int, _ signal: Signal?, _ event: Event) -> Void) -> Void

    /// Batches whose signals were taken apart when they came.
    public static let takenApart: Reading = { batch, body in
        for (index, signal) in batch.signals.enumerated() { body(index, signal, signal.event(from: batch.source)) }
    }

    private let reading: Reading

    /// What each correlation may remember. All of it goes into the mark, which is one value of the store: at 300 bytes
    /// for an observation no more than 150 MB, where SQLite ends at 1 GB.
    public static let limits = Detector.Limits(groups: 100_000, observations: 500_000)

    /// - Parameter mark: where an earlier one stood. A memory that no longer fits (rules were rewritten) is dropped:
    ///   windows start anew, nothing else is lost.
    /// - Parameter identify: names what alerts are about, for the journal: a keyed hash that stays the same over
    ///   restarts. Left out, as in drills, the names can be guessed.
    /// - Parameter reading: takes batches apart.
    public init(
        policy: Policy, from mark: DetectorMark?, identify: Identify? = nil, reading: @escaping Reading
    ) {
        detector = Detector(
            rules: policy.rules, lateness: policy.signals.lateness.milliseconds, limits: Lookout.limits)
        book = AlertBook(policy: policy, identify: identify)
        self.reading = reading
        guard let mark else { return }
        position = mark.position
        if let saved = try? CanonicalJSON.decode(SavedMemory.self, from: mark.memory) {
            (detector.memory, book.memory) = (saved.detector, saved.alerts)
        }
    }

    /// How many customers there are, for rules about a share of them.
    public var customersTotal: Int {
        get { detector.customersTotal }
        set { detector.customersTotal = newValue }
    }

    /// - Parameter own: takes this batch apart, as the lookout's own reading would.
    public mutating func read(_ stored: StoredBatch, by own: Reading? = nil) -> [AlertChange] {
        var changes: [AlertChange] = []
        let batch = stored.batch
        (own ?? reading)(batch) { index, signal, event in
            let matches = detector.observe(event)
            // Most lines are no news of anything.
            if matches.isEmpty, signal?.key == nil { return }
            changes += book.observe(
                signal, event, from: batch.source, firings: matches.map { Firing($0, isOver: $0.ended) },
                receivedAt: batch.receivedAt, batch: stored.position, index: index)
        }
        position = stored.position
        return changes
    }

    /// What time alone brings: something did not come, something is over. Called when no signal waits to be read.
    public mutating func advance(to now: Timestamp) -> [AlertChange] {
        let matches = detector.advance(to: now.milliseconds)
        return book.observe(matches.map { Firing($0, isOver: $0.ended) }, at: now) + book.advance(to: now)
    }

    /// When `advance` has something to say at the earliest; nil: there is nothing to wait for.
    public var nextDeadline: Timestamp? {
        [detector.nextDeadline.map { Timestamp(milliseconds: $0) }, book.nextDeadline].compactMap { $0 }.min()
    }

    /// What rules had to forget for want of room since this was last asked, by rule id.
    public mutating func takeOverflow() -> [String: Overflow] { detector.takeOverflow() }

    /// Called once, when a new lookout has read all that waited for it.
    /// - Parameter open: alerts that the house holds open.
    public mutating func reconcile(with open: Set<AlertID>, at now: Timestamp) -> [AlertChange] {
        // No signal brings back what time alone had found, so time passes first: else it would seem lost.
        let changes = advance(to: now)
        var open = open
        for change in changes {
            switch change {
            case .opened(let alert): open.insert(alert.id)
            case .ended(let id, _, _): open.remove(id)
            case .repeated, .acknowledged: break
            }
        }
        return changes + book.reconcile(with: open, at: now)
    }

    /// To be stored now and then. One that cannot be stored delays nothing: the next stands for it, and until then a
    /// crash means that more signals are read again.
    public var mark: DetectorMark {
        let saved = SavedMemory(detector: detector.memory, alerts: book.memory)
        return DetectorMark(position: position, memory: CanonicalJSON.encode(saved))
    }

    private struct SavedMemory: Codable {
        var detector: Memory
        var alerts: AlertMemory
    }
}
