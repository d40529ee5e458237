import Foundation
import OnRecord
import Pages
import Server
import Sigma

/// A policy on disk, with the rule files and notice templates it names.
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
        let templates = try Policy.templatesPath(text).map { named in
            try self.templates(in: named.hasPrefix("/") ? named : "\(folder)/\(named)", named: named, in: path)
        }
        return try judged(text, path, sources, templates ?? [])
    }

    /// Policy and templates are judged together, so that one run names every mistake in both.
    private static func judged(
        _ text: String, _ path: String, _ rules: [RuleSource], _ templates: [TemplateSource]
    ) throws -> Policy {
        let policy = Result { try Policy.parse(text, file: path, rules: rules, templates: templates) }
        do {
            _ = try NoticeTemplates(templates)
        } catch let problems as PolicyProblems {
            guard case .failure(let first as PolicyProblems) = policy else { throw problems }
            throw PolicyProblems(problems: first.problems + problems.problems)
        }
        return try policy.get()
    }

    /// Every file in the folder but hidden ones, in the order of their names: one that is misnamed must not be passed over.
    private static func templates(in folder: String, named: String, in policy: String) throws -> [TemplateSource] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw StartProblem(
                "\(policy) names the templates “\(named)”, but there is no folder \(folder). Correct `templates:`, relative to the policy file.",
                exitCode: .policyRefused)
        }
        return try names.filter { !$0.hasPrefix(".") }.sorted().map { name in
            guard let text = try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) else {
                throw StartProblem(
                    "The template \(folder)/\(name) cannot be read as text. Check its permissions, or take it out of the folder.",
                    exitCode: .policyRefused)
            }
            return TemplateSource(path: URL(fileURLWithPath: "\(folder)/\(name)").standardized.path, text: text)
        }
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
