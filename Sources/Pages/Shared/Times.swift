import OnRecord

extension Timestamp {
    /// `2026-11-22 09:30:05 UTC`, machine-readable.
    var html: HTML { "<time datetime=\"\(rfc3339)\">\(text)</time>" }

    /// `22 November 2026, 09:30 UTC`: for sentences, where seconds distract. Rounded down.
    var htmlInWords: HTML { "<time datetime=\"\(rfc3339)\">\(inWords)</time>" }

    /// `09:30:05`, when the day stands beside it.
    var htmlClock: HTML { "<time datetime=\"\(rfc3339)\">\(clock)</time>" }

    var inWords: String { "\(date.inWords), \(clock.prefix(5)) UTC" }

    /// `22 Nov 2026, 09:30 UTC`: for tables.
    var htmlShort: HTML {
        "<time datetime=\"\(rfc3339)\">\(date.short) \(date.year), \(clock.prefix(5))\u{a0}UTC</time>"
    }
}

extension CivilDate {
    /// `22 November 2026`.
    var inWords: String { "\(day) \(CivilDate.months[month - 1]) \(year)" }

    /// `22 Nov`, under a heading that names the year.
    var short: String { "\(day) \(CivilDate.months[month - 1].prefix(3))" }

    var html: HTML { "<time datetime=\"\(text)\">\(inWords)</time>" }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}

/// A count with its noun: `1 incident`, `3 incidents`.
func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count) \(count == 1 ? one : many ?? one + "s")"
}

/// `a`, `a and b`, `a, b and c`.
func listed(_ items: [String], by last: String = "and") -> String {
    guard items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " \(last) " + items[items.count - 1]
}
