/// How long a law or a contract gives. Unlike a `Limit` it knows whole days and months.
public enum Term: Sendable, Hashable {
    /// Elapsed time in UTC; weekends, holidays and clock changes run.
    case elapsed(Duration)
    /// To the end of the nth local day after the start; the day of the start is not counted.
    case days(Int)
    /// To the end of the nth business day after the start.
    case businessDays(Int)
    /// To the end of the same day number n months later, or of that month's last day.
    case months(Int)

    /// Reads `15 minutes`, `72 hours`, `60 days`, `4 business days`, `1 month`.
    public init?(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        // `Int` would also read a sign.
        guard let first = words.first, first.utf8.allSatisfy({ (48...57).contains($0) }), let count = Int(first),
            (1...10_000).contains(count)
        else { return nil }
        switch words.dropFirst().joined(separator: " ") {
        case "minutes", "minute": self = .elapsed(.minutes(Int64(count)))
        case "hours", "hour": self = .elapsed(.hours(Int64(count)))
        case "days", "day": self = .days(count)
        case "business days", "business day": self = .businessDays(count)
        case "months", "month": self = .months(count)
        default: return nil
        }
    }

    /// As it was read: `72 hours`, `4 business days`.
    public var text: String {
        switch self {
        case .elapsed(let span):
            span.milliseconds % 3_600_000 == 0
                ? Term.counted(Int(span.milliseconds / 3_600_000), "hour")
                : Term.counted(Int(span.milliseconds / 60_000), "minute")
        case .days(let count): Term.counted(count, "day")
        case .businessDays(let count): Term.counted(count, "business day")
        case .months(let count): Term.counted(count, "month")
        }
    }

    /// What it never falls below, whatever day it starts on (but for the hour that a spring night lacks).
    var shortest: Duration {
        switch self {
        case .elapsed(let span): span
        case .days(let count), .businessDays(let count): .days(Int64(count))
        case .months(let count): .days(28 * Int64(count))
        }
    }

    private static func counted(_ count: Int, _ unit: String) -> String { "\(count) \(unit)\(count == 1 ? "" : "s")" }
}
