import Foundation
import OnRecord
import Testing

/// Thirty business days after one start, counted by hand with a wall calendar; each line names where the day ends in UTC.
@Suite("Thirty business days")
struct DutyCalendarTests {
    @Test("In Berlin, over Easter and the start of summer time")
    func berlin() throws {
        // Friday 12 March 2027. Good Friday is 26 March, Easter Monday 29 March; clocks go forward on Sunday 28 March.
        try expect(
            .euMemberState, in: "Europe/Berlin", after: "2027-03-12T09:00:00Z", holidays: ["2027-03-26", "2027-03-29"],
            ends: [
                "22:59": "03-15 03-16 03-17 03-18 03-19 03-22 03-23 03-24 03-25",
                "21:59": """
                03-30 03-31 04-01 04-02 04-05 04-06 04-07 04-08 04-09 04-12 04-13 04-14 04-15 04-16 04-19 04-20 04-21 \
                04-22 04-23 04-26 04-27
                """,
            ])
    }

    @Test("In Auckland, over the start of summer time and Labour Day")
    func auckland() throws {
        // Friday 18 September 2026, when it is still Thursday evening in Greenwich. Clocks go forward on Sunday 27 September,
        // Labour Day is Monday 26 October.
        try expect(
            .euMemberState, in: "Pacific/Auckland", after: "2026-09-17T22:00:00Z", holidays: ["2026-10-26"],
            ends: [
                "11:59": "09-21 09-22 09-23 09-24 09-25",
                "10:59": """
                09-28 09-29 09-30 10-01 10-02 10-05 10-06 10-07 10-08 10-09 10-12 10-13 10-14 10-15 10-16 10-19 10-20 \
                10-21 10-22 10-23 10-27 10-28 10-29 10-30 11-02
                """,
            ])
    }

    @Test("In New York, over the end of summer time, Veterans Day and Thanksgiving")
    func newYork() throws {
        // Friday 16 October 2026. Clocks go back on Sunday 1 November. The day ends after midnight in Greenwich.
        try expect(
            .usFederal, in: "America/New_York", after: "2026-10-16T15:00:00Z",
            ends: [
                "27:59": "10-19 10-20 10-21 10-22 10-23 10-26 10-27 10-28 10-29 10-30",
                "28:59": """
                11-02 11-03 11-04 11-05 11-06 11-09 11-10 11-12 11-13 11-16 11-17 11-18 11-19 11-20 11-23 11-24 11-25 \
                11-27 11-30 12-01
                """,
            ])
    }

    @Test("In New York, over Washington's Birthday and a leap day")
    func leapDay() throws {
        // Friday 11 February 2028. The holiday is Monday 21 February, the leap day a Tuesday; clocks go forward on 12 March.
        try expect(
            .usFederal, in: "America/New_York", after: "2028-02-11T15:00:00Z",
            ends: [
                "28:59": """
                02-14 02-15 02-16 02-17 02-18 02-22 02-23 02-24 02-25 02-28 02-29 03-01 03-02 03-03 03-06 03-07 03-08 \
                03-09 03-10
                """,
                "27:59": "03-13 03-14 03-15 03-16 03-17 03-20 03-21 03-22 03-23 03-24 03-27",
            ])
    }

    /// `ends`: the hour and minute at which the days end in UTC, counted on past 24:00, and the days themselves.
    private func expect(
        _ name: CalendarName, in zone: String, after start: String, holidays: [String] = [], ends: [String: String]
    ) throws {
        let days = DutyCalendars.of(zone, holidays: holidays)[name]
        let year = String(start.prefix(4))
        var expected: [Timestamp] = []
        for (clock, dates) in ends {
            let parts = try clock.split(separator: ":").map { try #require(Int64($0)) }
            for date in dates.split(separator: " ") {
                expected.append(
                    moment("\(year)-\(date)T00:00:00Z") + .hours(parts[0]) + .minutes(parts[1]) + .milliseconds(59_999))
            }
        }
        expected.sort()
        try #require(expected.count == 30)
        for (index, end) in expected.enumerated() {
            #expect(days.endOfBusinessDay(index + 1, after: moment(start)) == end, "business day \(index + 1)")
        }
    }
}

@Suite("Public holidays")
struct HolidayRuleTests {
    @Test(
        "US federal holidays of a year, those kept on another day included",
        arguments: [
            // Independence Day is a Saturday and kept on Friday.
            (
                2026,
                "01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25"
            ),
            // Juneteenth is a Saturday, Independence Day a Sunday, Christmas a Saturday; New Year's Day of 2028 is one, too, and is
            // kept on the last day of 2027.
            (
                2027,
                "01-01 01-18 02-15 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31"
            ),
        ])
    func federal(year: Int, days: String) {
        #expect(holidays(of: year, by: .unitedStates) == days)
    }

    @Test("Juneteenth is one since 2021")
    func juneteenth() {
        #expect(!HolidayRule.unitedStates.contains(CivilDate("2020-06-19")!))
        #expect(HolidayRule.unitedStates.contains(CivilDate("2023-06-19")!))
    }

    @Test(
        "Brazil's national holidays, with Good Friday, and the day of Black Consciousness since 2024",
        arguments: [
            (2026, "01-01 04-03 04-21 05-01 09-07 10-12 11-02 11-15 11-20 12-25"),
            (2023, "01-01 04-07 04-21 05-01 09-07 10-12 11-02 11-15 12-25"),
        ])
    func brazil(year: Int, days: String) {
        #expect(holidays(of: year, by: .brazil) == days)
    }

    private func holidays(of year: Int, by rule: HolidayRule) -> String {
        let first = CivilDate(year: year, month: 1, day: 1)!
        return (0..<366).map { first.adding(days: $0) }
            .filter { $0.year == year && rule.contains($0) }
            .map { String($0.text.dropFirst(5)) }.joined(separator: " ")
    }
}

extension DutyCalendars {
    static func of(_ zone: String, holidays: [String] = []) -> DutyCalendars {
        DutyCalendars(
            organisation: BusinessCalendar(
                zone: TimeZone(identifier: zone)!, holidays: Set(holidays.map { CivilDate($0)! })))
    }
}
