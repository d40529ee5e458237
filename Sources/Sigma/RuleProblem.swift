/// A text that holds rules: one file, one or several YAML documents.
public struct RuleSource: Sendable, Hashable {
    /// How problems name the source; nothing is read from it.
    public var path: String
    public var text: String

    public init(path: String, text: String) {
        self.path = path
        self.text = text
    }
}

/// Why a rule was refused. A refused rule takes no part in detection, and the other rules still load.
public struct RuleProblem: Error, Sendable, Hashable, CustomStringConvertible {
    public var path: String
    /// Line in the source, counted from 1.
    public var line: Int
    /// The rule's id, name or title, whichever it has first; nil where the document gave none.
    public var rule: String?
    /// What was found and what was expected.
    public var reason: String
    /// What to change so that the rule loads.
    public var remedy: String

    public init(path: String, line: Int, rule: String?, reason: String, remedy: String) {
        self.path = path
        self.line = line
        self.rule = rule
        self.reason = reason
        self.remedy = remedy
    }

    public var description: String {
        let subject = rule.map { "rule “\($0)”: " } ?? ""
        return "\(path):\(line): \(subject)\(reason). \(remedy)."
    }
}

/// A `RuleProblem` in the making: what a reader knows before it is known whose rule it reads.
struct Refusal: Error {
    let line: Int
    let reason: String
    let remedy: String

    init(_ line: Int, _ reason: String, remedy: String) {
        self.line = line
        self.reason = reason
        self.remedy = remedy
    }
}
