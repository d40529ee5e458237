import OnRecord
import Synchronization

/// At most so many in a span, over all senders: a door that anybody may use stays usable and the journal bounded.
final class RateLimit: Sendable {
    private let count: Int
    private let span: Duration
    private let taken = Mutex<[Timestamp]>([])

    init(_ count: Int, per span: Duration) { (self.count, self.span) = (count, span) }

    func allows(at now: Timestamp) -> Bool {
        taken.withLock { taken in
            taken.removeAll { $0 + span <= now }
            guard taken.count < count else { return false }
            taken.append(now)
            return true
        }
    }
}
