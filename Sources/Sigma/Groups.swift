/// The groups of one correlation.
struct Groups<Window: SlidingWindow>: Sendable, Hashable {
    private var groups: [[String]: Group] = [:]
    /// Events since groups without a future were last looked for.
    private var eventsSinceSweep = 0

    private struct Group: Sendable, Hashable {
        var window = Window()
        /// After an alert, events before this moment are ignored.
        var quietUntil: Int64?

        mutating func observe(_ observation: Window.Observation, at: Int64, _ span: WindowSpan) -> Int64? {
            if let quietUntil, at < quietUntil { return nil }
            guard let fired = window.insert(observation, at: at, span) else { return nil }
            quietUntil = fired + span.timespan
            window.removeAll(before: fired + span.timespan)
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
        _ observation: Window.Observation, in key: [String], at: Int64, _ span: WindowSpan
    ) -> Int64? {
        eventsSinceSweep += 1
        // A sweep looks at no more than two groups for each event since the last one: constant work for an event, and
        // memory for not many more groups than had events lately.
        if eventsSinceSweep > 64, 2 * eventsSinceSweep > groups.count {
            groups = groups.filter { !$0.value.isOver(at: at, span) }
            eventsSinceSweep = 0
        }
        return groups[key, default: Group()].observe(observation, at: at, span)
    }
}

extension Groups: Codable {
    private enum CodingKeys: CodingKey { case groups, eventsSinceSweep }

    private struct Row: Codable {
        let key: [String]
        let window: Window
        let quietUntil: Int64?
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        eventsSinceSweep = try container.decode(Int.self, forKey: .eventsSinceSweep)
        for row in try container.decode([Row].self, forKey: .groups) {
            groups[row.key] = Group(window: row.window, quietUntil: row.quietUntil)
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(eventsSinceSweep, forKey: .eventsSinceSweep)
        let rows = groups.map { Row(key: $0.key, window: $0.value.window, quietUntil: $0.value.quietUntil) }
        // Equal memories are equal bytes.
        try container.encode(rows.sorted { $0.key.lexicographicallyPrecedes($1.key) }, forKey: .groups)
    }
}
