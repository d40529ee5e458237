/// Why a rule did or did not match an event, selection by selection.
public struct Explanation: Sendable, Hashable, Codable {
    public let rule: String
    public let title: String
    /// Whether this event matches. For a correlation: whether the event counts for it.
    public let isMatch: Bool
    /// Whether the rule is meant for the event's log source.
    public let isLogsourceAdmitted: Bool
    /// How the selections combine, as Sigma writes it; nil for a correlation.
    public let condition: String?
    /// In the order of the rule; empty for a correlation.
    public let selections: [Selection]
    /// For a correlation, how it counts.
    public let counting: Counting?
    /// For a correlation, the rules whose matches it counts.
    public let inputs: [Explanation]

    public struct Selection: Sendable, Hashable, Codable {
        public let name: String
        public let isMatch: Bool
        /// Any one of these is enough; within one, every test has to hold.
        public let alternatives: [[Test]]

        public var tests: [Test] { alternatives.flatMap { $0 } }
    }

    /// One key of a selection.
    public struct Test: Sendable, Hashable, Codable {
        /// As the rule writes it: `Image|endswith`. Empty for plain keywords.
        public let key: String
        /// What the rule writes there.
        public let expected: Value
        /// What the event has there; nil if the field is absent, and for keywords.
        public let found: Value?
        public let isMatch: Bool

        public var isAboutKeywords: Bool { key.isEmpty || key.hasPrefix("|") }
    }

    public struct Counting: Sendable, Hashable, Codable {
        /// The count at which it fires.
        public let threshold: Int
        /// Fields whose distinct values are counted; empty when events are.
        public let fields: [String]
        /// Milliseconds.
        public let timespan: Int64
        /// The groups the event counts in: each `group-by` name with its value. Empty if it counts in none.
        public let groups: [[String: String]]
        /// Fields to group by or to count that the event lacks, although a counted rule matches it.
        public let missing: [String]
    }
}

extension RuleSet {
    /// Nil if no rule has this id.
    public func explain(rule id: String, _ event: Event) -> Explanation? {
        guard let index = rules.firstIndex(where: { $0.id == id }) else { return nil }
        if let compiled = correlations.first(where: { $0.rule == index }) { return explain(compiled, event) }
        guard let detection = detections.first(where: { $0.rule == index }) else { return nil }
        return event.read { event in
            let isAdmitted = detection.logsource.admits(EventSource(of: event))
            return Explanation(
                rule: id, title: rules[index].title, isMatch: isAdmitted && detection.matches(event),
                isLogsourceAdmitted: isAdmitted,
                condition: detection.condition.text(detection.selections.map(\.name)),
                selections: detection.selections.map { $0.explanation(for: event) }, counting: nil, inputs: [])
        }
    }

    private func explain(_ compiled: CompiledCorrelation, _ event: Event) -> Explanation {
        let correlation = compiled.correlation
        var fields: [String] = []
        if case .valueCount(let counted) = correlation.kind { fields = counted }
        let inputs = correlation.rules.compactMap { explain(rule: $0, event) }
        var groups: [[String: String]] = []
        var missing: [String] = []
        for (input, explanation) in zip(compiled.inputs, inputs) where explanation.isMatch {
            var group: [String: String] = [:]
            var isWhole = true
            for (name, path) in zip(correlation.groupBy + fields, input.groupBy + input.values) {
                if let value = path.value(in: event), !value.isNull {
                    if correlation.groupBy.contains(name) { group[name] = value.text }
                } else {
                    isWhole = false
                    if !missing.contains(path.name) { missing.append(path.name) }
                }
            }
            if isWhole, !groups.contains(group) { groups.append(group) }
        }
        return Explanation(
            rule: rules[compiled.rule].id, title: rules[compiled.rule].title, isMatch: !groups.isEmpty,
            isLogsourceAdmitted: true, condition: nil, selections: [],
            counting: Explanation.Counting(
                threshold: correlation.threshold, fields: fields, timespan: correlation.timespan, groups: groups,
                missing: missing),
            inputs: inputs)
    }
}

extension Selection {
    fileprivate func explanation(for event: EventView) -> Explanation.Selection {
        let sources = written.list ?? [written]
        let explained = zip(alternatives, sources).map { alternative, source in
            alternative.fields.map { test in
                Explanation.Test(
                    key: test.key, expected: source[test.key] ?? .null, found: test.path.find(in: event)?.value,
                    isMatch: test.matches(event))
            }
                + alternative.keywords.map { test in
                    Explanation.Test(
                        key: test.key, expected: source[test.key] ?? source, found: nil,
                        isMatch: test.matches(event))
                }
        }
        return Explanation.Selection(name: name, isMatch: matches(event), alternatives: explained)
    }
}

extension Condition {
    /// As a rule would write it, `them` and wildcards spelled out.
    fileprivate func text(_ names: [String]) -> String {
        switch self {
        case .selection(let index): return names[index]
        case .not(let condition): return "not \(condition.operand(names))"
        case .and(let conditions): return conditions.map { $0.operand(names) }.joined(separator: " and ")
        case .or(let conditions): return conditions.map { $0.operand(names) }.joined(separator: " or ")
        case .atLeast(let least, let indices):
            return "\(least) of (\(indices.map { names[$0] }.joined(separator: ", ")))"
        }
    }

    private func operand(_ names: [String]) -> String {
        switch self {
        case .and(let parts) where parts.count > 1: "(\(text(names)))"
        case .or(let parts) where parts.count > 1: "(\(text(names)))"
        default: text(names)
        }
    }
}
