import Foundation
import Sigma

/// Rule files as a command line names them: files, and folders with everything below.
enum RuleFiles {
    /// A file that is no text is a problem of its own and spares the others; a path that is not there stops the command.
    static func read(_ paths: [String]) throws -> (sources: [RuleSource], problems: [RuleProblem]) {
        var sources: [RuleSource] = []
        var problems: [RuleProblem] = []
        for file in try paths.flatMap(files(at:)) {
            if let text = try? String(contentsOfFile: file, encoding: .utf8) {
                sources.append(RuleSource(path: file, text: text))
            } else {
                problems.append(
                    RuleProblem(
                        path: file, line: 1, rule: nil, reason: "the file cannot be read as UTF-8 text",
                        remedy: "Check its permissions and its encoding"))
            }
        }
        return (sources, problems)
    }

    /// In the order of their names. Hidden files and folders are passed over.
    private static func files(at path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw InputProblem("There are no rules at \(path). Check the path.", exitCode: 66)
        }
        guard isFolder.boolValue else { return [path] }
        guard let found = FileManager.default.enumerator(atPath: path) else {
            throw InputProblem("The folder \(path) cannot be read. Check its permissions.", exitCode: 66)
        }
        let names = found.compactMap { $0 as? String }.filter { name in
            let isHidden = name.split(separator: "/").contains { $0.hasPrefix(".") }
            return !isHidden && (name.hasSuffix(".yml") || name.hasSuffix(".yaml"))
        }
        guard !names.isEmpty else {
            throw InputProblem("The folder \(path) holds no *.yml or *.yaml file. Check the path.", exitCode: 66)
        }
        return names.sorted().map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
    }
}
