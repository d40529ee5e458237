import Foundation
import OnRecord
import Synchronization

/// Batches in files of a folder beside the database, a segment each, named after the first position in it. A database
/// would write each body twice, and bodies are most of what a busy installation stores.
///
/// - A batch is there once its record is whole; `append` returns once the disk has it. What a crash leaves behind it,
///   in part or whole without its answer, stays where it is: nothing is ever written behind it.
/// - The name of a segment ends the one before: what lies there from that position on was not stored.
/// - Positions only grow. An empty segment keeps the next one when all before are forgotten, and the detector's mark
///   does when an older folder was restored than the database.
final class SignalFolder: SignalShelf {
    /// Bytes after which the next batch begins a new segment.
    static let segmentMax: Int64 = 32 << 20
    /// The longest time between a segment's first batch and its last. Whole segments are forgotten, so this is how much
    /// longer than the retention a batch may be there.
    static let segmentSpan = Duration.hours(1)

    private let path: String
    private let disk: DiskCalls
    /// Held while something is written, for as long as the disk takes.
    private let writing: Mutex<SegmentWriter?>
    /// Held while something is read, with the place where the last reading ended.
    private let reading = Mutex<SegmentReader?>(nil)
    private let index: Mutex<Index>

    private struct Index {
        /// First positions, ascending.
        var segments: [Int64]
        /// The last position that is stored.
        var last: Int64

        /// The segment that holds a position or, when it was forgotten, the first behind it.
        func segment(holding position: Int64) -> Int? {
            segments.isEmpty ? nil : max((segments.firstIndex { $0 > position } ?? segments.count) - 1, 0)
        }

        /// The last position that counts in a segment. What an append wrote that then failed does not count, though it may have
        /// begun another segment behind it.
        func end(of segment: Int) -> Int64 {
            segment + 1 < segments.count ? min(segments[segment + 1] - 1, last) : last
        }
    }

    /// Reads what is there and changes nothing; the folder is made for the first batch.
    /// - Parameter read: the last position that is known to have been given, wherever the folder stands.
    /// - Throws: `StoreFailure` when it cannot be read.
    init(_ path: String, read: Int64, disk: DiskCalls = .system) throws {
        (self.path, self.disk) = (path, disk)
        let segments = try SegmentName.list(in: path)
        var last = read
        if let newest = segments.last {
            var reader = try SegmentReader(folder: path, first: newest)
            last = max(last, try reader.lastWhole())
        }
        index = Mutex(Index(segments: segments, last: last))
        writing = Mutex(nil)
    }

    // MARK: - Writing

    func append(_ batches: [SignalBatch]) throws -> Int64 {
        // Taken apart before the writer is asked for, which others wait for.
        let bodies = batches.map { (receivedAt: $0.receivedAt, body: StoredSignals.encode($0)) }
        return try writing.withLock { current in
            var last = index.withLock { $0.last }
            guard !bodies.isEmpty else { return last }
            do {
                for (receivedAt, body) in bodies {
                    let writer: SegmentWriter
                    if let open = current, open.hasRoom(at: receivedAt) {
                        writer = open
                    } else {
                        // What the one before holds must be on disk before a later segment is.
                        try current?.sync()
                        writer = try begin(at: last + 1, &current)
                    }
                    last += 1
                    try writer.write(SegmentRecord(position: last, receivedAt: receivedAt, body: body))
                }
                try current?.sync()
            } catch {
                // Whether the disk has what was written since the last sync, nobody can know any more, and a second sync
                // of this file would lie. It is left alone; the next batch begins another segment.
                current = nil
                throw error
            }
            index.withLock { $0.last = last }
            return last
        }
    }

    /// Begins a segment in place of all that a failed append may have left from that position on.
    private func begin(at first: Int64, _ current: inout SegmentWriter?) throws -> SegmentWriter {
        while let left = index.withLock({ $0.segments.last }), left >= first { try remove(left) }
        // One that a failed beginning left behind; nothing in it was ever acknowledged.
        try SegmentName.remove(first, in: path)
        let writer = try SegmentWriter(folder: path, first: first, disk: disk)
        index.withLock { $0.segments.append(first) }
        current = writer
        return writer
    }

    private func remove(_ first: Int64) throws {
        try reading.withLock { reader in
            if reader?.first == first { reader = nil }
            try SegmentName.remove(first, in: path)
            index.withLock { $0.segments.removeAll { $0 == first } }
        }
    }

    // MARK: - Reading

    func batches(after position: Int64, limit: Int) throws -> [StoredBatch] {
        try reading.withLock { current in
            let index = index.withLock { $0 }
            var found: [StoredBatch] = []
            var next = position + 1
            var bytes = 0
            guard limit > 0, next <= index.last, var segment = index.segment(holding: next) else { return [] }
            while segment < index.segments.count {
                let (first, end) = (index.segments[segment], index.end(of: segment))
                next = max(next, first)
                if current?.first != first { current = try SegmentReader(folder: path, first: first) }
                while next <= end, let body = try current?.body(at: next, through: end) {
                    bytes += body.count
                    found.append(StoredBatch(position: next, batch: try StoredSignals.decode(body)))
                    next += 1
                    if found.count == limit || bytes >= signalBytesAtOnce { return found }
                }
                segment += 1
            }
            return found
        }
    }

    // MARK: - Forgetting

    func forget(before moment: Timestamp, through position: Int64) throws -> Int {
        try writing.withLock { writer in
            var count = 0
            while let oldest = try oldest(), oldest.last <= position, oldest.newest < moment {
                // The last one names the next position, so another takes its place first.
                if index.withLock({ $0.segments.count }) == 1 {
                    do { try begin(at: oldest.last + 1, &writer).sync() } catch {
                        writer = nil
                        throw error
                    }
                }
                try remove(oldest.first)
                count += oldest.count
            }
            return count
        }
    }

    /// The oldest segment; nil if there is none, or nothing in it.
    private func oldest() throws -> (first: Int64, last: Int64, newest: Timestamp, count: Int)? {
        let index = index.withLock { $0 }
        guard let first = index.segments.first, index.end(of: 0) >= first else { return nil }
        var reader = try SegmentReader(folder: path, first: first)
        let (newest, count) = try reader.newest(through: index.end(of: 0))
        return (first, index.end(of: 0), newest, count)
    }
}
