/// What a correlation works out from the samples in a window.
protocol Measure: Sendable, Hashable {
    associatedtype Sample: Sendable, Hashable

    /// How many samples one group may remember. Beyond that the oldest quarter goes, which is reported.
    static var samplesMax: Int { get }

    init()
    mutating func add(_ sample: Sample)
    mutating func remove(_ sample: Sample)

    /// Whether the condition holds for the samples, of which this is the newest.
    func holds(_ span: WindowSpan, newest: Sample) -> Bool

    static func write(_ sample: Sample, to writer: inout MemoryWriter)
    static func read(from reader: inout MemoryReader) throws(MemoryError) -> Sample
}

/// The samples of one group that may still take part in an alert of a correlation that measures.
///
/// Exact: every sample is kept, in order of time, those of one millisecond in the order in which they came. After
/// each event the window that ends with it is judged; after a late event, those that end with it or later.
struct SampleWindow<M: Measure>: SlidingWindow {
    struct Entry: Sendable, Hashable {
        let at: Int64
        let sample: M.Sample
    }

    private(set) var entries: [Entry] = []
    /// The first that is inside the window that ends with the newest, whose measure is kept up to date.
    private var start = 0
    private var measure = M()
    private(set) var lost = 0

    init() {}

    mutating func insert(_ sample: M.Sample, at: Int64, _ span: WindowSpan) -> Int64? {
        var position = entries.count
        while position > 0, entries[position - 1].at > at { position -= 1 }
        let isLate = position < entries.count
        entries.insert(Entry(at: at, sample: sample), at: position)
        let end = entries[entries.count - 1].at

        if isLate, at < end - span.timespan {
            start += 1
        } else {
            measure.add(sample)
            while entries[start].at < end - span.timespan {
                measure.remove(entries[start].sample)
                start += 1
            }
        }
        let fired = isLate ? firstEnd(from: position, span) : measure.holds(span, newest: sample) ? at : nil
        if fired == nil { forget(before: end - span.timespan - span.lateness) }
        return fired
    }

    private func firstEnd(from position: Int, _ span: WindowSpan) -> Int64? {
        var measure = M()
        let reach = entries[position].at + span.timespan
        var first = entries.firstIndex { $0.at >= entries[position].at - span.timespan } ?? position
        for index in first..<entries.count where entries[index].at <= reach {
            measure.add(entries[index].sample)
            while entries[first].at < entries[index].at - span.timespan {
                measure.remove(entries[first].sample)
                first += 1
            }
            if index >= position, measure.holds(span, newest: entries[index].sample) { return entries[index].at }
        }
        return nil
    }

    private mutating func forget(before horizon: Int64) {
        if entries[entries.count / 2].at < horizon {
            let count = entries.firstIndex { $0.at >= horizon } ?? entries.count
            entries.removeFirst(count)
            start -= count
        }
        guard entries.count > M.samplesMax else { return }
        let count = entries.count / 4
        for entry in entries[min(start, count)..<count] {
            measure.remove(entry.sample)
            lost += 1
        }
        entries.removeFirst(count)
        start = max(start - count, 0)
    }

    mutating func removeAll(before moment: Int64, _ span: WindowSpan) {
        entries.removeAll { $0.at < moment }
        start = entries.last.flatMap { last in entries.firstIndex { $0.at >= last.at - span.timespan } } ?? 0
        recompute()
    }

    private mutating func recompute() {
        measure = M()
        for entry in entries[start...] { measure.add(entry.sample) }
    }

    var newest: Int64? { entries.last?.at }

    var size: Int { entries.count }

    func write(to writer: inout MemoryWriter) {
        writer.write(count: start)
        writer.write(count: lost)
        writer.write(times: entries.map(\.at))
        for entry in entries { M.write(entry.sample, to: &writer) }
    }

    init(from reader: inout MemoryReader) throws(MemoryError) {
        start = try reader.count()
        lost = try reader.tally()
        for at in try reader.times() { entries.append(Entry(at: at, sample: try M.read(from: &reader))) }
        guard start <= entries.count else { throw MemoryError() }
        recompute()
    }
}
