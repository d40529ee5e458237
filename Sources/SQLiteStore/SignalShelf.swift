import OnRecord
import Synchronization

/// Where a store keeps the batches of its signal log.
protocol SignalShelf: Sendable {
    /// Returns the position of the last once all of them would survive a power cut.
    func append(_ batches: [SignalBatch]) throws -> Int64
    /// Oldest first; at most `limit`, fewer when they are large, none only when there are none.
    func batches(after position: Int64, limit: Int) throws -> [StoredBatch]
    /// Forgets what came before a moment and lies at the position or before it; how many batches that were.
    func forget(before: Timestamp, through position: Int64) throws -> Int
}

/// Bytes after which a read ends, though more may wait: whoever was away for long must not need memory for all of it.
let signalBytesAtOnce = 8 << 20

/// Batches of a store in memory.
final class RememberedSignals: SignalShelf {
    private struct Contents {
        var batches: [StoredBatch] = []
        var last: Int64 = 0
    }

    private let contents = Mutex(Contents())

    func append(_ batches: [SignalBatch]) -> Int64 {
        contents.withLock { contents in
            for batch in batches {
                contents.last += 1
                contents.batches.append(StoredBatch(position: contents.last, batch: batch))
            }
            return contents.last
        }
    }

    func batches(after position: Int64, limit: Int) -> [StoredBatch] {
        contents.withLock { contents in
            Array(contents.batches.drop { $0.position <= position }.prefix(limit))
        }
    }

    func forget(before: Timestamp, through position: Int64) -> Int {
        contents.withLock { contents in
            let count = contents.batches.count
            contents.batches.removeAll { $0.position <= position && $0.batch.receivedAt < before }
            return count - contents.batches.count
        }
    }
}
