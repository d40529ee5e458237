import OnRecord

/// What one look at something found.
public enum ProbeResult: Sendable, Hashable {
    case up(took: Duration)
    /// In words for people: what was found and what was expected.
    case down(String)
    /// The prober could not look: it is cut off itself, so nothing is said about what it looks at.
    case unknown(String)
}
