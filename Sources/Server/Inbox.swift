import OnRecord

/// Stores signals durably before they are acknowledged. Bodies that wait together are stored together: one sync for all.
public actor Inbox {
    /// Batches that may wait at once; beyond it senders are told to come back.
    static let waitingMax = 1024

    private let store: any Store
    private nonisolated let executor = QueueExecutor(label: "onrecord.inbox")
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private var waiting: [(batch: SignalBatch, resume: CheckedContinuation<Void, any Error>)] = []
    private var isStoring = false
    private let arrivals: AsyncStream<Void>.Continuation
    /// Yields whenever something new lies on the shelf.
    public nonisolated let arrived: AsyncStream<Void>

    public init(store: any Store) {
        self.store = store
        (arrived, arrivals) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    public struct Full: Error {}

    /// Returns when the batch would survive a power cut.
    /// - Throws: `Full` when too many wait already; the store's error when it could not be stored.
    public func save(_ batch: SignalBatch) async throws {
        guard waiting.count < Inbox.waitingMax else { throw Full() }
        try await withCheckedThrowingContinuation { continuation in
            waiting.append((batch, continuation))
            guard !isStoring else { return }
            isStoring = true
            Task { self.storeWaiting() }
        }
    }

    private func storeWaiting() {
        let taken = waiting
        waiting = []
        do {
            try store.save(taken.map(\.batch))
            arrivals.yield()
            for one in taken { one.resume.resume() }
        } catch {
            for one in taken { one.resume.resume(throwing: error) }
        }
        isStoring = !waiting.isEmpty
        if isStoring { Task { self.storeWaiting() } }
    }
}
