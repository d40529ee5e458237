/// How far each part of a sequence has come in one group of a `temporal_ordered` correlation.
///
/// The condition's count asks for so many different rules in the order in which the correlation lists them; without
/// one it asks for all. One event does not follow itself: if it matches two of the rules, it takes one place in a
/// sequence. Events of the same millisecond stand in the order in which they came.
///
/// For each rule, and each number of rules left out on the way to it, the latest moment at which such a sequence
/// began is all that can matter to events to come. Events young enough to be preceded by a late one are kept beside
/// it, and the moments are worked out again when one comes.
struct SequenceWindow: SlidingWindow {
    /// How many recent events are kept for late ones; beyond that the oldest are taken as settled.
    static let recentMax = 1_024

    /// Of the events that no late one can precede any more.
    private var settled = Beginnings()
    /// Of all events.
    private var current = Beginnings()
    /// In order of time.
    private var recent: [Event] = []
    private(set) var newest: Int64?

    struct Event: Sendable, Hashable {
        let at: Int64
        /// Positions in the correlation's list of rules, descending.
        let steps: [Int]
    }

    init() {}

    /// `steps` are the positions of the rules that the event matched.
    mutating func insert(_ steps: [Int], at: Int64, _ span: WindowSpan) -> Int64? {
        let event = Event(at: at, steps: steps.sorted(by: >))
        var position = recent.count
        while position > 0, recent[position - 1].at > at { position -= 1 }
        recent.insert(event, at: position)
        let isLate = newest.map { at < $0 } ?? false
        newest = max(newest ?? at, at)

        if !isLate {
            if current.take(event, span) { return at }
            settle(before: (newest ?? at) - span.lateness, span)
            return nil
        }
        current = settled
        for (index, event) in recent.enumerated() {
            let isComplete = current.take(event, span)
            if isComplete, index >= position { return event.at }
        }
        settle(before: (newest ?? at) - span.lateness, span)
        return nil
    }

    private mutating func settle(before horizon: Int64, _ span: WindowSpan) {
        var count = recent.firstIndex { $0.at >= horizon } ?? recent.count
        // Half at once, so that not every event has to move the others.
        if recent.count > Self.recentMax { count = max(count, recent.count / 2) }
        guard count > 0, count >= recent.count / 2 else { return }
        for event in recent[..<count] { _ = settled.take(event, span) }
        recent.removeFirst(count)
    }

    mutating func removeAll(before moment: Int64, _ span: WindowSpan) {
        recent.removeAll { $0.at < moment }
        settled = Beginnings()
        current = Beginnings()
        for event in recent { _ = current.take(event, span) }
        newest = recent.last?.at
    }

    var size: Int { settled.moments.count + current.moments.count + recent.count }

    func write(to writer: inout MemoryWriter) {
        writer.write(optional: newest)
        settled.write(to: &writer)
        current.write(to: &writer)
        writer.write(count: recent.count)
        for event in recent {
            writer.write(event.at)
            writer.write(count: event.steps.count)
            for step in event.steps { writer.write(count: step) }
        }
    }

    init(from reader: inout MemoryReader) throws(MemoryError) {
        newest = try reader.optionalTime()
        settled = try Beginnings(from: &reader)
        current = try Beginnings(from: &reader)
        for _ in 0..<(try reader.count()) {
            let at = try reader.time()
            var steps: [Int] = []
            for _ in 0..<(try reader.count()) { steps.append(Int(try reader.number(in: 0...63))) }
            guard recent.last.map({ $0.at <= at }) ?? true else { throw MemoryError() }
            recent.append(Event(at: at, steps: steps))
        }
    }
}

/// For each rule and each number of rules left out before it, when the latest such sequence began.
private struct Beginnings: Sendable, Hashable {
    /// `moments[step * (skips + 1) + skipped]`; empty until the first event.
    var moments: [Int64?] = []

    init() {}

    /// Whether the event completes a sequence within the timespan.
    mutating func take(_ event: SequenceWindow.Event, _ span: WindowSpan) -> Bool {
        let skips = span.steps - span.threshold
        let width = skips + 1
        if moments.count != span.steps * width { moments = Array(repeating: nil, count: span.steps * width) }
        var isComplete = false
        // The last rule first: what this event begins, it does not continue.
        for step in event.steps where step < span.steps {
            for skipped in 0...min(skips, step) {
                // Without a rule before it, the event itself is the beginning.
                var began = skipped == step ? event.at : nil
                for previous in stride(from: step - 1, through: max(0, step - 1 - skipped), by: -1) {
                    guard let earlier = moments[previous * width + skipped - (step - 1 - previous)] else { continue }
                    began = max(began ?? earlier, earlier)
                }
                guard let began else { continue }
                let index = step * width + skipped
                moments[index] = max(moments[index] ?? began, began)
                if step + 1 - skipped >= span.threshold, event.at - began <= span.timespan { isComplete = true }
            }
        }
        return isComplete
    }

    func write(to writer: inout MemoryWriter) {
        writer.write(count: moments.count)
        for moment in moments { writer.write(optional: moment) }
    }

    init(from reader: inout MemoryReader) throws(MemoryError) {
        for _ in 0..<(try reader.count()) { moments.append(try reader.optionalTime()) }
    }
}
