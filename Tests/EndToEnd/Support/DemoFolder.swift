import Courier
import Foundation

/// A folder that `demo` may be started in again and again, always at the same addresses.
struct DemoFolder {
    let folder: TemporaryFolder
    private let ports: [Int]

    init() throws {
        folder = try TemporaryFolder()
        ports = try (0..<3).map { _ in try Port.free() }
    }

    var data: String { folder / "data" }
    var site: Web { Web("http://127.0.0.1:\(ports[0])") }
    var house: Web { Web("http://127.0.0.1:\(ports[1])") }

    func arguments(_ more: String...) -> [String] {
        [
            "demo", "--data", data, "--public", "127.0.0.1:\(ports[0])", "--private", "127.0.0.1:\(ports[1])",
            "--sample-port", "\(ports[2])",
        ] + more
    }

    /// Bytes in the store's write-ahead log, which grows with every transaction of the story.
    var written: Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(data)/onrecord.sqlite-wal")
        return (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }

    /// Leaps the story's clock has made.
    var leaps: Int {
        let stored = FileManager.default.contents(atPath: "\(data)/story/story-clock.json") ?? Data("{}".utf8)
        return (try? JSONDecoder().decode([String: Int64].self, from: stored))?.count ?? 0
    }

    func mails() throws -> [CaughtMail] { try MailCatcher(folder: "\(data)/mail", now: { 0 }).mails() }
}
