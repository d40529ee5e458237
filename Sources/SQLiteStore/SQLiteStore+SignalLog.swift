import Foundation
import GRDB
import OnRecord

extension SQLiteStore {
    @discardableResult
    public func save(_ batches: [SignalBatch]) throws -> Int64 { try signals.append(batches) }

    public func signals(after position: Int64, limit: Int) throws -> [StoredBatch] {
        try signals.batches(after: position, limit: limit)
    }

    @discardableResult
    public func forgetSignals(before: Timestamp) throws -> Int {
        guard let position = try detectorPosition() else { return 0 }
        return try signals.forget(before: before, through: position)
    }

    public func detectorMark() throws -> DetectorMark? {
        try reading { db in try Row.fetchOne(db, sql: "SELECT position, memory FROM detector_mark") }
            .map { DetectorMark(position: $0["position"], memory: $0.bytes("memory")) }
    }

    public func save(_ mark: DetectorMark) throws {
        try writing { db in try db.save(mark) }
    }

    func detectorPosition() throws -> Int64? {
        try reading { db in try Int64.fetchOne(db, sql: "SELECT position FROM detector_mark") }
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
