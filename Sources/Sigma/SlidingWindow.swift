/// What one group of a correlation remembers: as much of its past as can still lead to an alert.
protocol SlidingWindow: Sendable, Hashable {
    /// What is counted, beside the moment it happened.
    associatedtype Observation

    init()

    /// Takes in an event. If that completes a window, returns the time of the event that ends it,
    /// which for a late event may be a later one that was already here.
    mutating func insert(_ observation: Observation, at: Int64, _ span: WindowSpan) -> Int64?

    /// Forgets everything before a moment.
    mutating func removeAll(before moment: Int64, _ span: WindowSpan)

    /// The time of the newest event that is remembered.
    var newest: Int64? { get }

    /// How many observations are remembered.
    var size: Int { get }

    /// Observations that would still have counted and had to be forgotten for want of room.
    var lost: Int { get }

    func write(to writer: inout MemoryWriter)
    init(from reader: inout MemoryReader) throws(MemoryError)
}

extension SlidingWindow {
    var lost: Int { 0 }
}

/// What a window measures against. Times are in milliseconds.
struct WindowSpan: Sendable, Hashable {
    /// The longest distance from a window's first event to its last.
    let timespan: Int64
    /// The count that fires.
    let threshold: Int
    /// How far behind the newest event of its group an event may come and still be counted exactly.
    let lateness: Int64
    /// How many rules a sequence has.
    var steps = 1
    /// What a measure has to fulfil.
    var bounds: [Bound] = []
    /// Of `value_percentile`, in thousandths of a percent.
    var percentile = 0
    /// Whether the mean is asked for and not the sum.
    var isMean = false

    init(timespan: Int64, threshold: Int, lateness: Int64) {
        self.timespan = timespan
        self.threshold = threshold
        self.lateness = lateness
    }

    init(_ correlation: Correlation, lateness: Int64) {
        self.init(timespan: correlation.timespan, threshold: correlation.threshold, lateness: lateness)
        steps = correlation.rules.count
        bounds = correlation.bounds
        if case .valuePercentile(_, let thousandths) = correlation.kind { percentile = thousandths }
        if case .valueAverage = correlation.kind { isMean = true }
    }
}
