import Sigma

/// Reads stored signals in their order: the rules look at each, and the book says what is new about it. What it
/// remembers is stored together with how far it has read, so that a replay after a crash brings the same news again.
public struct Lookout: Sendable {
    /// The last batch read.
    public private(set) var position: Int64 = 0
    private var detector: Detector
    private var book: AlertBook

    /// - Parameter lateness: how far senders' clocks may run ahead of ours.
    /// - Parameter mark: where an earlier one stood. A memory that no longer fits (rules were rewritten) is dropped:
    ///   windows start anew, nothing else is lost.
    public init(policy: Policy, lateness: Duration, from mark: DetectorMark?) {
        detector = Detector(rules: policy.rules, lateness: lateness.milliseconds)
        book = AlertBook(policy: policy)
        guard let mark else { return }
        position = mark.position
        if let saved = try? CanonicalJSON.decode(SavedMemory.self, from: mark.memory) {
            (detector.memory, book.memory) = (saved.detector, saved.alerts)
        }
    }

    public mutating func read(_ stored: StoredBatch) -> [AlertChange] {
        var changes: [AlertChange] = []
        for (index, signal) in stored.batch.signals.enumerated() {
            let event = signal.event(from: stored.batch.source)
            let firings = detector.observe(event).map { Firing($0) }
            changes += book.observe(
                signal, event, from: stored.batch.source, firings: firings, receivedAt: stored.batch.receivedAt,
                batch: stored.position, index: index)
        }
        position = stored.position
        return changes
    }

    /// What is over by the clock; called when no signal waits to be read.
    public mutating func advance(to now: Timestamp) -> [AlertChange] { book.advance(to: now) }

    /// When `advance` has something to say at the earliest.
    public var nextDeadline: Timestamp? { book.nextDeadline }

    /// Called once, when a new lookout has read all that waited for it.
    /// - Parameter open: alerts that the house holds open.
    public mutating func reconcile(with open: Set<AlertID>, at now: Timestamp) -> [AlertChange] {
        book.reconcile(with: open, at: now)
    }

    public var mark: DetectorMark {
        let saved = SavedMemory(detector: detector.memory, alerts: book.memory)
        return DetectorMark(position: position, memory: CanonicalJSON.encode(saved))
    }

    private struct SavedMemory: Codable {
        var detector: Memory
        var alerts: AlertMemory
    }
}
