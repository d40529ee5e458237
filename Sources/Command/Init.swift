import ArgumentParser
import Foundation
import OnRecord
import Server

struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes a starter policy with its rules, ready to edit.")

    @Argument(help: "The folder to write into; made when missing.")
    var folder: String = "."

    func run() throws {
        let policy = "\(folder)/onrecord.yaml"
        guard !FileManager.default.fileExists(atPath: policy) else {
            throw StartProblem(
                "\(policy) exists and is left as it is. Edit it, or name another folder.", exitCode: .cannotWrite)
        }
        let starter = try ShippedFiles.text("Policies/starter.yaml")
            .replacing("rules: [../Rules/starter]", with: "rules: [rules]")
        do {
            try FileManager.default.createDirectory(atPath: "\(folder)/rules", withIntermediateDirectories: true)
            for name in try ShippedFiles.names(in: "Rules/starter") {
                try ShippedFiles.text("Rules/starter/\(name)")
                    .write(toFile: "\(folder)/rules/\(name)", atomically: true, encoding: .utf8)
            }
            try starter.write(toFile: policy, atomically: true, encoding: .utf8)
        } catch let problem as StartProblem {
            throw problem
        } catch {
            throw StartProblem("\(folder) cannot be written. Check its owner and permissions.", exitCode: .cannotWrite)
        }
        _ = try PolicyFile.load(policy)
        print(
            """
            Wrote \(policy) and \(folder)/rules/.
              1. Put your name, site and mail addresses into it.
              2. bin/onrecord check \(policy)
              3. bin/onrecord drill \(policy)
              4. bin/onrecord serve --policy \(policy) --data \(folder)/data --catch-mail
            """)
    }
}

/// Files that come with the program: policies and rules.
enum ShippedFiles {
    /// The checkout's root: named by `bin/onrecord`, else the current folder.
    static var root: String { ProcessInfo.processInfo.environment["ONRECORD_HOME"] ?? "." }

    static func path(_ name: String) throws -> String {
        let path = "\(root)/\(name)"
        guard FileManager.default.fileExists(atPath: path) else {
            throw StartProblem(
                "\(path) is missing; it comes with OnRecord. Start through bin/onrecord, or set ONRECORD_HOME to the checkout.",
                exitCode: .usage)
        }
        return path
    }

    static func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()
    }
}
