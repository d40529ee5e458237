import Foundation

/// The files that tests share with operators and with other rooms' tests.
enum Checkout {
    /// A file of the checkout, by its path from there.
    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: home.appendingPathComponent(path)))
    }

    static func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

    /// A request or mail as it was sent.
    static func fixture(_ name: String) throws -> [UInt8] { try bytes("Tests/Fixtures/in/\(name)") }

    /// `ONRECORD_HOME`, or where this file is, links followed.
    private static let home: URL = {
        if let home = ProcessInfo.processInfo.environment["ONRECORD_HOME"], !home.isEmpty {
            return URL(fileURLWithPath: home)
        }
        let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        return (0..<3).reduce(here) { url, _ in url.deletingLastPathComponent() }
    }()
}
