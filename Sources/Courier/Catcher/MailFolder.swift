import Glibc
import Synchronization

/// A folder of kept mails, one file each, named so that they sort by arrival.
final class MailFolder: Sendable {
    let path: String
    private let lastNumber: Mutex<UInt64>

    private static let ending = ".eml"
    /// Digits: enough for a thousand mails a second during thirty years.
    private static let idLength = 12
    /// What a crash left half written; no name of a mail begins with a dot.
    private static let unfinishedEnding = ".unfinished"

    /// Makes the folder when it is missing, and clears away mails that were never acknowledged.
    init(path: String) throws(MailProblem) {
        self.path = path
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw .storing("be made", in: path)
        }
        let names = try Self.names(in: path)
        for name in names where name.hasPrefix(".") && name.hasSuffix(Self.unfinishedEnding) {
            guard unlink("\(path)/\(name)") == 0 else { throw .storing("be cleared of \(name)", in: path) }
        }
        let ids = names.filter { $0.hasSuffix(Self.ending) }.map { $0.dropLast(Self.ending.count) }
        lastNumber = Mutex(ids.filter { $0.count == Self.idLength }.compactMap { UInt64($0) }.max() ?? 0)
    }

    /// The ids of all mails, oldest first.
    func ids() throws(MailProblem) -> [String] {
        try Self.names(in: path).filter { $0.hasSuffix(Self.ending) && !$0.hasPrefix(".") }
            .map { String($0.dropLast(Self.ending.count)) }.sorted()
    }

    /// The file of one mail; nil when there is none of that id.
    func read(_ id: String) -> [UInt8]? {
        let isFileName = !id.isEmpty && !id.hasPrefix(".") && !id.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
        guard isFileName, let file = fopen("\(path)/\(id)\(Self.ending)", "rb") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while true {
            let chunk = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
                count = fread(buffer.baseAddress, 1, buffer.count, file)
            }
            if chunk.isEmpty { return bytes }
            bytes += chunk
        }
    }

    /// Keeps a mail and answers with its id once no crash can lose it any more.
    func store(_ bytes: [UInt8]) throws(MailProblem) -> String {
        let id = lastNumber.withLock { number in
            number += 1
            let digits = String(number)
            return String(repeating: "0", count: max(0, Self.idLength - digits.count)) + digits
        }
        let unfinished = "\(path)/.\(id)\(Self.unfinishedEnding)"
        // A crash before the rename leaves an unfinished file, which the next start clears: nobody was told it is safe.
        do {
            try write(bytes, to: unfinished)
        } catch {
            unlink(unfinished)  // A full disk must not be kept full by what did not fit.
            throw error
        }
        guard rename(unfinished, "\(path)/\(id)\(Self.ending)") == 0 else {
            throw .storing("take a new mail", in: path)
        }
        // The name is part of the promise: it has to survive a power cut as well as the content.
        try synchronise(path)
        return id
    }

    private func write(_ bytes: [UInt8], to file: String) throws(MailProblem) {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .storing("take a new mail", in: path) }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw .storing("take a new mail", in: path) }
            rest = rest.dropFirst(written)
        }
        guard fsync(descriptor) == 0 else { throw .storing("take a new mail", in: path) }
    }

    private func synchronise(_ folder: String) throws(MailProblem) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .storing("be synchronised", in: folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .storing("be synchronised", in: folder) }
    }

    private static func names(in folder: String) throws(MailProblem) -> [String] {
        guard let directory = opendir(folder) else { throw .storing("be listed", in: folder) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
                })
        }
        return names
    }
}

extension MailProblem {
    /// Reads `errno`, so it has to be made right after the call that failed.
    fileprivate static func storing(_ need: String, in folder: String) -> MailProblem {
        MailProblem(
            thing: "the mail folder \(folder)", found: "unable to \(need) (\(String(cString: strerror(errno))))",
            expected: "a folder this process may write to, with free space",
            remedy: "Check its path, owner and disk, then start again.")
    }
}
