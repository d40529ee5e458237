import Intake
import OnRecord
import Synchronization

/// Passes lines that were just stored to whoever watches them, in the form in which the door had them, so that nobody
/// has to read them back and take them apart again while detection keeps up. What does not fit is not passed on: all
/// of it is in the store, and that is where it is read after a crash.
final class Handover: Sendable {
    /// Bytes of memory for all that is on its way.
    static let room = 96 << 20

    /// A batch under its position.
    struct Handed: Sendable {
        let stored: StoredBatch
        let prepared: Prepared?
    }

    /// What belongs to a batch that is going to be stored, with its share of the room.
    struct Prepared: Sendable {
        let lines: LinesTakenApart
        let share: BodyBudget.Share
    }

    private let budget = BodyBudget(Handover.room)
    /// By ascending position.
    private let waiting = Mutex<[Handed]>([])

    /// A share of the room for a body of that size, taken apart; no room if so much is not left.
    func share(for body: Int) -> (share: BodyBudget.Share, room: Int) {
        let share = BodyBudget.Share(of: budget)
        let room = body * 4 + 4096
        return (share, share.take(room) ? room : 0)
    }

    func hand(over batch: StoredBatch, _ prepared: Prepared) {
        waiting.withLock { $0.append(Handed(stored: batch, prepared: prepared)) }
    }

    /// What follows a position without a gap; nothing if the next batch was not handed over.
    func take(after position: Int64, limit: Int) -> [Handed] {
        waiting.withLock { waiting in
            waiting.removeFirst(waiting.prefix { $0.stored.position <= position }.count)
            var taken: [Handed] = []
            for one in waiting.prefix(limit) {
                guard one.stored.position == position + Int64(taken.count) + 1 else { break }
                taken.append(one)
            }
            waiting.removeFirst(taken.count)
            return taken
        }
    }
}
