import Crypto
import Foundation
import Sigma
import Yams

extension Policy {
    /// Reads a policy file. `rules` are the Sigma files its `rules:` names and `templates` the files in its `templates:`
    /// folder, already read by the caller. Templates are compiled, and judged, where they are rendered.
    /// - Throws: `PolicyProblems` with every mistake found, the rules' refusals among them.
    public static func parse(
        _ text: String, file: String, rules sources: [RuleSource], templates: [TemplateSource] = []
    )
        throws -> Policy
    {
        let reader = PolicyReader(file: file)
        let root: Node
        do {
            guard let node = try Yams.compose(yaml: text) else { throw EmptyPolicy() }
            root = node
        } catch {
            throw PolicyProblems(problems: [PolicyProblem(unreadable: file, error as? YamlError)])
        }
        let (loaded, refused) = RuleSet.load(sources, placeholders: placeholders(in: root.mapping?["signals"]))
        var policy: Policy?
        if let top = reader.section(root, "", keys: topKeys) {
            policy = PolicyBuilder(top: top, rules: loaded).build(version: sha256Hex(Array(text.utf8)))
        }
        let problems = reader.problems + refused.map { PolicyProblem($0) }
        guard problems.isEmpty, var policy else {
            throw PolicyProblems(problems: problems.sorted { ($0.file, $0.line) < ($1.file, $1.line) })
        }
        policy.templates = templates
        return policy
    }

    /// The rule files and folders a policy names, before anything else about it is judged.
    public static func rulePaths(_ text: String) -> [String] {
        guard let root = try? Yams.compose(yaml: text), let list = root.mapping?["rules"]?.sequence else { return [] }
        return list.compactMap(\.string)
    }

    /// The folder of notice templates a policy names.
    public static func templatesPath(_ text: String) -> String? {
        (try? Yams.compose(yaml: text))?.mapping?["templates"]?.string
    }

    /// Values that rules refer to by name; the rules are loaded with them before anything else is judged.
    static func placeholders(in signals: Node?) -> [String: [String]] {
        var placeholders: [String: [String]] = [:]
        guard let written = signals?.mapping?["placeholders"]?.mapping else { return placeholders }
        for (name, values) in written {
            guard let name = name.string else { continue }
            placeholders[name] = values.sequence?.compactMap(\.string) ?? values.string.map { [$0] } ?? []
        }
        return placeholders
    }

    static let topKeys = [
        "onrecord", "organisation", "services", "data_sets", "severities", "classes", "sources", "listeners", "signals",
        "patterns",
        "rules", "probes", "probe_reference", "upstreams", "alerts", "promises", "duties", "playbook", "actions",
        "on_call", "mail", "templates", "post_mortem", "credits", "retention",
    ]

    private struct EmptyPolicy: Error {}
}

extension PolicyProblem {
    fileprivate init(_ problem: RuleProblem) {
        self.init(
            file: problem.path, line: problem.line, key: problem.rule.map { "rule \($0)" } ?? "the rule",
            found: "refused (\(problem.reason))", expected: "a rule that can be applied whole",
            remedy: problem.remedy + ".")
    }

    fileprivate init(unreadable file: String, _ error: YamlError?) {
        if case .duplicatedKeysInMapping(let keys, let context)? = error {
            self.init(
                file: file, line: context.mark.line, key: keys.sorted().joined(separator: ", "),
                found: "written twice in one mapping", expected: "each key once",
                remedy: "Keep one of the two: nobody could tell which one was promised.")
        } else {
            self.init(
                file: file, line: error?.line ?? 1, key: "the file", found: "not readable as YAML",
                expected: "a YAML mapping",
                remedy: "Check indentation and quotes near this line, or start from `onrecord init`.")
        }
    }
}

extension YamlError {
    fileprivate var line: Int? {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: nil
        }
    }
}

/// Lower-case hex of SHA-256.
public func sha256Hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(unsafeUninitializedCapacity: 2 * SHA256.byteCount) { text in
        for (position, byte) in SHA256.hash(data: bytes).enumerated() {
            text[2 * position] = digits[Int(byte >> 4)]
            text[2 * position + 1] = digits[Int(byte & 0x0f)]
        }
        return 2 * SHA256.byteCount
    }
}
