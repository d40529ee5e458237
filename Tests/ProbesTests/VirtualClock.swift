import OnRecord
import Probes
import Synchronization

/// A clock that stands still until a test moves it. Whoever sleeps is woken in the order of time, one at a time, and
/// only when everybody sleeps: so each test has one course, and takes no time.
final class VirtualClock: ProbeClock {
    fileprivate struct State {
        var now = Timestamp(milliseconds: 1_795_339_800_000)
        var sleepers: [Int: (until: Timestamp, resume: CheckedContinuation<Void, any Error>)] = [:]
        var nextNumber = 0
        var awaited: (count: Int, resume: CheckedContinuation<Void, Never>)?
    }
    private let state = Mutex(State())

    func now() -> Timestamp { state.withLock { $0.now } }

    func sleep(until moment: Timestamp) async throws {
        try Task.checkCancellation()
        guard moment > now() else { return }
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let awaited = state.withLock { state -> CheckedContinuation<Void, Never>? in
                    if Task.isCancelled {
                        continuation.resume(throwing: CancellationError())
                        return nil
                    }
                    state.sleepers[number] = (moment, continuation)
                    return state.takeAwaited()
                }
                awaited?.resume()
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: number) }?.resume.resume(throwing: CancellationError())
        }
    }

    /// Waits until so many sleep.
    func allAsleep(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state -> CheckedContinuation<Void, Never>? in
                state.awaited = (count, continuation)
                return state.takeAwaited()
            }
            ready?.resume()
        }
    }

    /// Lets time pass for a house in which so many sleep when there is nothing to do.
    func pass(_ span: Duration, sleepers count: Int) async {
        let end = now() + span
        while true {
            await allAsleep(count)
            let woken = state.withLock { state -> CheckedContinuation<Void, any Error>? in
                guard let next = state.sleepers.min(by: { ($0.value.until, $0.key) < ($1.value.until, $1.key) }),
                    next.value.until <= end
                else {
                    state.now = end
                    return nil
                }
                state.now = max(state.now, next.value.until)
                state.sleepers[next.key] = nil
                return next.value.resume
            }
            guard let woken else { return }
            woken.resume()
        }
    }
}

extension VirtualClock.State {
    fileprivate mutating func takeAwaited() -> CheckedContinuation<Void, Never>? {
        guard let awaited, sleepers.count >= awaited.count else { return nil }
        self.awaited = nil
        return awaited.resume
    }
}
