/// What one group of a correlation remembers: as much of its past as can still lead to an alert.
protocol SlidingWindow: Sendable, Hashable, Codable {
    /// What is counted, beside the moment it happened.
    associatedtype Observation

    init()

    /// Takes in an event. If that completes a window, returns the time of the event that ends it,
    /// which for a late event may be a later one that was already here.
    mutating func insert(_ observation: Observation, at: Int64, _ span: WindowSpan) -> Int64?

    /// Forgets everything before a moment.
    mutating func removeAll(before moment: Int64)

    /// The time of the newest event that is remembered.
    var newest: Int64? { get }
}

/// What a window measures against. Times are in milliseconds.
struct WindowSpan: Sendable, Hashable {
    /// The longest distance from a window's first event to its last.
    let timespan: Int64
    /// The count that fires.
    let threshold: Int
    /// How far behind the newest event of its group an event may come and still be counted exactly.
    let lateness: Int64
}
