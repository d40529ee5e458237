import Foundation
import GRDB
@testable import OnRecord
@testable import SQLiteStore
import Testing

@Suite("When the SQLite file cannot be used")
struct SQLiteFailurePromises {
    @Test("A full disk stores nothing of the step and asks for space")
    func full() throws {
        try withStorePath { path in
            let store = try SQLiteStore(path: path)
            try store.step()
            try store.database.writeWithoutTransaction { db in
                let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
                // The pragma answers with the limit in force, and takes no arguments.
                #expect(try Int.fetchOne(db, sql: "PRAGMA max_page_count = 1") == pages)
            }
            let failure = #expect(throws: StoreFailure.self) {
                try store.step { $0.entries = [Cast.entry(0, texts: [String(repeating: "long ", count: 100_000)])] }
            }
            #expect(failure?.kind == .full)
            #expect(failure?.description.contains("Free space") == true)
            #expect(try store.facts(after: 0, limit: 10).count == 1)
            #expect(try store.entryCount() == 0)
        }
    }

    @Test("A store locked by another process says so")
    func locked() throws {
        try withStorePath { path in
            let store = try SQLiteStore(path: path, patience: .milliseconds(1))
            try DatabaseQueue(path: path).inTransaction(.immediate) { _ in
                let failure = #expect(throws: StoreFailure.self) { try store.step() }
                #expect(failure?.kind == .locked)
                return .rollback
            }
            try store.step()
            #expect(try store.facts(after: 0, limit: 10).count == 1)
        }
    }

    @Test("A store that may only be read says what to correct")
    func readOnly() throws {
        try withStorePath { path in
            let store = try SQLiteStore(path: path)
            try store.database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = 1") }
            let failure = #expect(throws: StoreFailure.self) { try store.step() }
            #expect(failure?.kind == .readOnly)
        }
    }

    @Test("A file that is no database is refused and left as it was")
    func notADatabase() throws {
        try withStorePath { path in
            let text = String(repeating: "onrecord: 1\n", count: 100)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            let failure = #expect(throws: StoreFailure.self) { try SQLiteStore(path: path) }
            #expect(failure?.kind == .notADatabase)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        }
    }

    @Test("A folder that does not exist is named, not made")
    func noFolder() throws {
        try withStorePath { path in
            let failure = #expect(throws: StoreFailure.self) { try SQLiteStore(path: path + "/missing/onrecord.db") }
            #expect(failure?.kind == .cannotOpen)
            #expect(failure?.description.contains(path) == true)
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test("A stored value that cannot be read is damage, not a crash")
    func unreadable() throws {
        try withStorePath { path in
            let store = try SQLiteStore(path: path)
            try store.step { $0.documents = [Cast.document(1)] }
            try DatabaseQueue(path: path).write { try $0.execute(sql: "UPDATE documents SET body = x'7b'") }
            let failure = #expect(throws: StoreError.self) { try store.document(Cast.document(1).id) }
            #expect(failure?.description.hasPrefix("The store is damaged: a stored Document cannot be read") == true)
        }
    }
}
