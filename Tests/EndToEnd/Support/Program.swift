import Foundation

/// The debug binary that was built together with these tests, and the checkout it belongs to.
enum Program {
    /// `ONRECORD_BINARY` names another binary to judge, such as a release.
    static let path: String = {
        if let named = ProcessInfo.processInfo.environment["ONRECORD_BINARY"], !named.isEmpty { return named }
        for start in [CommandLine.arguments[0], Bundle.main.executablePath ?? "", Bundle.main.bundlePath] {
            if let found = above(start, holding: "onrecord") { return "\(found)/onrecord" }
        }
        return "onrecord, which was not built beside these tests"
    }()

    static let checkout = above(#filePath, holding: "Policies") ?? "."

    /// The nearest folder on the way to the root that holds an entry of this name.
    private static func above(_ path: String, holding name: String) -> String? {
        var folder = URL(fileURLWithPath: path).standardizedFileURL
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let candidate = folder.appendingPathComponent(name).path
            if FileManager.default.fileExists(atPath: candidate) { return folder.path }
        }
        return nil
    }

    static func shipped(_ name: String) -> String { "\(checkout)/\(name)" }

    /// Runs the program to its end.
    static func run(
        _ arguments: String..., environment: [String: String] = [:], within limit: Duration = .seconds(30)
    ) async throws -> Outcome {
        try await run(arguments, environment: environment, within: limit)
    }

    static func run(
        _ arguments: [String], environment: [String: String] = [:], within limit: Duration = .seconds(30)
    ) async throws -> Outcome {
        try await Child.running(path, arguments, environment: environment) { try await $0.end(within: limit) }
    }
}

/// How a process ended.
struct Outcome: Sendable {
    /// The exit code; 128 and the signal's number above that when a signal ended it, as a shell would say.
    var status: Int32
    var output: String
    var errors: String
}
