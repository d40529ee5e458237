import Foundation
import GRDB
import OnRecord

extension SQLiteStore {
    @discardableResult
    public func save(_ batches: [SignalBatch]) throws -> Int64 {
        // Taken apart before the writer is asked for, which others wait for.
        let rows = batches.map { ($0.receivedAt.milliseconds, StoredSignals.encode($0)) }
        return try writing { db in
            let statement = try db.cachedStatement(sql: "INSERT INTO signals (received_at, body) VALUES (?, ?)")
            for (receivedAt, body) in rows { try statement.execute(arguments: [receivedAt, body]) }
            return try Int64.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'signals'") ?? 0
        }
    }

    /// Bytes after which a read ends, though more may wait: whoever was away for long must not need memory for all of it.
    private static let signalBytesAtOnce = 8 << 20

    public func signals(after position: Int64, limit: Int) throws -> [StoredBatch] {
        try reading { db in
            let cursor = try Row.fetchCursor(
                db, sql: "SELECT position, body FROM signals WHERE position > ? ORDER BY position LIMIT ?",
                arguments: [position, limit])
            var rows: [Row] = []
            var bytes = 0
            while bytes < SQLiteStore.signalBytesAtOnce, let row = try cursor.next() {
                rows.append(row.copy())
                bytes += row.bytes("body").count
            }
            return rows
        }.map { StoredBatch(position: $0["position"], batch: try StoredSignals.decode($0["body"])) }
    }

    public func detectorMark() throws -> DetectorMark? {
        try reading { db in try Row.fetchOne(db, sql: "SELECT position, memory FROM detector_mark") }
            .map { DetectorMark(position: $0["position"], memory: $0.bytes("memory")) }
    }

    public func save(_ mark: DetectorMark) throws {
        try writing { db in try db.save(mark) }
    }

    @discardableResult
    public func forgetSignals(before: Timestamp) throws -> Int {
        try writing { db in
            try db.execute(
                sql: """
                    DELETE FROM signals
                    WHERE received_at < ? AND position <= (SELECT coalesce(max(position), 0) FROM detector_mark)
                    """,
                arguments: [before.milliseconds])
            return db.changesCount
        }
    }
}

extension Database {
    func save(_ mark: DetectorMark) throws {
        try execute(
            sql: """
                INSERT INTO detector_mark (number, position, memory) VALUES (1, ?, ?)
                ON CONFLICT (number) DO UPDATE SET position = excluded.position, memory = excluded.memory
                """,
            arguments: [mark.position, Data(mark.memory)])
    }
}
