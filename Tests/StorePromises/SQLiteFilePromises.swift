import Foundation
import GRDB
@testable import OnRecord
@testable import SQLiteStore
import Testing

@Suite("The SQLite file")
struct SQLiteFilePromises {
    @Test("Every commit is synced: the writer's level is FULL after opening")
    func synchronousIsFull() throws {
        try withStorePath { path in
            let store = try SQLiteStore(path: path)
            try store.step()
            let level = try store.database.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
            #expect(level == 2)
        }
    }

    @Test("A connection that will not sync every commit is refused")
    func notDurable() throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
        let relaxed = try DatabaseQueue(configuration: configuration)
        // SQLite lets nobody change the level inside a transaction.
        try relaxed.writeWithoutTransaction { try $0.beginTransaction() }
        #expect(throws: StoreError.notDurable(synchronous: 1)) {
            try SQLiteStore(relaxed, name: "relaxed") { _ in RememberedSignals() }
        }
    }

    @Test("Only the user who made the store can read its files")
    func privateFiles() throws {
        try withStorePath { path in
            let store = try SQLiteStore(path: path)
            try store.step()
            for file in [path, path + "-wal", path + "-shm"] {
                let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
                #expect(mode == 0o600, "\(file)")
            }
        }
    }

    @Test("A file opened again holds everything it held")
    func reopening() throws {
        try withStorePath { path in
            try fill(SQLiteStore(path: path))
            let store = try SQLiteStore(path: path)
            #expect(try store.facts(after: 0, limit: 10).count == 2)
            #expect(try store.document(Cast.document(1).id) == Cast.document(1))
            #expect(try store.alerts(of: Cast.incident, limit: .max) == [Cast.alert(1).alert])
            #expect(try store.entries(from: 0, limit: 10) == [Cast.entry(0, texts: ["text"])])
            #expect(try store.lease(at: Cast.start) == [Cast.notice(1).id])
            #expect(try store.pendingMembers(of: Cast.notice(1)) == ["c1"])
            #expect(try store.signals(after: 0, limit: 10).map(\.batch) == [Cast.batch(1)])
            #expect(try store.detectorMark() == DetectorMark(position: 1, memory: [1]))
            #expect(try store.customers(in: Cast.audience(1).id) == [Cast.customer(1)])
            #expect(try store.token(withSecretHash: "hash") == Cast.token(1))
        }
    }

    @Test("Two processes on one file: the second to append is told that it is stale")
    func twoWriters() throws {
        try withStorePath { path in
            let (one, other) = (try SQLiteStore(path: path), try SQLiteStore(path: path))
            try one.step()
            #expect(throws: StoreError.stale(expected: 0, found: 1)) { try other.append(Transaction(after: 0)) }
            #expect(try other.facts(after: 0, limit: 10).count == 1)
        }
    }

    @Test("A store of a later format is refused and left as it was")
    func newerStore() throws {
        try withStorePath { path in
            try fill(SQLiteStore(path: path))
            try DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 7") }
            #expect(throws: StoreError.newer(found: 7, known: Schema.version)) { try SQLiteStore(path: path) }
            let found = try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
            #expect(found == 7)
        }
    }

    @Test("The format a fresh store carries is the one this program writes")
    func currentFormat() throws {
        let store = try SQLiteStore.inMemory()
        let found = try store.database.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
        #expect(found == Schema.version)
    }

    @Test(
        "Facts, entries and deliveries cannot be changed, replaced or removed, not even with a database shell",
        arguments: [
            "UPDATE facts SET body = x'00' WHERE sequence = 1", "DELETE FROM facts WHERE sequence = 2",
            "REPLACE INTO facts (sequence, body, hash) VALUES (1, x'00', x'00')",
            "INSERT INTO facts (sequence, body, hash) VALUES (9, x'00', x'00')",
            "UPDATE entries SET leaf = x'00'", "DELETE FROM entries",
            "REPLACE INTO entries (position, leaf) VALUES (0, x'00')", "DELETE FROM deliveries",
        ])
    func appendOnly(statement: String) throws {
        try withStorePath { path in
            let store = try SQLiteStore(path: path)
            try fill(store)
            let facts = try store.facts(after: 0, limit: 10)
            #expect(throws: DatabaseError.self) {
                try DatabaseQueue(path: path).write { try $0.execute(sql: statement) }
            }
            #expect(try store.facts(after: 0, limit: 10) == facts)
            #expect(try store.entries(from: 0, limit: 10) == [Cast.entry(0, texts: ["text"])])
            #expect(try store.pendingMembers(of: Cast.notice(1)) == ["c1"])
        }
    }

    private func fill(_ store: SQLiteStore) throws {
        try store.save([Cast.customer(1)])
        try store.insert(Cast.token(1), secretHash: "hash")
        try store.save([Cast.batch(1)])
        try store.step(facts: 2) {
            $0.documents = [Cast.document(1)]
            $0.alerts = [Cast.alert(1)]
            $0.entries = [Cast.entry(0, texts: ["text"])]
            $0.audiences = [Cast.audience(1, customers: [1])]
            $0.effects = [Cast.notice(1)]
            $0.mark = DetectorMark(position: 1, memory: [1])
        }
    }
}
