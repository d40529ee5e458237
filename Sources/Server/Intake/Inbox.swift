import OnRecord

/// Stores signals durably before they are acknowledged. Bodies that wait together are stored together: one sync for all.
public actor Inbox {
    /// Bytes of bodies that may wait at once; beyond it senders are told to come back.
    static let waitingMax = 64 << 20

    private let store: any Store
    private nonisolated let executor = QueueExecutor(label: "onrecord.inbox")
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private var waiting: [Waiting] = []
    private var waitingBytes = 0
    private var isStoring = false
    private let arrivals: AsyncStream<Void>.Continuation
    /// Yields whenever something new lies on the shelf.
    public nonisolated let arrived: AsyncStream<Void>
    private var progress = Progress(stored: 0, read: 0)
    nonisolated let handover = Handover()

    private struct Waiting {
        let batches: [SignalBatch]
        let prepared: Handover.Prepared?
        let resume: CheckedContinuation<Void, any Error>
    }

    /// How far detection has come: positions in the signal log.
    public struct Progress: Sendable, Encodable {
        /// The newest batch that was stored since the start.
        public var stored: Int64
        /// The newest batch that the rules have looked at.
        public var read: Int64
    }

    public init(store: any Store) {
        self.store = store
        (arrived, arrivals) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    public struct Full: Error {}

    /// Returns when the batch would survive a power cut.
    /// - Parameters:
    ///   - size: bytes of the body it was read from, or of its signals where they take more.
    ///   - prepared: what spares whoever watches reading it back.
    /// - Throws: `Full` when too many wait already; the store's error when it could not be stored.
    func save(_ batch: SignalBatch, size: Int, handing prepared: Handover.Prepared? = nil) async throws {
        try await save([batch], size: size, handing: prepared)
    }

    /// All of them or none.
    func save(_ batches: [SignalBatch], size: Int) async throws { try await save(batches, size: size, handing: nil) }

    private func save(_ batches: [SignalBatch], size: Int, handing prepared: Handover.Prepared?) async throws {
        guard !batches.isEmpty else { return }
        guard waitingBytes + size <= Inbox.waitingMax else { throw Full() }
        waitingBytes += size
        defer { waitingBytes -= size }
        try await withCheckedThrowingContinuation { continuation in
            waiting.append(Waiting(batches: batches, prepared: prepared, resume: continuation))
            guard !isStoring else { return }
            isStoring = true
            Task { self.storeWaiting() }
        }
    }

    private func storeWaiting() {
        let taken = waiting
        waiting = []
        do {
            progress.stored = try store.save(taken.flatMap(\.batches))
            handOver(taken, upTo: progress.stored)
            arrivals.yield()
            for one in taken { one.resume.resume() }
        } catch {
            for one in taken { one.resume.resume(throwing: error) }
        }
        isStoring = !waiting.isEmpty
        if isStoring { Task { self.storeWaiting() } }
    }

    /// Their positions follow one another.
    private func handOver(_ taken: [Waiting], upTo last: Int64) {
        var position = last - Int64(taken.reduce(0) { $0 + $1.batches.count })
        for one in taken {
            for batch in one.batches {
                position += 1
                guard let prepared = one.prepared else { continue }
                handover.hand(over: StoredBatch(position: position, batch: batch), prepared)
            }
        }
    }

    func note(read position: Int64) { progress.read = max(progress.read, position) }

    func detection() -> Progress { progress }
}
