import OnRecord
import Testing

@Suite("Civil dates")
struct CivilDateTests {
    @Test(
        "Days are counted from 1970, and weekdays follow",
        arguments: [
            ("1600-02-29", -135_081, 2), ("1899-12-31", -25_568, 0), ("1900-03-01", -25_508, 4), ("1969-12-26", -6, 5),
            ("1970-01-01", 0, 4), ("2000-02-29", 11_016, 2), ("2026-11-22", 20_779, 0), ("2100-02-28", 47_540, 0),
            ("2400-02-29", 157_113, 2),
        ])
    func days(text: String, days: Int, weekday: Int) throws {
        let date = try #require(CivilDate(text))
        #expect(date.daysSinceEpoch == days)
        #expect(date.weekday == weekday)
        #expect(CivilDate(daysSinceEpoch: days).text == text)
    }

    @Test("Every day of eight centuries follows the one before it")
    func centuries() throws {
        let first = try #require(CivilDate("1600-01-01"))
        var (day, months) = (first, 0)
        var outOfLine: [String] = []
        while day.year < 2400 {
            let next = day.next
            let follows = next.day == 1 || (next.day == day.day + 1 && next.month == day.month)
            if !follows || next.daysSinceEpoch != day.daysSinceEpoch + 1 || CivilDate(next.text) != next {
                outOfLine.append(next.text)
            }
            if next.day == 1 { months += 1 }
            day = next
        }
        #expect(outOfLine == [])
        #expect(months == 800 * 12)
        // Two eras of 400 years with 97 leap days each.
        #expect(day.daysSinceEpoch - first.daysSinceEpoch == 800 * 365 + 2 * 97)
    }

    @Test("29 February exists in leap years only")
    func leapDays() {
        #expect(CivilDate(year: 2028, month: 2, day: 29) != nil)
        #expect(CivilDate(year: 2000, month: 2, day: 29) != nil)
        #expect(CivilDate(year: 2026, month: 2, day: 29) == nil)
        #expect(CivilDate(year: 2100, month: 2, day: 29) == nil)
    }

    @Test(
        "What is no day is not read",
        arguments: [
            "", "2026-11", "2026-11-22-1", "2026-1-22", "26-11-22", "2026-11-31", "2026-13-01", "2026-00-10",
            "2026-11-00",
            "2026-+1-22", "+026-11-22", "2026-11--2", " 2026-11-22", "2026.11.22",
        ])
    func rejects(text: String) {
        #expect(CivilDate(text) == nil)
    }
}
