/// Observes events one by one and says which rules they match.
///
/// A value: it reads no clock and touches nothing outside. An event's own time decides, so a replay of the same
/// events gives the same matches.
public struct Detector: Sendable {
    /// Times beyond this (some 18 million years) are moved to it, so that no sum of times overflows.
    static let timeMax: Int64 = 1 << 59

    public let rules: RuleSet
    /// Milliseconds that an event may be behind the newest of its group and still be counted exactly. Events that
    /// are later than that are placed by their time too, among what is still remembered.
    public let lateness: Int64
    /// How much each correlation may remember.
    public let limits: Limits
    /// How many customers there are, for correlations of type `customers_share`; with 0 none of them fires.
    public var customersTotal = 0 {
        didSet { if customersTotal != oldValue { lookAtCustomersAgain() } }
    }

    private var search: RuleSearch
    var memories: [CorrelationMemory]
    /// What the windows of each correlation measure against.
    let spans: [WindowSpan]

    public init(rules: RuleSet, lateness: Int64 = 0, limits: Limits = Limits()) {
        self.rules = rules
        self.lateness = min(max(lateness, 0), Self.timeMax)
        self.limits = limits
        search = RuleSearch(rules)
        memories = rules.correlations.map { CorrelationMemory(correlation: $0.correlation) }
        spans = rules.correlations.map { [lateness = self.lateness] in
            WindowSpan($0.correlation, lateness: lateness)
        }
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
        let hits = search.hits(of: event)
        if hits.isEmpty { return [] }
        let matches = hits.filter { rules.rules[$0].generates }.map { Match(rule: rules.rules[$0].id, at: event.at) }
        return matches + correlate(event, hits)
    }

    static func bounded(_ time: Int64) -> Int64 { min(max(time, -timeMax), timeMax) }
}
