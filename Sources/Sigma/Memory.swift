/// Everything a detector needs to go on exactly where it stopped. Cheap to take; its size grows with the groups that
/// had events within their correlation's timespan.
public struct Memory: Sendable, Hashable, Codable {
    /// By the correlation's rule id.
    var correlations: [String: CorrelationMemory]
}

/// What one correlation remembers. Only the part for its kind is ever filled.
struct CorrelationMemory: Sendable, Hashable, Codable {
    /// A memory is of use only to the correlation that made it: a changed one starts afresh.
    let correlation: Correlation
    var events = Groups<EventWindow>()
    var values = Groups<ValueWindow>()
}
