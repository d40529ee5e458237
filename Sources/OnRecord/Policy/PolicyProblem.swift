/// One mistake in a policy. All of a file's mistakes are reported at once.
public struct PolicyProblem: Error, Sendable, Hashable, CustomStringConvertible {
    public var file: String
    /// 1-based.
    public var line: Int
    /// Where in the file: `promises[2].within`.
    public var key: String
    public var found: String
    public var expected: String
    public var remedy: String

    public init(file: String, line: Int, key: String, found: String, expected: String, remedy: String) {
        (self.file, self.line, self.key) = (file, line, key)
        (self.found, self.expected, self.remedy) = (found, expected, remedy)
    }

    public var description: String { "\(file):\(line): \(key) is \(found); expected \(expected). \(remedy)" }
}

/// All mistakes of one policy, in the order of their lines.
public struct PolicyProblems: Error, Sendable, CustomStringConvertible {
    public var problems: [PolicyProblem]

    public init(problems: [PolicyProblem]) { self.problems = problems }

    public var description: String {
        let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
        return (problems.map(\.description) + ["\(count). Nothing was loaded."]).joined(separator: "\n")
    }
}
