import OnRecord

/// What the page of the breach register shows.
public struct RegisterView: Sendable {
    public var policy: Policy
    /// Those that the filter leaves, newest first.
    public var entries: [RegisterEntry]
    /// How many there are without it.
    public var total: Int
    /// Years that have an entry, newest first.
    public var years: [Int]
    public var filter: RegisterFilter
    /// The filter as it was asked for: downloads get the same one.
    public var query: String
    public var refused: String?
    public var now: Timestamp

    public init(
        policy: Policy, entries: [RegisterEntry], total: Int, years: [Int], filter: RegisterFilter, query: String = "",
        refused: String? = nil, now: Timestamp
    ) {
        (self.policy, self.entries, self.total, self.years) = (policy, entries, total, years)
        (self.filter, self.query, self.refused, self.now) = (filter, query, refused, now)
    }
}
