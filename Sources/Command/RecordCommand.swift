import ArgumentParser
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import OnRecord
import Server

struct RecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record", abstract: "Works with a public record.", subcommands: [Verify.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks a record from outside: signature, every entry, every tile, every text.",
            discussion: """
                Reads only public files, so it works for anybody's record. Give the verifier key you noted on an earlier visit \
                (--key): without it the key is taken from the record itself, which proves that the record is whole but not whose \
                it is. Give checkpoints you saved (--since): the record must still grow out of each.
                """)

        @Argument(help: "A folder, or the record's URL (https://vault.example/trust/record).")
        var record: String

        @Option(help: "The verifier key you trust.")
        var key: String?

        @Option(help: "A file with a checkpoint saved earlier; may be repeated.")
        var since: [String] = []

        func run() async throws {
            let saved = try since.map { path in
                guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                    throw StartProblem("The checkpoint \(path) cannot be read. Check the path.", exitCode: .usage)
                }
                return text
            }
            let place =
                record.hasPrefix("http://") || record.hasPrefix("https://") ? RecordPlace.url(record) : .folder(record)
            let own = try await place.ownKey()
            guard let trusted = key ?? own else {
                throw StartProblem(
                    "\(record) has no file `vkey`, so there is no key to check with. Check the address, or give --key.",
                    exitCode: .policyRefused)
            }
            let result: RecordVerification.Result
            do {
                result = try await RecordVerification.run(
                    key: trusted, saved: saved, present: place.files(), reading: { try await place.read($0) })
            } catch {
                throw StartProblem("The verifier key is not usable: \(error)", exitCode: .policyRefused)
            }
            for line in result.checked { print("  checked  \(line)") }
            if key == nil {
                print("  note     the key came from the record itself; compare it with one you know: \(trusted)")
            }
            for problem in result.problems { print("  WRONG    \(problem)") }
            let count = result.problems.count
            print(
                result.isClean
                    ? "The record is whole." : "The record is NOT whole: \(count) problem\(count == 1 ? "" : "s").")
            if !result.isClean { throw ExitCode(1) }
        }
    }
}

/// Where a record lies.
enum RecordPlace: Sendable {
    case folder(String)
    case url(String)

    private static let fileMax = 2 << 20

    func read(_ path: String) async throws -> [UInt8]? {
        switch self {
        case .folder(let folder):
            return FileManager.default.contents(atPath: "\(folder)/\(path)").map { Array($0) }
        case .url(let base):
            let address = (base.hasSuffix("/") ? base : base + "/") + path
            do {
                let response = try await HTTPClient.shared.execute(
                    HTTPClientRequest(url: address), timeout: .seconds(30))
                if response.status == .notFound { return nil }
                guard response.status == .ok else {
                    throw Unreadable(address: address, found: "answered HTTP \(response.status.code)")
                }
                return Array(try await response.body.collect(upTo: RecordPlace.fileMax).readableBytesView)
            } catch let problem as Unreadable {
                throw problem
            } catch {
                throw Unreadable(address: address, found: "gave no answer (\(error))")
            }
        }
    }

    func ownKey() async throws -> String? {
        try await read("vkey").map {
            String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    /// Every file below the folder; empty for an address, which cannot be listed.
    func files() -> [String] {
        guard case .folder(let folder) = self, let walk = FileManager.default.enumerator(atPath: folder) else {
            return []
        }
        return walk.compactMap { $0 as? String }.filter { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }
    }

    /// An address that gave neither the file nor the word that there is none.
    struct Unreadable: Error, CustomStringConvertible {
        var address: String
        var found: String
        var description: String {
            "\(address) \(found); expected the file, or 404. Check the address, and that its server is running."
        }
    }
}
