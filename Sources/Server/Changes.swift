import Synchronization

/// Tells whoever listens that the journal has grown. A listener that is slow is told once, not many times.
public final class Changes: Sendable {
    private struct Listeners {
        var next = 0
        var all: [Int: AsyncStream<Int64>.Continuation] = [:]
    }

    private let listeners = Mutex(Listeners())

    init() {}

    /// The journal's length after each change from now on.
    public func stream() -> AsyncStream<Int64> {
        let (stream, continuation) = AsyncStream.makeStream(of: Int64.self, bufferingPolicy: .bufferingNewest(1))
        let id = listeners.withLock { listeners in
            listeners.next += 1
            listeners.all[listeners.next] = continuation
            return listeners.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.listeners.withLock { _ = $0.all.removeValue(forKey: id) }
        }
        return stream
    }

    func announce(_ sequence: Int64) {
        let all = listeners.withLock { Array($0.all.values) }
        for listener in all { listener.yield(sequence) }
    }
}
