/// Why a rule did or did not match an event, selection by selection.
public struct Explanation: Sendable, Hashable, Codable, CustomStringConvertible {
    public let rule: String
    /// Whether this event matches. For a correlation: whether the event counts for it.
    public let isMatch: Bool
    /// Whether the rule is meant for the event's log source.
    public let isLogsourceAdmitted: Bool
    /// In the order of the rule; empty for a correlation.
    public let selections: [Selection]
    /// For a correlation, the rules whose matches it counts.
    public let inputs: [Explanation]

    public struct Selection: Sendable, Hashable, Codable {
        public let name: String
        public let isMatch: Bool
        public let tests: [Test]
    }

    /// One key of a selection.
    public struct Test: Sendable, Hashable, Codable {
        /// As the rule writes it: `Image|endswith`. Empty for plain keywords.
        public let key: String
        /// What the event has there; nil if the field is absent, and for keywords.
        public let found: Value?
        public let isMatch: Bool
    }

    public var description: String {
        let head = "\(rule): \(isMatch ? "match" : "no match")" + (isLogsourceAdmitted ? "" : " (other log source)")
        let lines = selections.flatMap { selection in
            ["  \(selection.name): \(selection.isMatch ? "yes" : "no")"]
                + selection.tests.map { test in
                    let found =
                        test.key.isEmpty || test.key.hasPrefix("|") ? "" : ", found \(test.found?.json ?? "nothing")"
                    return "    \(test.key.isEmpty ? "keywords" : test.key): \(test.isMatch ? "yes" : "no")\(found)"
                }
        }
        return ([head] + lines + inputs.map(\.description)).joined(separator: "\n")
    }
}

extension RuleSet {
    /// Nil if no rule has this id.
    public func explain(rule id: String, _ event: Event) -> Explanation? {
        guard let index = rules.firstIndex(where: { $0.id == id }) else { return nil }
        if let correlation = rules[index].correlation {
            let inputs = correlation.rules.compactMap { explain(rule: $0, event) }
            return Explanation(
                rule: id, isMatch: inputs.contains(where: \.isMatch), isLogsourceAdmitted: true, selections: [],
                inputs: inputs)
        }
        guard let detection = detections.first(where: { $0.rule == index }) else { return nil }
        let isAdmitted = detection.logsource.admits(EventSource(of: event))
        return Explanation(
            rule: id, isMatch: isAdmitted && detection.matches(event), isLogsourceAdmitted: isAdmitted,
            selections: detection.selections.map { $0.explanation(for: event) }, inputs: [])
    }
}

extension Selection {
    fileprivate func explanation(for event: Event) -> Explanation.Selection {
        let tests = alternatives.flatMap { alternative in
            alternative.fields.map { test in
                Explanation.Test(
                    key: test.key, found: test.path.value(in: event.fields), isMatch: test.matches(event.fields))
            }
                + alternative.keywords.map { Explanation.Test(key: $0.key, found: nil, isMatch: $0.matches(event)) }
        }
        return Explanation.Selection(name: name, isMatch: matches(event), tests: tests)
    }
}
