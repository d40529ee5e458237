/// More new alerts of one rule than a person can use: the policy's `alerts.flood`.
public struct FloodLimit: Sendable, Hashable {
    /// New alerts within the window; what comes beyond them is counted and not listed.
    public var moreThan: Int
    public var within: Duration

    public init(moreThan: Int = 50, within: Duration = .minutes(10)) {
        (self.moreThan, self.within) = (moreThan, within)
    }
}
