import ArgumentParser
import Foundation
import OnRecord
import SQLiteStore
import Server

struct Customers: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keeps the directory of customers: who is told, in which language, and what they paid.",
        subcommands: [Import.self])

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Brings customers and their billing periods in from a CSV file.",
            discussion: """
                The first row names the columns, in any order: id, name and mail are needed; language (BCP 47), place (ISO 3166), \
                period_start, period_end (the day on which the next period begins), period_price (49.00), currency (ISO 4217) and \
                billing_id are optional. A customer may have one row for each billing period. Other columns are named and not read.

                Whoever is known already is brought up to date, and nobody is removed; what the file has no column for stays as it \
                was. Good rows are taken in one transaction, also while the server runs; broken ones are told with their number \
                and the reason.

                EXIT CODES
                  0   every row was taken (or would be, with --check)
                  1   some rows are broken, each is named, and all others were taken; or the file as a whole was refused
                  66  the file cannot be read; nothing was taken
                """)

        @Argument(help: "The CSV file, UTF-8; - for standard input.")
        var file: String

        @Option(help: "The policy file.")
        var policy: String

        @Option(help: "The data folder of the server.")
        var data: String

        @Flag(help: "Only say what would happen.")
        var check = false

        func run() throws {
            _ = try PolicyFile.load(policy)
            let input = try InputPieces(file)
            let store = try Customers.store(in: data)
            let progress = LoadProgress(total: input.size)
            defer { progress.end() }
            let report = try store.load(
                isCheck: check, progress: { progress.show($0, read: input.read) }, { try input.next() })
            progress.end()
            tell(report)
            if report.broken > 0 { throw ExitCode(1) }
        }

        private func tell(_ report: CustomerFile.Report) {
            var errors = report.problems.map { "\(file): \($0)\n" }.joined()
            if report.broken > report.problems.count {
                errors += "\(file): \(report.broken - report.problems.count) more broken rows are not listed.\n"
            }
            if !report.ignoredColumns.isEmpty {
                errors +=
                    "\(file): not read, because these columns mean nothing here: "
                    + report.ignoredColumns.joined(separator: ", ") + ".\n"
            }
            FileHandle.standardError.write(Data(errors.utf8))
            let verb = check ? "can be brought in" : "brought in"
            let periods = report.periods > 0 ? ", \(Customers.counted(report.periods, "billing period"))" : ""
            print(
                "\(Customers.counted(report.customers, "customer"))\(periods) \(verb); \(Customers.counted(report.broken, "broken row")) left out."
            )
        }
    }

    static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    /// The store of a data folder that a server has made.
    static func store(in folder: String) throws -> SQLiteStore {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StartProblem(
                "The data folder \(folder) cannot be made. Name another with --data.", exitCode: .cannotWrite)
        }
        return try SQLiteStore(path: "\(folder)/onrecord.sqlite", patience: .seconds(30))
    }
}

/// A file piece by piece.
private final class InputPieces {
    private static let piece = 1 << 20
    private let handle: FileHandle
    /// Bytes; nil where nobody knows them before the end.
    let size: Int?
    private(set) var read = 0

    init(_ path: String) throws {
        if path == "-" {
            (handle, size) = (.standardInput, nil)
            return
        }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw InputProblem("The file \(path) cannot be read. Check the path and its permissions.", exitCode: 66)
        }
        self.handle = handle
        size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber)?.intValue
    }

    func next() throws -> [UInt8]? {
        guard let data = try handle.read(upToCount: InputPieces.piece), !data.isEmpty else { return nil }
        read += data.count
        return Array(data)
    }
}

/// One line that is written over, for whoever watches on a terminal.
private struct LoadProgress {
    let total: Int?
    private let isWatched = isatty(STDERR_FILENO) == 1

    init(total: Int?) { self.total = total }

    func show(_ report: CustomerFile.Report, read: Int) {
        guard isWatched else { return }
        let share = total.flatMap { $0 > 0 ? " \(min(100, read * 100 / $0)) %" : nil } ?? ""
        FileHandle.standardError.write(Data("\r\u{1b}[K\(report.customers) customers read,\(share) of the file".utf8))
    }

    func end() {
        if isWatched { FileHandle.standardError.write(Data("\r\u{1b}[K".utf8)) }
    }
}
