import Foundation
@testable import OnRecord
import Testing

/// All moments here were worked out by hand from the zones' published rules.
@Suite("Business days")
struct BusinessCalendarTests {
    private let berlin = calendar("Europe/Berlin", holidays: "2026-12-25", "2027-01-01")
    private let auckland = calendar("Pacific/Auckland")
    private let santiago = calendar("America/Santiago")

    @Test("The day something starts is not counted")
    func startDay() {
        // Monday morning, due at the end of Tuesday in Berlin.
        #expect(berlin.due(1, after: "2026-11-23T07:00:00Z") == moment("2026-11-24T22:59:59.999Z"))
        // Monday, one millisecond before its end.
        #expect(berlin.due(1, after: "2026-11-23T22:59:59.999Z") == moment("2026-11-24T22:59:59.999Z"))
        // One millisecond later it is Tuesday.
        #expect(berlin.due(1, after: "2026-11-23T23:00:00Z") == moment("2026-11-25T22:59:59.999Z"))
    }

    @Test("A weekend does not count, and what starts in it counts from Monday")
    func weekend() {
        #expect(berlin.due(1, after: "2026-11-20T12:00:00Z") == moment("2026-11-23T22:59:59.999Z"))
        #expect(berlin.due(3, after: "2026-11-22T09:30:00Z") == moment("2026-11-25T22:59:59.999Z"))
        #expect(berlin.due(5, after: "2026-11-20T12:00:00Z") == moment("2026-11-27T22:59:59.999Z"))
    }

    @Test("Holidays do not count")
    func holidays() {
        // Wednesday 23 December: Thursday, then Monday 28 and Tuesday 29.
        #expect(berlin.due(3, after: "2026-12-23T12:00:00Z") == moment("2026-12-29T22:59:59.999Z"))
        // New Year's Eve: Friday is a holiday, so Monday 4 January.
        #expect(berlin.due(1, after: "2026-12-31T12:00:00Z") == moment("2027-01-04T22:59:59.999Z"))
    }

    @Test("The date is the organisation's, not Greenwich's")
    func localDate() {
        // Thursday 12:30 in Greenwich is Friday 01:30 in Auckland.
        let start = "2026-11-19T12:30:00Z"
        #expect(auckland.due(1, after: start) == moment("2026-11-23T10:59:59.999Z"))
        #expect(calendar("UTC").due(1, after: start) == moment("2026-11-20T23:59:59.999Z"))
    }

    @Test("Berlin's clock changes move the end of the day with them")
    func berlinClockChange() {
        // Summer time began on Sunday 29 March 2026 and ended on Sunday 25 October.
        #expect(berlin.due(1, after: "2026-03-27T12:00:00Z") == moment("2026-03-30T21:59:59.999Z"))
        #expect(berlin.due(1, after: "2026-10-23T12:00:00Z") == moment("2026-10-26T22:59:59.999Z"))
        #expect(berlin.end(of: CivilDate("2026-10-25")!) == moment("2026-10-25T22:59:59.999Z"))
        #expect(berlin.end(of: CivilDate("2026-10-24")!) == moment("2026-10-24T21:59:59.999Z"))
    }

    @Test("Auckland's clock changes do too, half a year apart")
    func aucklandClockChange() {
        #expect(auckland.end(of: CivilDate("2026-09-26")!) == moment("2026-09-26T11:59:59.999Z"))
        #expect(auckland.end(of: CivilDate("2026-09-27")!) == moment("2026-09-27T10:59:59.999Z"))
        #expect(auckland.end(of: CivilDate("2026-04-04")!) == moment("2026-04-04T10:59:59.999Z"))
        #expect(auckland.end(of: CivilDate("2026-04-05")!) == moment("2026-04-05T11:59:59.999Z"))
        #expect(auckland.due(1, after: "2026-09-24T22:00:00Z") == moment("2026-09-28T10:59:59.999Z"))
    }

    @Test("Where clocks leap at midnight, the day ends at the leap")
    func leapAtMidnight() {
        // On Sunday 6 September 2026 Santiago went from 00:00 to 01:00; on Sunday 5 April back from 00:00 to 23:00.
        #expect(santiago.end(of: CivilDate("2026-09-05")!) == moment("2026-09-06T03:59:59.999Z"))
        #expect(santiago.end(of: CivilDate("2026-09-06")!) == moment("2026-09-07T02:59:59.999Z"))
        #expect(santiago.end(of: CivilDate("2026-04-04")!) == moment("2026-04-05T03:59:59.999Z"))
    }

    @Test(
        "The monthly note is due when the next month ends",
        arguments: [
            ("2026-11-22T09:30:00Z", "2026-12-31T22:59:59.999Z"),
            ("2026-12-05T00:00:00Z", "2027-01-31T22:59:59.999Z"),
            ("2026-01-31T12:00:00Z", "2026-02-28T22:59:59.999Z"),
            ("2028-01-15T12:00:00Z", "2028-02-29T22:59:59.999Z"),
            // 22:30 in Greenwich is already September in Berlin.
            ("2026-08-31T22:30:00Z", "2026-10-31T22:59:59.999Z"),
            ("2026-02-10T12:00:00Z", "2026-03-31T21:59:59.999Z"),
        ])
    func monthlyNote(start: String, due: String) {
        #expect(Limit.nextMonthlyNote.due(from: moment(start), in: berlin) == moment(due))
    }

    @Test("Elapsed time runs through weekends, holidays and clock changes")
    func elapsed() {
        #expect(
            Limit.elapsed(.hours(72)).due(from: moment("2026-10-24T10:00:00Z"), in: berlin)
                == moment("2026-10-27T10:00:00Z"))
    }
}

private func calendar(_ zone: String, holidays: String...) -> BusinessCalendar {
    BusinessCalendar(zone: TimeZone(identifier: zone)!, holidays: Set(holidays.map { CivilDate($0)! }))
}

extension BusinessCalendar {
    fileprivate func due(_ days: Int, after start: String) -> Timestamp {
        endOfBusinessDay(days, after: Timestamp(rfc3339: start)!)
    }
}
