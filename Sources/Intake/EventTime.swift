import OnRecord
import Sigma

/// When an event happened, as its sender says. Senders' clocks and formats differ; what cannot be read, or lies ahead
/// of our clock by more than a few minutes, gives way to the moment of receipt, so that one wrong clock cannot
/// hold every window open.
public enum EventTime {
    public static let aheadMax = Duration.minutes(5)
    private static let ahead = aheadMax.milliseconds
    private static let names = ["timestamp", "@timestamp", "time", "ts", "time_local"]
    private static let table = FieldTable(names)

    static func of(_ fields: [String: Value], receivedAt: Timestamp) -> Timestamp {
        for name in names {
            guard let value = fields[name], let moment = read(value) else { continue }
            return moment.milliseconds > receivedAt.milliseconds + ahead ? receivedAt : moment
        }
        return receivedAt
    }

    static func of(_ json: JSONText, receivedAt: Timestamp) -> Timestamp {
        // One place for each name, in their order.
        var moments = SIMD8<Int64>(repeating: .min)
        json.forEachMember(in: table) { place, text in
            let moment = text.map(read) ?? json[FieldKey(names[place])].flatMap(read)
            moments[place] = moment?.milliseconds ?? .min
        }
        for place in names.indices where moments[place] != .min {
            return moments[place] > receivedAt.milliseconds + ahead
                ? receivedAt : Timestamp(milliseconds: moments[place])
        }
        return receivedAt
    }

    private static func read(_ text: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        plain(text) ?? read(.string(String(decoding: text, as: UTF8.self)))
    }

    /// The form that most senders write, `2026-11-22T09:30:05.123Z`, with any fraction or none; nil for all others.
    private static func plain(_ text: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        guard text.count >= 20, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            text[10] == UInt8(ascii: "T"), text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            text[text.count - 1] == UInt8(ascii: "Z"),
            let year = number(text, 0..<4), let month = number(text, 5..<7), let day = number(text, 8..<10),
            let hour = number(text, 11..<13), let minute = number(text, 14..<16), let second = number(text, 17..<19),
            let date = CivilDate(year: year, month: month, day: day), hour < 24, minute < 60, second <= 60
        else { return nil }
        var fraction = 0
        if text.count > 20 {
            guard text[19] == UInt8(ascii: "."), text.count > 21 else { return nil }
            var unit = 100
            for index in 20..<text.count - 1 {
                guard let digit = number(text, index..<index + 1) else { return nil }
                fraction += digit * unit
                unit /= 10
            }
        }
        let seconds = date.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second
        return Timestamp(milliseconds: Int64(seconds * 1000 + fraction))
    }

    @inline(__always)
    private static func number(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
        var number = 0
        for index in range {
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            number = number * 10 + Int(digit)
        }
        return number
    }

    private static func read(_ value: Value) -> Timestamp? {
        switch value {
        case .string(let text): Timestamp(rfc3339: text) ?? nginx(text)
        // Seconds up to the year 5138, milliseconds from 1973 on: the two ranges do not meet.
        case .integer(let number) where number > 0:
            Timestamp(milliseconds: number < 100_000_000_000 ? number * 1000 : number)
        case .double(let number) where number > 0 && number < 100_000_000_000:
            Timestamp(milliseconds: Int64(number * 1000))
        default: nil
        }
    }

    /// `22/Nov/2026:10:00:00 +0100`, the common log format.
    private static func nginx(_ text: String) -> Timestamp? {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard let found = text.wholeMatch(of: /(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})/),
            let month = months.firstIndex(of: String(found.2))
        else { return nil }
        let number = month + 1
        return Timestamp(rfc3339: "\(found.3)-\(number < 10 ? "0" : "")\(number)-\(found.1)T\(found.4)\(found.5)")
    }
}
