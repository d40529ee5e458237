import OnRecord
import Sigma

/// When an event happened, as its sender says. Senders' clocks and formats differ; what cannot be read, or lies ahead
/// of our clock by more than a few minutes, gives way to the moment of receipt, so that one wrong clock cannot
/// hold every window open.
public enum EventTime {
    public static let aheadMax = Duration.minutes(5)
    private static let names = ["timestamp", "@timestamp", "time", "ts", "time_local"]

    static func of(_ fields: [String: Value], receivedAt: Timestamp) -> Timestamp {
        for name in names {
            guard let value = fields[name], let moment = read(value) else { continue }
            return moment > receivedAt + aheadMax ? receivedAt : moment
        }
        return receivedAt
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
