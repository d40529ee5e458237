import OnRecord
import Synchronization

/// At most so many in a span: a door that anybody may use stays usable and the journal bounded.
final class RateLimit: Sendable {
    private let count: Int
    private let span: Duration
    private let taken = Mutex<[String: [Timestamp]]>([:])

    init(_ count: Int, per span: Duration) { (self.count, self.span) = (count, span) }

    /// - Parameter whom: counted apart from all others; nobody in particular when it is left out.
    func allows(_ whom: String = "", at now: Timestamp) -> Bool {
        taken.withLock { taken in
            // What lies ahead was taken before the clock was set back.
            let recent = taken[whom, default: []].filter { $0 + span > now && $0 <= now }
            let isAllowed = recent.count < count
            taken[whom] = isAllowed ? recent + [now] : recent
            return isAllowed
        }
    }
}
