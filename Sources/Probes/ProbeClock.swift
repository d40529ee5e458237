import OnRecord

/// Where the prober's time comes from, and how it waits.
public protocol ProbeClock: Sendable {
    func now() -> Timestamp

    /// Returns at once when the moment has passed.
    /// - Throws: only when the task is cancelled.
    func sleep(until moment: Timestamp) async throws
}

extension ProbeClock {
    /// Waits on the monotonic clock, so that a machine whose time is set back does not oversleep.
    public func sleep(until moment: Timestamp) async throws {
        try await Task.sleep(for: max(.zero, moment - now()))
    }
}
