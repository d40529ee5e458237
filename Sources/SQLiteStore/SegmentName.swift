import Foundation
import OnRecord

/// The folder of segments, and the files in it: `00000000000000000042.log` begins with position 42.
enum SegmentName {
    private static let ending = ".log"
    private static let digits = 20

    static func path(of first: Int64, in folder: String) -> String {
        let number = "\(first)"
        return "\(folder)/\(String(repeating: "0", count: digits - number.utf8.count))\(number)\(ending)"
    }

    /// First positions, ascending; none where there is no folder. Other files are nobody's business.
    static func list(in folder: String) throws -> [Int64] {
        guard access(folder, F_OK) == 0 else { return [] }
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            throw StoreFailure(kind: .cannotOpen, store: folder, cause: error.localizedDescription)
        }
        return names.compactMap { name in
            guard name.hasSuffix(ending), name.utf8.count == digits + ending.utf8.count else { return nil }
            return Int64(name.dropLast(ending.count))
        }.sorted()
    }

    /// Only this user may look into it.
    static func makeFolder(_ path: String) throws {
        guard access(path, F_OK) != 0 else { return }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw StoreFailure(path, errno) }
        try sync((path as NSString).deletingLastPathComponent)
    }

    static func remove(_ first: Int64, in folder: String) throws {
        let path = path(of: first, in: folder)
        guard unlink(path) == 0 || errno == ENOENT else { throw StoreFailure(path, errno) }
    }

    /// Files that were made in it are still there after a power cut.
    static func sync(_ folder: String) throws {
        let opened = try Descriptor(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY)
        guard fsync(opened.number) == 0 else { throw opened.failure() }
    }
}
