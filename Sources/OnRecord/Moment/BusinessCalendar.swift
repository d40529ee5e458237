import Foundation

/// The working days of one organisation: Monday to Friday without its holidays, in its own zone.
public struct BusinessCalendar: Sendable, Equatable {
    public var zone: TimeZone
    public var holidays: Set<CivilDate>

    public init(zone: TimeZone, holidays: Set<CivilDate>) {
        (self.zone, self.holidays) = (zone, holidays)
    }

    public func isBusinessDay(_ date: CivilDate) -> Bool { !date.isWeekend && !holidays.contains(date) }

    /// The local date at a moment.
    public func date(at moment: Timestamp) -> CivilDate {
        (moment + .seconds(Int64(offset(at: moment)))).date
    }

    /// The last millisecond of the nth business day after the day `start` falls on.
    public func endOfBusinessDay(_ count: Int, after start: Timestamp) -> Timestamp {
        var day = date(at: start)
        var left = count
        while left > 0 {
            day = day.next
            if isBusinessDay(day) { left -= 1 }
        }
        return end(of: day)
    }

    /// The last millisecond of the month after the one `start` falls in.
    public func endOfNextMonth(after start: Timestamp) -> Timestamp {
        let day = date(at: start)
        let (year, month) = day.month == 12 ? (day.year + 1, 1) : (day.year, day.month + 1)
        let last = CivilDate(year: year, month: month, day: CivilDate.length(ofMonth: month, in: year))!
        return end(of: last)
    }

    /// The millisecond before the next local midnight. The offset is taken at that midnight, not at the start,
    /// because the clocks may have changed in between.
    func end(of day: CivilDate) -> Timestamp {
        let midnight = Timestamp(milliseconds: Int64(day.next.daysSinceEpoch) * 86_400_000)
        let guess = midnight + .seconds(-Int64(offset(at: midnight)))
        let start = midnight + .seconds(-Int64(offset(at: guess)))
        // Where clocks leap at midnight itself, that midnight does not exist and the day ends at the leap.
        return (date(at: start) == day.next ? start : guess) + .milliseconds(-1)
    }

    private func offset(at moment: Timestamp) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000))
    }
}
