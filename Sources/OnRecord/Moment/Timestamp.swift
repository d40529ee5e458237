/// A moment in UTC, in milliseconds since 1970-01-01T00:00:00Z. The only kind of time the product computes with;
/// zones appear in business-day calendars and on pages.
public struct Timestamp: Sendable, Hashable, Comparable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

    public static func + (moment: Timestamp, span: Duration) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds + span.milliseconds)
    }

    public static func - (later: Timestamp, earlier: Timestamp) -> Duration {
        .milliseconds(later.milliseconds - earlier.milliseconds)
    }
}

/// Stored as a bare number, so that a journal stays readable and small.
extension Timestamp: Codable {
    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}

// MARK: - Calendar fields and RFC 3339

extension Timestamp {
    /// A moment taken apart in UTC (proleptic Gregorian calendar).
    public struct Fields: Sendable, Equatable {
        public var year, month, day, hour, minute, second, millisecond: Int
    }

    public var fields: Fields {
        let day = Timestamp.floorDivide(milliseconds, 86_400_000)
        let rest = Int(milliseconds - day * 86_400_000)
        let date = CivilDate(daysSinceEpoch: Int(day))
        return Fields(
            year: date.year, month: date.month, day: date.day, hour: rest / 3_600_000, minute: rest / 60_000 % 60,
            second: rest / 1000 % 60, millisecond: rest % 1000)
    }

    public var date: CivilDate { CivilDate(daysSinceEpoch: Int(Timestamp.floorDivide(milliseconds, 86_400_000))) }

    /// RFC 3339, seconds, `Z`: `2026-11-22T09:30:05Z`. What pages, entries and mails show.
    public var rfc3339: String {
        let f = fields
        return "\(date.text)T\(pad(f.hour)):\(pad(f.minute)):\(pad(f.second))Z"
    }

    /// `2026-11-22 09:30:05 UTC`, for people.
    public var text: String {
        let f = fields
        return "\(date.text) \(pad(f.hour)):\(pad(f.minute)):\(pad(f.second)) UTC"
    }

    /// `09:30:05`, for timelines whose day is shown elsewhere.
    public var clock: String {
        let f = fields
        return "\(pad(f.hour)):\(pad(f.minute)):\(pad(f.second))"
    }

    /// RFC 822 as RSS 2.0 wants it: `Sun, 22 Nov 2026 09:30:05 GMT`.
    public var rfc822: String {
        let f = fields
        let weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][date.weekday]
        let month = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ][f.month - 1]
        return "\(weekday), \(pad(f.day)) \(month) \(f.year) \(clock) GMT"
    }

    /// Reads RFC 3339 (section 5.6) with an optional fraction and any offset; the offset's colon may be missing, as in ISO 8601. Nil when the text is anything else.
    public init?(rfc3339 text: String) {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2), reader.take("T") || reader.take("t") || reader.take(" "),
            let hour = reader.number(2), reader.take(":"), let minute = reader.number(2), reader.take(":"),
            let second = reader.number(2), let date = CivilDate(year: year, month: month, day: day),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        var fraction = 0
        if reader.take(".") {
            guard let millis = reader.fraction() else { return nil }
            fraction = millis
        }
        var offset = 0
        if !(reader.take("Z") || reader.take("z")) {
            let sign: Int
            if reader.take("+") { sign = 1 } else if reader.take("-") { sign = -1 } else { return nil }
            guard let hours = reader.number(2) else { return nil }
            _ = reader.take(":")
            guard let minutes = reader.number(2), hours < 24, minutes < 60 else { return nil }
            offset = sign * (hours * 60 + minutes) * 60
        }
        guard reader.isAtEnd else { return nil }
        let seconds = date.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second - offset
        self.init(milliseconds: Int64(seconds) * 1000 + Int64(fraction))
    }

    static func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
        let quotient = a / b
        return a % b < 0 ? quotient - 1 : quotient
    }
}

private func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

/// Takes a timestamp's text apart, byte by byte.
private struct DigitReader {
    private var bytes: Substring.UTF8View.SubSequence

    init(_ text: String) { bytes = Substring(text).utf8[...] }

    var isAtEnd: Bool { bytes.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard bytes.first == UInt8(ascii: character) else { return false }
        bytes.removeFirst()
        return true
    }

    mutating func number(_ digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let byte = bytes.first, (48...57).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 48)
            bytes.removeFirst()
        }
        return value
    }

    /// The fraction of a second in milliseconds; further digits are read and dropped.
    mutating func fraction() -> Int? {
        var value = 0
        var digits = 0
        while let byte = bytes.first, (48...57).contains(byte) {
            if digits < 3 { value = value * 10 + Int(byte - 48) }
            digits += 1
            bytes.removeFirst()
        }
        guard digits > 0 else { return nil }
        for _ in digits..<max(digits, 3) { value *= 10 }
        return value
    }
}
