/// A correlation rule: what several matches of other rules amount to, in one group, within a sliding span of time
/// (correlation rules specification, 2.1), or one of two kinds that Sigma does not have.
public struct Correlation: Sendable, Hashable, Codable {
    public enum Kind: Sendable, Hashable, Codable {
        case eventCount
        /// Distinct values of these fields, taken together.
        case valueCount(fields: [String])
        /// Different rules, in whatever order.
        case temporal
        /// Different rules in the order in which the correlation lists them.
        case temporalOrdered
        case valueSum(field: String)
        case valueAverage(field: String)
        /// The value below which so many thousandths of a percent of the values lie. A median is 50,000.
        case valuePercentile(field: String, thousandths: Int)
        /// How many percent of the values equal the newest one: the reading of `value_percentile` without
        /// `percentile`, which the specification's own example has.
        case valueShare(field: String)
        /// No match for longer than the timespan. Not part of Sigma.
        case absence
        /// Percent of all customers who had a match within the timespan, for longer than `hold` milliseconds.
        /// Not part of Sigma.
        case customersShare(field: String, hold: Int64)
    }

    public let kind: Kind
    /// The ids of the rules whose matches count.
    public internal(set) var rules: [String]
    public let groupBy: [String]
    /// Milliseconds; a window of exactly this length is still inside.
    public let timespan: Int64
    /// For what is counted one by one (events, values, rules), the count at which it fires. Such a count grows by one
    /// at a time and starts again after firing, so the smallest count that fulfils the rule's condition is the only
    /// one that is ever reached. 1 for everything else.
    public internal(set) var threshold: Int
    /// What a measured value (sum, average, percentile, share) has to fulfil; empty for what is counted.
    let bounds: [Bound]
    /// For an alias, the field it means in each rule, by that rule's id.
    public internal(set) var aliases: [String: [String: String]]

    /// The largest threshold accepted. A group of `event_count` holds `threshold - 1` times of eight bytes.
    public static let eventsMax = 1_000_000
    /// The largest threshold accepted for `value_count`, whose groups hold `threshold - 1` distinct texts.
    public static let valuesMax = 10_000
    /// How many rules one correlation may name; in order, each group remembers a moment for each of them.
    public static let rulesMax = 1_000
    public static let orderedRulesMax = 32
    /// How many correlations may build on each other in a row.
    public static let chainMax = 32

    func field(_ name: String, in rule: String) -> String {
        aliases[name]?[rule] ?? name
    }

    /// The fields whose values it looks at, beside those it groups by.
    var valueFields: [String] {
        switch kind {
        case .valueCount(let fields): fields
        case .valueSum(let field), .valueAverage(let field), .valuePercentile(let field, _), .valueShare(let field),
            .customersShare(let field, _):
            [field]
        case .eventCount, .temporal, .temporalOrdered, .absence: []
        }
    }
}
