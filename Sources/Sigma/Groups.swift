/// The groups of one correlation, no more of them than allowed.
struct Groups<Window: SlidingWindow>: Sendable, Hashable {
    private var groups: [[String]: Group] = [:]
    /// Events since groups without a future were last looked for.
    private var eventsSinceSweep = 0
    /// Counts what was observed, so that a group knows when it was last touched.
    private var clock: Int64 = 0
    /// The sizes of all windows together.
    private var size = 0
    /// What was forgotten for want of room since that was last asked for.
    private(set) var overflow = Overflow()

    init() {}

    private struct Group: Sendable, Hashable {
        var window = Window()
        /// After an alert, events before this moment are ignored.
        var quietUntil: Int64?
        /// The groups' clock when something was last observed here.
        var touched: Int64 = 0

        /// The alert's time, and by how much the window grew and what it lost for want of room.
        mutating func observe(
            _ observation: Window.Observation, at: Int64, clock: Int64, _ span: WindowSpan
        ) -> (fired: Int64?, growth: Int, lost: Int) {
            touched = clock
            let before = (size: window.size, lost: window.lost)
            let fired = fire(observation, at: at, span)
            return (fired, window.size - before.size, window.lost - before.lost)
        }

        private mutating func fire(_ observation: Window.Observation, at: Int64, _ span: WindowSpan) -> Int64? {
            if let quietUntil, at < quietUntil { return nil }
            guard let fired = window.insert(observation, at: at, span) else { return nil }
            quietUntil = fired + span.timespan
            window.removeAll(before: fired + span.timespan, span)
            return fired
        }

        /// Nothing this group remembers can matter to an event at `now`, or to one as late as is allowed.
        func isOver(at now: Int64, _ span: WindowSpan) -> Bool {
            let quiet = quietUntil.map { $0 + span.lateness <= now } ?? true
            return quiet && window.newest.map { $0 + span.timespan + span.lateness < now } ?? true
        }
    }

    var count: Int { groups.count }

    /// The time of the alert that the event brings about, if it does.
    mutating func observe(
        _ observation: Window.Observation, in key: [String], at: Int64, _ span: WindowSpan,
        limits: Detector.Limits = Detector.Limits()
    ) -> Int64? {
        eventsSinceSweep += 1
        clock += 1
        // A sweep looks at no more than two groups for each event since the last one: constant work for an event, and
        // memory for not many more groups than had events lately.
        if eventsSinceSweep > 64, 2 * eventsSinceSweep > groups.count { sweep(at: at, span) }
        let outcome = groups[key, default: Group()].observe(observation, at: at, clock: clock, span)
        size += outcome.growth
        overflow.observations += outcome.lost
        if groups.count > limits.groups || size > limits.observations { makeRoom(at: at, span, limits) }
        return outcome.fired
    }

    private mutating func sweep(at now: Int64, _ span: WindowSpan) {
        groups = groups.filter { !$0.value.isOver(at: now, span) }
        recount()
        eventsSinceSweep = 0
    }

    private mutating func recount() {
        size = groups.values.reduce(0) { $0 + $1.window.size }
    }

    /// Groups without a future go first and are no loss; then those that were not touched for longest, an eighth
    /// at once, so that not every event has to look for one.
    private mutating func makeRoom(at now: Int64, _ span: WindowSpan, _ limits: Detector.Limits) {
        sweep(at: now, span)
        guard groups.count > limits.groups || size > limits.observations else { return }
        var (count, size) = (groups.count, size)
        var oldest: Int64 = 0
        for group in groups.values.map({ (touched: $0.touched, size: $0.window.size) }).sorted(by: { $0 < $1 }) {
            let isRoom = count <= limits.groups - limits.groups / 8
            if isRoom, size <= limits.observations - limits.observations / 8 { break }
            oldest = group.touched
            count -= 1
            size -= group.size
        }
        overflow.groups += groups.count - count
        groups = groups.filter { $0.value.touched > oldest }
        recount()
    }

    mutating func takeOverflow() -> Overflow {
        defer { overflow = Overflow() }
        return overflow
    }
}

extension Groups {
    /// In the order in which they were touched, so that equal memories are equal bytes.
    func write(to writer: inout MemoryWriter) {
        writer.write(count: eventsSinceSweep)
        writer.write(count: Int(clock))
        overflow.write(to: &writer)
        writer.write(count: groups.count)
        // Numbers are sorted, and not groups: there may be many.
        let order = groups.indices.map { (touched: groups[$0].value.touched, index: $0) }
        for (_, index) in order.sorted(by: { $0.touched < $1.touched }) {
            let (key, group) = groups[index]
            writer.write(key)
            writer.write(optional: group.quietUntil)
            writer.write(count: Int(group.touched))
            group.window.write(to: &writer)
        }
    }

    init(from reader: inout MemoryReader) throws(MemoryError) {
        eventsSinceSweep = try reader.tally()
        clock = Int64(try reader.tally())
        overflow = try Overflow(from: &reader)
        let count = try reader.count()
        groups.reserveCapacity(count)
        for _ in 0..<count {
            let key = try reader.key()
            var group = Group()
            group.quietUntil = try reader.optionalTime(within: Detector.timeMax * 2)
            group.touched = try reader.number(in: 0...clock)
            group.window = try Window(from: &reader)
            guard groups.updateValue(group, forKey: key) == nil else { throw MemoryError() }
        }
        recount()
    }
}

extension MemoryWriter {
    mutating func write(_ key: [String]) {
        write(count: key.count)
        for part in key { write(part) }
    }
}

extension MemoryReader {
    mutating func key() throws(MemoryError) -> [String] {
        var key: [String] = []
        for _ in 0..<(try count()) { key.append(try text()) }
        return key
    }
}
