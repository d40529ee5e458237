import Foundation

/// Files that are either the old or the new ones whenever the power fails.
public protocol DurableFiles: Sendable {
    /// Nil when there is no such file.
    func read(_ path: String) throws -> [UInt8]?
    /// Returns when the new content would survive a power cut.
    func write(_ bytes: [UInt8], to path: String, mode: UInt32) throws
}

/// Files on this machine's disk.
public struct DiskFiles: DurableFiles {
    public init() {}

    public func read(_ path: String) throws -> [UInt8]? { try DurableFile.read(path) }

    public func write(_ bytes: [UInt8], to path: String, mode: UInt32) throws {
        try DurableFile.write(bytes, to: path, mode: mode)
    }
}

enum DurableFile {
    /// Writes beside the target, syncs, renames, and syncs the folder, so that the rename survives as well.
    static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o644) throws {
        let folder = (path as NSString).deletingLastPathComponent
        try makeFolder(folder)
        let temporary = "\(path).new"
        // What a crash left there may be open to more readers than `mode` allows.
        unlink(temporary)
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else { throw FileProblem(path: temporary, doing: "created") }
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                let problem = FileProblem(path: temporary, doing: "written")
                close(file)
                throw problem
            }
            offset += count
        }
        guard fsync(file) == 0 else {
            let problem = FileProblem(path: temporary, doing: "synced")
            close(file)
            throw problem
        }
        close(file)
        guard rename(temporary, path) == 0 else { throw FileProblem(path: path, doing: "replaced") }
        try syncFolder(folder)
    }

    static func read(_ path: String) throws -> [UInt8]? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
            return nil
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw FileProblem(path: path, doing: "read")
        }
        return Array(data)
    }

    /// Makes missing folders and syncs the folder that holds each new one.
    static func makeFolder(_ path: String, mode: mode_t = 0o755) throws {
        guard !path.isEmpty, access(path, F_OK) != 0 else { return }
        let parent = (path as NSString).deletingLastPathComponent
        try makeFolder(parent)
        guard mkdir(path, mode) == 0 || errno == EEXIST else { throw FileProblem(path: path, doing: "made") }
        try syncFolder(parent.isEmpty ? "." : parent)
    }

    private static func syncFolder(_ path: String) throws {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw FileProblem(path: path, doing: "opened") }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw FileProblem(path: path, doing: "synced") }
    }
}

/// A file the system would not give us, in its words.
public struct FileProblem: Error, Sendable, CustomStringConvertible {
    public var path: String
    public var doing: String
    public var reason: String

    init(path: String, doing: String) {
        (self.path, self.doing) = (path, doing)
        reason = String(cString: strerror(errno))
    }

    public var description: String {
        "\(path) could not be \(doing): \(reason). Check the folder's owner, permissions and free space."
    }
}
