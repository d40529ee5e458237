import Foundation

/// The languages notices ship in. What a reader's language is, the directory knows; one we do not speak becomes English.
public enum Language: String, Sendable, Hashable, Codable, CaseIterable {
    case english = "en"
    case german = "de"

    /// Reads a tag (BCP 47) by its first part: `de-AT` is German.
    public init(tag: String) {
        let first = tag.prefix { $0 != "-" && $0 != "_" }.lowercased()
        self = Language(rawValue: first) ?? .english
    }

    /// The same said in both languages; the reader's is taken.
    public func callAsFunction(_ english: @autoclosure () -> String, _ german: @autoclosure () -> String) -> String {
        self == .german ? german() : english()
    }

    /// `a`, `a and b`, `a, b and c`.
    public func list(_ items: [String]) -> String {
        guard items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + self(" and ", " und ") + items[items.count - 1]
    }
}

extension Language {
    /// A moment as both languages write it, in UTC, and in the organisation's own zone where that is another.
    public func moment(_ moment: Timestamp, in calendar: BusinessCalendar? = nil) -> String {
        let universal = self(moment.text, "\(germanDay(moment.date)), \(moment.clock) Uhr (UTC)")
        guard let calendar, case let local = calendar.local(moment), local != moment else { return universal }
        let zone = calendar.zone.identifier
        let clock = local.clock.prefix(5)
        let sameDay = local.date == moment.date
        return self(
            "\(moment.text) (\(sameDay ? "" : "\(local.date.text) ")\(clock) in \(zone))",
            "\(germanDay(moment.date)), \(moment.clock) Uhr UTC "
                + "(\(sameDay ? "" : "\(germanDay(local.date)), ")\(clock) Uhr in \(zone))")
    }

    /// The same without seconds, for what lies ahead.
    public func minute(_ moment: Timestamp) -> String {
        self(
            "\(moment.date.text) \(moment.clock.prefix(5)) UTC",
            "\(germanDay(moment.date)), \(moment.clock.prefix(5)) Uhr (UTC)")
    }

    /// `2026-11-22`, `22.11.2026`.
    public func day(_ date: CivilDate) -> String { self(date.text, germanDay(date)) }

    private func germanDay(_ date: CivilDate) -> String {
        "\(date.day < 10 ? "0" : "")\(date.day).\(date.month < 10 ? "0" : "")\(date.month).\(date.year)"
    }

    /// `1,234`, `1.234`.
    func number(_ value: Int) -> String {
        let digits = Array(String(value.magnitude))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += self(",", ".") }
            text.append(digit)
        }
        return value < 0 ? "-\(text)" : text
    }

    /// A span in at most two units: `2 h 5 min`, `3 Tage`.
    func span(_ span: Duration) -> String {
        self(
            span.text,
            span.text.replacing("days", with: "Tage").replacing("day", with: "Tag").replacing(" h", with: " Std."))
    }
}

extension BusinessCalendar {
    /// What clocks on the wall show, as if it were UTC.
    func local(_ moment: Timestamp) -> Timestamp {
        moment
            + .seconds(Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000))))
    }
}
