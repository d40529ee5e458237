/// The events of one group that may still take part in an alert of an `event_count` correlation.
///
/// Exact: times are kept, not buckets. At most `threshold - 1` times lie within any timespan, because one more fires
/// and clears. A group holds at most twice that for each timespan in `timespan + lateness`: expired times go in
/// one sweep when they are the half of all, so that none has to be moved for each event.
struct EventWindow: SlidingWindow {
    /// In order of time.
    private(set) var times: [Int64] = []

    init() {}

    mutating func insert(_: Void, at: Int64, _ span: WindowSpan) -> Int64? {
        var position = times.count
        while position > 0, times[position - 1] > at { position -= 1 }
        times.insert(at, at: position)

        let reach = min(times.count, position + span.threshold)
        for end in position..<reach where end + 1 >= span.threshold {
            if times[end] - times[end + 1 - span.threshold] <= span.timespan { return times[end] }
        }
        let horizon = times[times.count - 1] - span.timespan - span.lateness
        if times[times.count / 2] < horizon { times.removeAll { $0 < horizon } }
        return nil
    }

    mutating func removeAll(before moment: Int64, _ span: WindowSpan) {
        times.removeAll { $0 < moment }
    }

    var newest: Int64? { times.last }

    var size: Int { times.count }

    func write(to writer: inout MemoryWriter) { writer.write(times: times) }

    init(from reader: inout MemoryReader) throws(MemoryError) { times = try reader.times() }
}
