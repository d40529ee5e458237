import Foundation
import GRDB
import OnRecord

/// The embedded store of one node: a SQLite file, and beside it a folder of signals. A call that returned has reached the
/// disk.
public final class SQLiteStore: Store {
    let database: any DatabaseWriter
    let signals: any SignalShelf
    /// How messages name the store.
    let name: String

    /// Opens the store at `path`, or makes an empty one only this user may read (mode 0600). Its folder must exist.
    /// - Parameter patience: how long to wait for another process's lock before giving up.
    /// - Throws: `StoreError.newer` when a later program wrote it, `StoreError.notDurable` when SQLite will not sync
    ///   every commit, `StoreFailure` when the file cannot be used.
    public convenience init(path: String, patience: Duration = .seconds(5)) throws {
        try self.init(path: path, patience: patience, disk: .system)
    }

    convenience init(path: String, patience: Duration = .seconds(5), disk: DiskCalls) throws {
        try SQLiteStore.createPrivately(path)
        let pool = try StoreFailure.explaining(path) {
            try DatabasePool(path: path, configuration: SQLiteStore.configuration(patience))
        }
        try self.init(pool, name: path) { read in try SignalFolder("\(path)-signals", read: read, disk: disk) }
    }

    /// A store that lasts as long as the object: for drills and tests.
    public static func inMemory() throws -> SQLiteStore {
        try SQLiteStore(DatabaseQueue(configuration: configuration(.zero)), name: "the store in memory") { _ in
            RememberedSignals()
        }
    }

    /// Refuses what must not be written to, then brings the tables up to date.
    /// - Parameter shelf: makes the place for signals, told up to which position they were read.
    init(_ database: any DatabaseWriter, name: String, shelf: (_ read: Int64) throws -> any SignalShelf) throws {
        (self.database, self.name) = (database, name)
        try StoreFailure.explaining(name) {
            // A pool relaxes its writer to NORMAL after every hook that a configuration offers: FULL is asked for once
            // it is open.
            try database.barrierWriteWithoutTransaction { db in
                try Schema.refuseNewer(db)
                try Durability.demand(db)
            }
            try Schema.migrator.migrate(database)
        }
        let read = try StoreFailure.explaining(name) {
            try database.read { try Int64.fetchOne($0, sql: "SELECT position FROM detector_mark") }
        }
        signals = try shelf(read ?? 0)
    }

    private static func configuration(_ patience: Duration) -> Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        // Bodies of log lines fill many pages, and each page costs a checksum: with 4 KiB ones storing takes twice as much of
        // the processor. SQLite takes this in for a file that is still empty.
        configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA page_size = 16384") }
        configuration.busyMode = .timeout(Double(patience.milliseconds) / 1000)
        return configuration
    }

    /// SQLite would make the file with the umask's mode. An existing file is not touched, not even opened: closing a
    /// second descriptor would drop the locks that another store of this process holds on it.
    private static func createPrivately(_ path: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw StoreFailure(kind: .cannotOpen, store: path, cause: String(cString: strerror(errno)))
        }
    }

    func reading<T>(_ body: (Database) throws -> T) throws -> T {
        try StoreFailure.explaining(name) { try database.read(body) }
    }

    /// One transaction: all of it, or nothing when `body` throws.
    func writing<T>(_ body: (Database) throws -> T) throws -> T {
        try StoreFailure.explaining(name) { try database.write(body) }
    }
}
