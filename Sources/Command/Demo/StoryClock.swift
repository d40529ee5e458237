import Foundation
import OnRecord
import Server
import Synchronization

/// The machine's clock plus the leaps the story has made. A leap is kept on disk before it counts, under the name of what
/// it leads to, and is made once: so a demo that was killed goes on in its own time, and no hour of it passes twice.
final class StoryClock: HouseClock {
    private let machine = SystemClock()
    private let path: String
    /// Milliseconds by name.
    private let leaps: Mutex<[String: Int64]>

    init(folder: String) {
        path = "\(folder)/story-clock.json"
        let stored = FileManager.default.contents(atPath: path).flatMap {
            try? JSONDecoder().decode([String: Int64].self, from: $0)
        }
        leaps = Mutex(stored ?? [:])
    }

    func now() -> Timestamp { machine.now() + .milliseconds(leaps.withLock { $0.values.reduce(0, +) }) }

    func leap(_ span: Duration, to chapter: String) throws {
        try leaps.withLock { leaps in
            guard leaps[chapter] == nil else { return }
            let next = leaps.merging([chapter: span.milliseconds]) { _, new in new }
            try JSONEncoder().encode(next).write(to: URL(fileURLWithPath: path), options: .atomic)
            leaps = next
        }
    }
}
