/// When to look next. Chance is handed in: many probes must not look in one beat, neither at the start nor ever after.
public enum ProbeSchedule {
    /// A target in doubt is looked at again after a quarter of its span, within these bounds.
    static let soonMin = Duration.seconds(5)
    static let soonMax = Duration.minutes(1)
    /// A target that is down is looked at this often at least, so that its end is told in time.
    static let downMax = Duration.minutes(5)
    /// The share of the span by which a look comes earlier or later.
    static let jitter = 0.1

    /// The first look: somewhere in the first span.
    /// - Parameter chance: from 0 to 1.
    public static func first(every: Duration, from start: Timestamp, chance: Double) -> Timestamp {
        start + every.scaled(by: unit(chance))
    }

    /// The look after one that ended at `last`.
    public static func next(
        _ spec: ProbeSpec, after last: Timestamp, in state: ProbeState, chance: Double
    ) -> Timestamp {
        var span = spec.every
        if state.isInDoubt {
            span = min(span, min(max(span.scaled(by: 0.25), soonMin), soonMax))
        } else if state.phase == .down {
            span = min(span, downMax)
        }
        return next(every: span, after: last, chance: chance)
    }

    /// `every` after `last`, up to a tenth of it earlier or later.
    public static func next(every: Duration, after last: Timestamp, chance: Double) -> Timestamp {
        last + every.scaled(by: 1 - jitter + 2 * jitter * unit(chance))
    }

    private static func unit(_ chance: Double) -> Double { min(max(chance, 0), 1) }
}

extension Duration {
    fileprivate func scaled(by factor: Double) -> Duration {
        .milliseconds(Int64((Double(milliseconds) * factor).rounded()))
    }
}
