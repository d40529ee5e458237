import Foundation

/// A folder that goes when nobody holds it any more.
final class TemporaryFolder: Sendable {
    let path: String

    /// - Parameter parent: where it lies; whoever runs as another user has to be let in there.
    init(in parent: String = FileManager.default.temporaryDirectory.path) throws {
        path = "\(parent)/onrecord-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    static func / (folder: TemporaryFolder, name: String) -> String { "\(folder.path)/\(name)" }

    func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: self / name, atomically: true, encoding: .utf8)
        return self / name
    }

    /// Empty while there is no such file.
    func text(_ name: String) -> String {
        String(decoding: FileManager.default.contents(atPath: self / name) ?? Data(), as: UTF8.self)
    }
}
