/// A rule that matched.
public struct Match: Sendable, Hashable, Codable {
    /// The rule's id.
    public var rule: String
    /// For a correlation, each `group-by` name with the group's value; empty otherwise.
    public var group: [String: String]
    /// The time of the event that completed it: UTC milliseconds.
    public var at: Int64
    /// How many events, or distinct values, it counted; 1 for a rule about single events.
    public var count: Int

    public init(rule: String, group: [String: String] = [:], at: Int64, count: Int = 1) {
        self.rule = rule
        self.group = group
        self.at = at
        self.count = count
    }
}
