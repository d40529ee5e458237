extension Duration {
    /// Whole milliseconds; finer parts are dropped.
    public var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }

    public static func minutes(_ count: Int64) -> Duration { .seconds(count * 60) }
    public static func hours(_ count: Int64) -> Duration { .seconds(count * 3600) }
    public static func days(_ count: Int64) -> Duration { .seconds(count * 86_400) }

    /// Reads the policy's notation: a whole number and one of `s`, `m`, `h`, `d`.
    public init?(policy text: String) {
        // `Int64` would also read a sign.
        guard let unit = text.last, text.dropLast().utf8.allSatisfy({ (48...57).contains($0) }),
            let count = Int64(text.dropLast()), count < 1_000_000
        else { return nil }
        switch unit {
        case "s": self = .seconds(count)
        case "m": self = .minutes(count)
        case "h": self = .hours(count)
        case "d": self = .days(count)
        default: return nil
        }
    }

    /// For people, at most two units: `4 min 12 s`, `2 h 5 min`, `3 days`. Under a second: `640 ms`.
    public var text: String {
        let total = milliseconds
        guard total >= 0 else { return "-\((.zero - self).text)" }
        if total < 1000 { return "\(total) ms" }
        let seconds = total / 1000
        let units: [(size: Int64, one: String, many: String)] = [
            (86_400, "day", "days"), (3600, "h", "h"), (60, "min", "min"), (1, "s", "s"),
        ]
        guard let first = units.firstIndex(where: { seconds >= $0.size }) else { return "0 s" }
        func part(_ count: Int64, _ index: Int) -> String {
            "\(count) \(count == 1 ? units[index].one : units[index].many)"
        }
        let lead = part(seconds / units[first].size, first)
        guard first + 1 < units.count else { return lead }
        let rest = seconds % units[first].size / units[first + 1].size
        return rest == 0 ? lead : "\(lead) \(part(rest, first + 1))"
    }

    /// The largest unit that divides the span, as a promise says it: `72 hours`, `15 minutes`, `7 days`.
    public var promised: String {
        let seconds = milliseconds / 1000
        let names: [(Int64, String)] = [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")]
        // Three days are promised as 72 hours by everybody who counts from an event; from four days on, days are said.
        for (size, name) in names where seconds >= size && seconds % size == 0 {
            if size == 86_400 && seconds < 4 * 86_400 { continue }
            let count = seconds / size
            return "\(count) \(name)\(count == 1 ? "" : "s")"
        }
        return "\(seconds) seconds"
    }
}
