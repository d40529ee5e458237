import Foundation
import OnRecord
import Sigma

/// The checkout these tests were built from.
enum Checkout {
    /// `ONRECORD_HOME`, or else the nearest folder above this file that holds `Policies`, followed through links.
    static let home: URL = {
        if let named = ProcessInfo.processInfo.environment["ONRECORD_HOME"], !named.isEmpty {
            return URL(fileURLWithPath: named)
        }
        let file = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        var folder = file.deletingLastPathComponent()
        while folder.path != "/",
            !FileManager.default.fileExists(atPath: folder.appendingPathComponent("Policies").path)
        {
            folder.deleteLastPathComponent()
        }
        return folder
    }()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: home.appendingPathComponent(path), encoding: .utf8)
    }

    /// Paths from the home of every file below `folder` that ends so, sorted.
    static func files(in folder: String, endingIn ending: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: home.appendingPathComponent(folder).path)
            .filter { $0.hasSuffix(ending) }.sorted().map { "\(folder)/\($0)" }
    }

    /// A policy of the folder `Policies` with the rule folders it names.
    static func policy(_ name: String) throws -> Policy {
        let text = try text("Policies/\(name).yaml")
        let rules = try Policy.rulePaths(text).flatMap { try files(in: "Policies/\($0)", endingIn: ".yml") }
        return try .parse(
            text, file: "Policies/\(name).yaml", rules: rules.map { RuleSource(path: $0, text: try Checkout.text($0)) })
    }
}
