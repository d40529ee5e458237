/// Rules that loaded together, compiled. Immutable: a changed rule is a new set.
public struct RuleSet: Sendable {
    /// In the order of their sources.
    public let rules: [Rule]
    let detections: [Detection]
    /// Inputs come before what is built on them.
    let correlations: [CompiledCorrelation]
    /// For each rule, the positions of the correlations that count its matches, ascending.
    let listeners: [[Int]]

    /// Loads what can be supported wholly and says of every other rule why not. A problem in one rule leaves
    /// the others untouched, save the correlations that build on it.
    ///
    /// Placeholders are the values that `%name%` stands for under the modifier `expand`, by name. They are read as if
    /// the rule listed them, wildcards included. A rule with a placeholder that is not given is refused.
    public static func load(
        _ sources: [RuleSource], placeholders: [String: [String]] = [:]
    ) -> (rules: RuleSet, problems: [RuleProblem]) {
        var loader = RuleSetLoader(placeholders: Placeholders(placeholders))
        for source in sources { loader.read(source) }
        return loader.finish()
    }

    init(rules: [Rule], detections: [Detection], correlations: [CompiledCorrelation]) {
        self.rules = rules
        self.detections = detections
        self.correlations = correlations
        var listeners: [[Int]] = Array(repeating: [], count: rules.count)
        for (index, correlation) in correlations.enumerated() {
            for input in correlation.inputs where listeners[input.rule].last != index {
                listeners[input.rule].append(index)
            }
        }
        self.listeners = listeners
    }

    /// The rule with this id; nil if none has it.
    public func rule(_ id: String) -> Rule? { rules.first { $0.id == id } }
}

/// A correlation with its fields looked up for each of the rules it counts.
final class CompiledCorrelation: Sendable {
    let rule: Int
    let correlation: Correlation
    let inputs: [Input]

    init(rule: Int, correlation: Correlation, inputs: [Input]) {
        self.rule = rule
        self.correlation = correlation
        self.inputs = inputs
    }

    struct Input: Sendable {
        let rule: Int
        let groupBy: [FieldPath]
        let values: [FieldPath]
    }
}
