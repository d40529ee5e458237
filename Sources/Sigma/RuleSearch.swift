/// Finds the rules about single events that an event matches.
struct RuleSearch: Sendable {
    private let rules: RuleSet

    init(_ rules: RuleSet) { self.rules = rules }

    /// Positions in the set, in its order.
    mutating func hits(of event: Event) -> [Int] {
        let source = EventSource(of: event)
        var hits: [Int] = []
        for detection in rules.detections where detection.logsource.admits(source) && detection.matches(event) {
            hits.append(detection.rule)
        }
        return hits
    }
}
