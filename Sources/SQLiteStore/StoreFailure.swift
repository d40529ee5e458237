import Foundation
import GRDB
import OnRecord

/// What an operator can put right about the files. Every other SQLite error leaves as it is.
public struct StoreFailure: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable { case full, readOnly, notADatabase, locked, cannotOpen, failing }
    public var kind: Kind
    /// The store's path.
    public var store: String
    /// What SQLite or the system said.
    public var cause: String

    public var description: String {
        switch kind {
        case .full:
            "The disk of \(store) is full (\(cause)); the step was not stored. Free space there, then try again."
        case .readOnly:
            "\(store) is read-only (\(cause)); expected a file this user may write, in a folder it may write. "
                + "Correct owner and mode, or the mount."
        case .notADatabase:
            "\(store) is not a SQLite database (\(cause)). Name the store's own file, or restore a backup."
        case .locked:
            "\(store) is locked by another process (\(cause)). Stop the other one: a second server, a copy in progress "
                + "or an open database shell."
        case .cannotOpen:
            "\(store) cannot be opened (\(cause)); expected a file in an existing folder, both open to this user. "
                + "Make the folder, or correct the path."
        case .failing:
            "\(store) could not be read or written (\(cause)). Look at the system's log and at the health of the disk; "
                + "what was acknowledged is not touched."
        }
    }

    /// Runs `body` and puts the errors that have a remedy into words.
    static func explaining<T>(_ store: String, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as DatabaseError {
            let cause = error.message ?? "SQLite result \(error.extendedResultCode.rawValue)"
            switch error.resultCode {
            case .SQLITE_CORRUPT: throw StoreError.damaged("SQLite reports “\(cause)”.")
            case .SQLITE_FULL: throw StoreFailure(kind: .full, store: store, cause: cause)
            case .SQLITE_READONLY: throw StoreFailure(kind: .readOnly, store: store, cause: cause)
            case .SQLITE_NOTADB: throw StoreFailure(kind: .notADatabase, store: store, cause: cause)
            case .SQLITE_BUSY: throw StoreFailure(kind: .locked, store: store, cause: cause)
            case .SQLITE_CANTOPEN: throw StoreFailure(kind: .cannotOpen, store: store, cause: cause)
            default: throw error
            }
        }
    }
}

extension StoreFailure {
    /// What the system says about a file.
    /// - Parameter code: its `errno`.
    init(_ path: String, _ code: CInt) {
        (store, cause) = (path, String(cString: strerror(code)))
        kind =
            switch code {
            case ENOSPC, EDQUOT: .full
            case EROFS: .readOnly
            case ENOENT, EACCES, EPERM, ENOTDIR, EISDIR: .cannotOpen
            default: .failing
            }
    }
}
