import Foundation
import GRDB
import OnRecord

extension SQLiteStore {
    public func facts(after sequence: Int64, limit: Int) throws -> [JournalRow] {
        try reading { db in
            try Row.fetchAll(
                db, sql: "SELECT sequence, body, hash FROM facts WHERE sequence > ? ORDER BY sequence LIMIT ?",
                arguments: [sequence, limit])
        }.map { JournalRow(sequence: $0["sequence"], bytes: $0.bytes("body"), hash: $0.bytes("hash")) }
    }

    public func document(_ id: DocumentID) throws -> Document? {
        try reading { db in
            try Row.fetchOne(db, sql: "SELECT body FROM documents WHERE id = ?", arguments: [id])
        }?.body(as: Document.self)
    }

    public func entries(from index: Int, limit: Int) throws -> [SealedEntry] {
        try reading { db in
            let leaves = try Row.fetchAll(
                db, sql: "SELECT position, leaf FROM entries WHERE position >= ? ORDER BY position LIMIT ?",
                arguments: [index, limit])
            let texts = try db.cachedStatement(
                sql: "SELECT salt, text FROM entry_texts WHERE entry = ? ORDER BY number")
            return try leaves.map { leaf in
                let position: Int = leaf["position"]
                return SealedEntry(
                    leaf: leaf.bytes("leaf"),
                    texts: try Row.fetchAll(texts, arguments: [position]).map {
                        CommittedText(salt: $0.bytes("salt"), text: String(decoding: $0.bytes("text"), as: UTF8.self))
                    })
            }
        }
    }

    public func entryCount() throws -> Int {
        try reading { db in try db.entryCount() }
    }
}

extension Database {
    /// Entries are numbered from 0 without gaps, so the highest number tells; counting would read them all.
    func entryCount() throws -> Int {
        try Int.fetchOne(self, sql: "SELECT coalesce(max(position) + 1, 0) FROM entries") ?? 0
    }
}
