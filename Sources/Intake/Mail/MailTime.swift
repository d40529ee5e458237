import OnRecord

/// The Date field of a message (RFC 5322 section 3.3): `Sat, 21 Nov 2026 03:39:58 +0100`.
enum MailTime {
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// Nil for what is no date. Named zones but GMT and UT are read as UTC, since mail programs disagree about them
    /// (section 4.3).
    static func read(_ field: String) -> Timestamp? {
        var words = field.split { $0 == " " || $0 == "," }[...]
        if let first = words.first, first.first?.isLetter == true { words.removeFirst() }
        guard words.count >= 4, let day = number(words.removeFirst(), 1...2) else { return nil }
        let monthName = words.removeFirst().lowercased()
        guard let month = months.firstIndex(of: String(monthName.prefix(3))),
            let year = number(words.removeFirst(), 4...4),
            let date = CivilDate(year: year, month: month + 1, day: day)
        else { return nil }
        let clock = words.removeFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 2 || clock.count == 3, let hour = number(clock[0], 1...2), hour < 24,
            let minute = number(clock[1], 2...2), minute < 60,
            let second = clock.count == 3 ? number(clock[2], 2...2) : 0, second <= 60
        else { return nil }
        let local = date.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second
        return Timestamp(milliseconds: Int64(local - offset(words.first ?? "")) * 1000)
    }

    /// Seconds east of Greenwich.
    private static func offset(_ zone: Substring) -> Int {
        guard let sign = zone.first, sign == "+" || sign == "-", let digits = number(zone.dropFirst(), 4...4) else {
            return 0
        }
        let seconds = (digits / 100 * 60 + digits % 100) * 60
        return sign == "-" ? -seconds : seconds
    }

    private static func number(_ text: Substring, _ width: ClosedRange<Int>) -> Int? {
        guard width.contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }
}
