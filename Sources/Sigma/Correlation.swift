/// A correlation rule: how many matches of other rules, in one group, within a sliding span of time.
public struct Correlation: Sendable, Hashable, Codable {
    public enum Kind: Sendable, Hashable, Codable {
        case eventCount
        /// Distinct values of these fields, taken together.
        case valueCount(fields: [String])
    }

    public let kind: Kind
    /// The ids of the rules whose matches count.
    public internal(set) var rules: [String]
    public let groupBy: [String]
    /// Milliseconds; a window of exactly this length is still inside.
    public let timespan: Int64
    /// The count at which it fires. A count grows by one at a time and starts again after firing, so the smallest
    /// count that fulfils the rule's condition is the only one that is ever reached.
    public let threshold: Int
    /// For an alias, the field it means in each rule, by that rule's id.
    public internal(set) var aliases: [String: [String: String]]

    /// The largest threshold accepted. A group of `event_count` holds `threshold - 1` times of eight bytes.
    public static let eventsMax = 1_000_000
    /// The largest threshold accepted for `value_count`, whose groups hold `threshold - 1` distinct texts.
    public static let valuesMax = 10_000

    func field(_ name: String, in rule: String) -> String {
        aliases[name]?[rule] ?? name
    }
}
