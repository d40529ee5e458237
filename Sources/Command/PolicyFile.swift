import Foundation
import OnRecord
import Server
import Sigma

/// A policy on disk, with the rule files it names.
enum PolicyFile {
    static func load(_ path: String) throws -> Policy {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw StartProblem(
                "The policy \(path) cannot be read as a text file. Check the path, or write one with `onrecord init`.",
                exitCode: .policyRefused)
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        var sources: [RuleSource] = []
        for named in Policy.rulePaths(text) {
            let full = named.hasPrefix("/") ? named : "\(folder)/\(named)"
            for file in try files(at: full, named: named, in: path) {
                guard let rule = try? String(contentsOfFile: file, encoding: .utf8) else {
                    throw StartProblem(
                        "The rule file \(file) cannot be read as text. Check its permissions.", exitCode: .policyRefused
                    )
                }
                sources.append(RuleSource(path: URL(fileURLWithPath: file).standardized.path, text: rule))
            }
        }
        return try Policy.parse(text, file: path, rules: sources)
    }

    /// The file of a policy that ships, by its name; nil when there is none, or when a file of that name lies here.
    static func shipped(_ name: String) -> String? {
        guard !name.contains("/"), !FileManager.default.fileExists(atPath: name),
            let home = ProcessInfo.processInfo.environment["ONRECORD_HOME"]
        else { return nil }
        let path = "\(home)/Policies/\(name).yaml"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    /// The file itself, or every `.yml` and `.yaml` in the folder, in the order of their names.
    private static func files(at path: String, named: String, in policy: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw StartProblem(
                "\(policy) names the rules “\(named)”, but there is no \(path). Correct `rules:`, relative to the policy file.",
                exitCode: .policyRefused)
        }
        guard isFolder.boolValue else { return [path] }
        return try FileManager.default.contentsOfDirectory(atPath: path)
            .filter { $0.hasSuffix(".yml") || $0.hasSuffix(".yaml") }.sorted().map { "\(path)/\($0)" }
    }
}
