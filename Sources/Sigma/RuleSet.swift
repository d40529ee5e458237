/// Rules that loaded together, compiled. Immutable: a changed rule is a new set.
public struct RuleSet: Sendable {
    /// In the order of their sources.
    public let rules: [Rule]
    let detections: [Detection]
    /// Inputs come before what is built on them.
    let correlations: [CompiledCorrelation]

    /// Loads what can be supported wholly and says of every other rule why not. A problem in one rule leaves
    /// the others untouched, save the correlations that build on it.
    public static func load(_ sources: [RuleSource]) -> (rules: RuleSet, problems: [RuleProblem]) {
        var loader = RuleSetLoader()
        for source in sources { loader.read(source) }
        return loader.finish()
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
