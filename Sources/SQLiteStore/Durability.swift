import GRDB
import OnRecord

/// Whether a commit that returned survives a power cut.
enum Durability {
    /// SQLite's `PRAGMA synchronous`: 0 OFF, 1 NORMAL, 2 FULL, 3 EXTRA. With a write-ahead log, FULL syncs it at every
    /// commit.
    static let full = 2

    /// Asks for it, and believes only what the connection says afterwards.
    static func demand(_ db: Database) throws {
        try? db.execute(sql: "PRAGMA synchronous = FULL")
        let level = try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? 0
        guard level == full else { throw StoreError.notDurable(synchronous: level) }
    }
}
