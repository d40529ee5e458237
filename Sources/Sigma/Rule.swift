/// A Sigma rule or a Sigma correlation, as far as others need to know it.
public struct Rule: Sendable {
    /// The rule's id; without one its name, without that its title. Unique within a rule set.
    public let id: String
    public let name: String?
    /// Empty only where the source has no title and an id or a name stands for it.
    public let title: String
    public let description: String?
    public let level: Level?
    public let status: String?
    public let tags: [String]
    /// Empty for a correlation.
    public let logsource: Logsource
    /// Top-level keys that Sigma does not define, such as `onrecord`.
    public let custom: [String: Value]
    /// Where the rule begins: the source's path and the line, counted from 1.
    public let path: String
    public let line: Int
    /// Whether matches are reported. A rule that only feeds a correlation is silent unless that correlation
    /// says `generate: true`.
    public internal(set) var generates = true
    /// For a correlation, what it counts.
    public internal(set) var correlation: Correlation?

    public var isCorrelation: Bool { correlation != nil }

    /// Whether it says by itself that what it reported is over.
    public var saysWhenOver: Bool {
        switch correlation?.kind {
        case .absence, .customersShare: true
        default: false
        }
    }

    /// How critical a match is (rules specification, "Level"), mildest first.
    public enum Level: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
        case informational, low, medium, high, critical

        public static func < (left: Level, right: Level) -> Bool {
            allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
        }
    }
}
