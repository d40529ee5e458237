/// How long a promise may take: the `within` of the policy.
public enum Limit: Sendable, Hashable, Codable {
    /// Elapsed time in UTC; weekends, holidays and clock changes run.
    case elapsed(Duration)
    /// The end of the nth business day after the start, in the organisation's zone; the start day is not counted.
    case businessDays(Int)
    /// The end of the calendar month after the one the start falls in, in the organisation's zone:
    /// the note of a month is published during the next.
    case nextMonthlyNote
    /// As the catalogue of duties counts it, in its words: `72 hours`, `4 business days`, `no fixed time, at once in practice`.
    case counted(String)

    /// Nil where only the catalogue can tell.
    public func due(from start: Timestamp, in calendar: BusinessCalendar) -> Timestamp? {
        switch self {
        case .elapsed(let span): start + span
        case .businessDays(let count): calendar.endOfBusinessDay(count, after: start)
        case .nextMonthlyNote: calendar.endOfNextMonth(after: start)
        case .counted: nil
        }
    }

    /// As the public reads it: `15 minutes`, `3 business days`, `the next monthly note`.
    public var text: String {
        switch self {
        case .elapsed(let span): span.promised
        case .businessDays(let count): count == 1 ? "the next business day" : "\(count) business days"
        case .nextMonthlyNote: "the next monthly note"
        case .counted(let words): words
        }
    }
}
