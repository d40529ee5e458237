/// Observes events one by one and says which rules they match.
///
/// A value: it reads no clock and touches nothing outside. An event's own time decides, so a replay of the same
/// events gives the same matches.
public struct Detector: Sendable {
    /// Times beyond this (some 18 million years) are moved to it, so that no sum of times overflows.
    private static let timeMax: Int64 = 1 << 59

    public let rules: RuleSet
    /// Milliseconds that an event may be behind the newest of its group and still be counted exactly. Events that
    /// are later than that are placed by their time too, among what is still remembered.
    public let lateness: Int64

    private var memories: [CorrelationMemory]
    /// Of the event at hand, which rules matched and when: by position in the set.
    private var hitTimes: [Int64?]

    public init(rules: RuleSet, lateness: Int64 = 0) {
        self.rules = rules
        self.lateness = min(max(lateness, 0), Self.timeMax)
        memories = rules.correlations.map { CorrelationMemory(correlation: $0.correlation) }
        hitTimes = Array(repeating: nil, count: rules.rules.count)
    }

    /// Setting it continues for every correlation that is still the same; the others start afresh.
    public var memory: Memory {
        get {
            let ids = rules.correlations.map { rules.rules[$0.rule].id }
            return Memory(correlations: Dictionary(uniqueKeysWithValues: zip(ids, memories)))
        }
        set {
            for (index, compiled) in rules.correlations.enumerated() {
                let saved = newValue.correlations[rules.rules[compiled.rule].id]
                memories[index] =
                    saved.flatMap { $0.correlation == compiled.correlation ? $0 : nil }
                    ?? CorrelationMemory(correlation: compiled.correlation)
            }
        }
    }

    /// The matches the event brings about: rules about single events first, then correlations.
    public mutating func observe(_ event: Event) -> [Match] {
        let source = EventSource(of: event)
        var matches: [Match] = []
        var hits: [Int] = []
        for detection in rules.detections where detection.logsource.admits(source) && detection.matches(event) {
            hits.append(detection.rule)
            if rules.rules[detection.rule].generates {
                matches.append(Match(rule: rules.rules[detection.rule].id, at: event.at))
            }
        }
        if hits.isEmpty { return matches }

        let at = min(max(event.at, -Self.timeMax), Self.timeMax)
        for hit in hits { hitTimes[hit] = at }
        for index in rules.correlations.indices {
            let fired = count(event, in: index)
            let compiled = rules.correlations[index]
            guard let first = fired.first else { continue }
            hitTimes[compiled.rule] = first.at
            hits.append(compiled.rule)
            if rules.rules[compiled.rule].generates { matches += fired }
        }
        for hit in hits { hitTimes[hit] = nil }
        return matches
    }

    /// Counts the event once for each group it falls into; aliases can make that more than one. An event without
    /// one of the grouping or counted fields belongs to no group.
    private mutating func count(_ event: Event, in index: Int) -> [Match] {
        let compiled = rules.correlations[index]
        let correlation = compiled.correlation
        let span = WindowSpan(timespan: correlation.timespan, threshold: correlation.threshold, lateness: lateness)
        var seen: [[String]] = []
        var matches: [Match] = []
        for input in compiled.inputs {
            guard let at = hitTimes[input.rule], let key = texts(input.groupBy, event),
                let values = texts(input.values, event)
            else { continue }
            let observed = key + values
            if seen.contains(observed) { continue }
            seen.append(observed)

            let fired: Int64?
            switch correlation.kind {
            case .eventCount: fired = memories[index].events.observe((), in: key, at: at, span)
            case .valueCount:
                let value = values.count == 1 ? values[0] : Value.list(values.map(Value.string)).json
                fired = memories[index].values.observe(value, in: key, at: at, span)
            }
            if let fired {
                let group = Dictionary(zip(correlation.groupBy, key)) { first, _ in first }
                matches.append(
                    Match(rule: rules.rules[compiled.rule].id, group: group, at: fired, count: correlation.threshold))
            }
        }
        return matches
    }

    private func texts(_ paths: [FieldPath], _ event: Event) -> [String]? {
        var texts: [String] = []
        for path in paths {
            guard let value = path.value(in: event.fields), !value.isNull else { return nil }
            texts.append(value.text)
        }
        return texts
    }
}
