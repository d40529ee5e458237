/// A country's public holidays as a rule, so that every year has them without a list.
public enum HolidayRule: Sendable, Hashable {
    /// 5 U.S.C. 6103(a). The EDGAR system is closed on the same days, and open on Good Friday (17 CFR 232.11, “business day”).
    case unitedStates
    /// Lei 662/1949 as amended by Lei 10.607/2002, Lei 6.802/1980, Lei 14.759/2023, and Good Friday (Lei 9.093/1995 Art. 2).
    /// Carnival and Corpus Christi are optional days off and no holidays: they count, which errs to the early side.
    case brazil

    public func contains(_ date: CivilDate) -> Bool {
        switch self {
        case .unitedStates: HolidayRule.isFederalHoliday(date)
        case .brazil: HolidayRule.isBrazilianHoliday(date)
        }
    }

    // MARK: - United States

    private static func isFederalHoliday(_ date: CivilDate) -> Bool {
        if isFixedFederalHoliday(date) || isFloatingFederalHoliday(date) { return true }
        // One that falls on a Saturday is kept on the Friday before (5 U.S.C. 6103(b)), one on a Sunday on the Monday after
        // (Executive Order 11582, sec. 3). New Year's Day may thereby be kept in the old year.
        switch date.weekday {
        case 5: return isFixedFederalHoliday(date.next)
        case 1: return isFixedFederalHoliday(date.adding(days: -1))
        default: return false
        }
    }

    private static func isFixedFederalHoliday(_ date: CivilDate) -> Bool {
        switch (date.month, date.day) {
        case (1, 1), (7, 4), (11, 11), (12, 25): true
        // Juneteenth, since Public Law 117-17.
        case (6, 19): date.year >= 2021
        default: false
        }
    }

    private static func isFloatingFederalHoliday(_ date: CivilDate) -> Bool {
        let week = (date.day - 1) / 7 + 1
        return switch (date.month, date.weekday) {
        // Martin Luther King Jr. and Washington.
        case (1, 1), (2, 1): week == 3
        // Memorial Day is May's last Monday.
        case (5, 1): date.day > 24
        // Labor Day, Columbus Day, Thanksgiving.
        case (9, 1): week == 1
        case (10, 1): week == 2
        case (11, 4): week == 4
        default: false
        }
    }

    // MARK: - Brazil

    private static func isBrazilianHoliday(_ date: CivilDate) -> Bool {
        switch (date.month, date.day) {
        case (1, 1), (4, 21), (5, 1), (9, 7), (10, 12), (11, 2), (11, 15), (12, 25): true
        case (11, 20): date.year >= 2024
        default: date == CivilDate.easter(in: date.year).adding(days: -2)
        }
    }
}

extension CivilDate {
    public func adding(days: Int) -> CivilDate { CivilDate(daysSinceEpoch: daysSinceEpoch + days) }

    /// The same day number so many months on, or that month's last day: a month after 31 January ends in February.
    public func adding(months: Int) -> CivilDate {
        let index = year * 12 + (month - 1) + months
        let (year, month) = (index / 12, index % 12 + 1)
        let first = CivilDate(year: year, month: month, day: 1)!
        return first.adding(days: min(day, CivilDate.length(ofMonth: month, in: year)) - 1)
    }

    /// Easter Sunday of the Gregorian calendar: the Sunday after the full moon of the church's tables on or after 21 March.
    static func easter(in year: Int) -> CivilDate {
        let century = year / 100
        // Age of the moon on the year's start, corrected for dropped leap days and for the moon's own drift.
        let golden = year % 19
        let epact = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30
        let moon = epact - (golden + 11 * epact) / 319
        let march21 = CivilDate(year: year, month: 3, day: 21)!
        let fullMoon = march21.adding(days: moon)
        return fullMoon.adding(days: 7 - fullMoon.weekday)
    }

    /// `Thu`.
    var weekdayName: String { ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][weekday] }
}
