import Foundation

/// The working days of one organisation or country: Monday to Friday without holidays, in one zone.
public struct BusinessCalendar: Sendable, Equatable {
    public var zone: TimeZone
    /// Days named one by one.
    public var holidays: Set<CivilDate>
    /// Days that a country's law computes for every year.
    public var rule: HolidayRule?

    public init(zone: TimeZone, holidays: Set<CivilDate>, rule: HolidayRule? = nil) {
        (self.zone, self.holidays, self.rule) = (zone, holidays, rule)
    }

    /// The zone's name; what Foundation calls GMT is everybody else's UTC.
    public var zoneName: String { zone.identifier == "GMT" ? "UTC" : zone.identifier }

    public func isBusinessDay(_ date: CivilDate) -> Bool {
        !date.isWeekend && !holidays.contains(date) && rule?.contains(date) != true
    }

    public func isBusinessDay(at moment: Timestamp) -> Bool { isBusinessDay(date(at: moment)) }

    /// The local date at a moment.
    public func date(at moment: Timestamp) -> CivilDate {
        (moment + .seconds(Int64(offset(at: moment)))).date
    }

    /// The last millisecond of the nth business day after the day `start` falls on.
    public func endOfBusinessDay(_ count: Int, after start: Timestamp) -> Timestamp {
        end(of: businessDay(count, after: date(at: start)))
    }

    public func businessDay(_ count: Int, after start: CivilDate) -> CivilDate {
        var day = start
        var left = count
        while left > 0 {
            day = day.next
            if isBusinessDay(day) { left -= 1 }
        }
        return day
    }

    /// The last millisecond of the month after the one `start` falls in.
    public func endOfNextMonth(after start: Timestamp) -> Timestamp {
        let day = date(at: start)
        let (year, month) = day.month == 12 ? (day.year + 1, 1) : (day.year, day.month + 1)
        let last = CivilDate(year: year, month: month, day: CivilDate.length(ofMonth: month, in: year))!
        return end(of: last)
    }

    /// A wall clock's time of day. Where clocks leap over it, the moment of the leap.
    public func wallClock(_ day: CivilDate, hour: Int, minute: Int = 0) -> Timestamp {
        let wall = Timestamp(milliseconds: Int64(day.daysSinceEpoch) * 86_400_000) + .minutes(Int64(hour * 60 + minute))
        let guess = wall + .seconds(-Int64(offset(at: wall)))
        return wall + .seconds(-Int64(offset(at: guess)))
    }

    /// As a clock on the wall shows it: `Mon 2026-11-23 16:40`.
    public func wallText(_ moment: Timestamp) -> String {
        let local = moment + .seconds(Int64(offset(at: moment)))
        return "\(local.date.weekdayName) \(local.date.text) \(local.clock.prefix(5))"
    }

    /// The millisecond before the next local midnight. The offset is taken at that midnight, not at the start,
    /// because the clocks may have changed in between.
    public func end(of day: CivilDate) -> Timestamp {
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
