/// A rule that matched.
public struct Match: Sendable, Hashable, Codable {
    /// The rule's id.
    public var rule: String
    /// For a correlation, each `group-by` name with the group's value; empty otherwise.
    public var group: [String: String]
    /// The time of the event that completed it, or the deadline that passed: UTC milliseconds. For a match that says
    /// that something is over, when it was.
    public var at: Int64
    /// How many events, distinct values, rules or customers it counted; 1 for a rule about single events and for
    /// what was measured, 0 for an absence.
    public var count: Int
    /// Whether what an earlier match of this rule and group reported is over. Only `absence` and `customers_share`
    /// can tell.
    public var ended: Bool

    public init(rule: String, group: [String: String] = [:], at: Int64, count: Int = 1, ended: Bool = false) {
        self.rule = rule
        self.group = group
        self.at = at
        self.count = count
        self.ended = ended
    }
}
