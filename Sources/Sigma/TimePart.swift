/// A part of a timestamp as its text shows it (modifiers appendix, "Time Modifiers"): zones are not converted.
enum TimePart: String, Sendable, CaseIterable {
    case minute, hour, day, week, month, year

    /// Reads `2026-03-09`, `2026-03-09T08:15:00Z`, `2026-03-09 08:15`; nil for any other text, and for a
    /// minute or an hour of a text without a time of day. Weeks are those of ISO 8601 (1 to 53).
    func number(in text: String) -> Int64? {
        let bytes = Array(text.utf8.prefix(16))
        func digits(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count else { return nil }
            var number = 0
            for byte in bytes[range] {
                guard byte &- UInt8(ascii: "0") < 10 else { return nil }
                number = number * 10 + Int(byte - UInt8(ascii: "0"))
            }
            return number
        }
        guard let year = digits(0..<4), let month = digits(5..<7), let day = digits(8..<10),
            bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }

        switch self {
        case .year: return Int64(year)
        case .month: return Int64(month)
        case .day: return Int64(day)
        case .week: return Int64(Self.isoWeek(year, month, day))
        case .hour, .minute:
            guard let hour = digits(11..<13), let minute = digits(14..<16), bytes[13] == UInt8(ascii: ":"),
                [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")].contains(bytes[10]), hour < 24, minute < 60
            else { return nil }
            return Int64(self == .hour ? hour : minute)
        }
    }

    /// The week that holds the date's Thursday, counted in that Thursday's year.
    private static func isoWeek(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let date = daysSinceEpoch(year, month, day)
        let weekday = ((date + 3) % 7 + 7) % 7
        let thursday = date - weekday + 3
        var start = daysSinceEpoch(year, 1, 1)
        if thursday < start {
            start = daysSinceEpoch(year - 1, 1, 1)
        } else if thursday >= daysSinceEpoch(year + 1, 1, 1) {
            start = daysSinceEpoch(year + 1, 1, 1)
        }
        return (thursday - start) / 7 + 1
    }

    /// Days from 1970-01-01, a Thursday, in the proleptic Gregorian calendar.
    private static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int {
        // Counted from March, so that the leap day is a year's last.
        let years = month > 2 ? year : year - 1
        let months = (month + 9) % 12
        let leapDays = years / 4 - years / 100 + years / 400
        return years * 365 + leapDays + (months * 153 + 2) / 5 + day - 719_469
    }
}
