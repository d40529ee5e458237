/// The distinct values of one group that may still take part in an alert of a `value_count` correlation.
///
/// Of a value's occurrences only those that can still matter are kept: the latest one, and those that a late event
/// could make matter. So a group in time order holds at most `threshold - 1` values with one time each.
struct ValueWindow: SlidingWindow {
    /// How many occurrences of one value are kept for late events; beyond that the oldest goes.
    static let occurrencesMax = 1_024

    /// For each value its times in order.
    private(set) var occurrences: [String: [Int64]] = [:]
    private(set) var newest: Int64?
    /// Times of all values together.
    private(set) var size = 0

    init() {}

    mutating func insert(_ value: String, at: Int64, _ span: WindowSpan) -> Int64? {
        let isLate = newest.map { at < $0 } ?? false
        let newest = isLate ? self.newest! : at
        self.newest = newest
        add(value, at, horizon: newest - span.lateness)

        // Expired values only ever raise the count, so below the threshold nobody needs to look.
        guard occurrences.count >= span.threshold else { return nil }
        let oldest = newest - span.timespan - span.lateness
        occurrences = occurrences.filter { $0.value[$0.value.count - 1] >= oldest }
        recount()
        if isLate { return endOfWindow(around: at, span) }
        let count = occurrences.count { $0.value[$0.value.count - 1] >= at - span.timespan }
        return count >= span.threshold ? at : nil
    }

    private mutating func add(_ value: String, _ at: Int64, horizon: Int64) {
        var times = occurrences[value] ?? []
        let position = times.lastIndex { $0 <= at }.map { $0 + 1 } ?? 0
        times.insert(at, at: position)
        // Every window still to come ends after the horizon: of the times up to it, the last speaks for all.
        if let last = times.lastIndex(where: { $0 <= horizon }), last > 0 { times.removeFirst(last) }
        if times.count > Self.occurrencesMax { times.removeFirst() }
        size += times.count - (occurrences.updateValue(times, forKey: value)?.count ?? 0)
    }

    private mutating func recount() {
        size = occurrences.values.reduce(0) { $0 + $1.count }
    }

    /// The first event, from a late one on, whose window holds enough values.
    private func endOfWindow(around at: Int64, _ span: WindowSpan) -> Int64? {
        let timeline = occurrences.flatMap { value, times in times.map { (at: $0, value: value) } }
            .filter { $0.at >= at - span.timespan && $0.at <= at + span.timespan }
            .sorted { $0.at < $1.at }
        var counts: [String: Int] = [:]
        var start = 0
        for (index, event) in timeline.enumerated() {
            counts[event.value, default: 0] += 1
            while timeline[start].at < event.at - span.timespan {
                let expired = timeline[start].value
                counts[expired]! -= 1
                if counts[expired] == 0 { counts[expired] = nil }
                start += 1
            }
            let isLastOfMoment = index + 1 == timeline.count || timeline[index + 1].at > event.at
            if event.at >= at, isLastOfMoment, counts.count >= span.threshold { return event.at }
        }
        return nil
    }

    mutating func removeAll(before moment: Int64, _ span: WindowSpan) {
        occurrences = occurrences.compactMapValues { times in
            let kept = times.filter { $0 >= moment }
            return kept.isEmpty ? nil : kept
        }
        recount()
        newest = occurrences.values.compactMap(\.last).max()
    }
}

extension ValueWindow {
    func write(to writer: inout MemoryWriter) {
        writer.write(count: occurrences.count)
        for (value, times) in occurrences.sorted(by: { $0.key < $1.key }) {
            writer.write(value)
            writer.write(times: times)
        }
    }

    init(from reader: inout MemoryReader) throws(MemoryError) {
        for _ in 0..<(try reader.count()) {
            let value = try reader.text()
            let times = try reader.times()
            guard !times.isEmpty, occurrences.updateValue(times, forKey: value) == nil else { throw MemoryError() }
        }
        recount()
        newest = occurrences.values.compactMap(\.last).max()
    }
}
