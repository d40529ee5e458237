import Foundation
import OnRecord
import SQLiteStore

/// Every database the product can stand on. Each promise is tried on each.
enum StoreEngine: String, CaseIterable, CustomStringConvertible {
    case sqliteFile = "SQLite in a file"
    case sqliteMemory = "SQLite in memory"

    var description: String { rawValue }

    func withEmptyStore(_ body: (any Store) throws -> Void) throws {
        switch self {
        case .sqliteFile: try withStorePath { try body(SQLiteStore(path: $0)) }
        case .sqliteMemory: try body(SQLiteStore.inMemory())
        }
    }
}

/// A path in a folder of its own, where nothing is yet; the folder goes when `body` returns.
func withStorePath(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.appendingPathComponent("onrecord.db").path)
}
