import Foundation
import OnRecord
import Server
import Synchronization

/// The machine's clock plus the leaps the story has made. The sum of the leaps is kept on disk before a leap counts,
/// so that a demo that was killed goes on in its own time.
final class StoryClock: HouseClock {
    private let machine = SystemClock()
    private let path: String
    private let ahead: Mutex<Duration>

    init(folder: String) {
        path = "\(folder)/story-clock"
        let stored = (try? String(contentsOfFile: path, encoding: .utf8)).flatMap { Int64($0) } ?? 0
        ahead = Mutex(.milliseconds(stored))
    }

    func now() -> Timestamp { machine.now() + ahead.withLock { $0 } }

    func leap(_ span: Duration) throws {
        try ahead.withLock { ahead in
            let next = ahead + span
            try "\(next.milliseconds)".write(toFile: path, atomically: true, encoding: .utf8)
            ahead = next
        }
    }
}
