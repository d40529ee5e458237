import OnRecord
import Sigma

/// Times as senders write them. None of it is trusted further than the moment of receipt allows.
enum SenderTime {
    /// The first that can be read; the moment of receipt when none can, or when it lies too far ahead.
    static func at(_ values: Value?..., receivedAt: Timestamp) -> Timestamp {
        values.lazy.compactMap { $0.flatMap(read) }.first?.believed(at: receivedAt) ?? receivedAt
    }

    /// RFC 3339 with any zone, or none, which is UTC; seconds, milliseconds, microseconds or nanoseconds since 1970, as a
    /// number or as its digits. Nil for all else, and for the year 1, by which Go programs mean that no time is set.
    static func read(_ value: Value) -> Timestamp? {
        switch value {
        case .integer(let number): sinceEpoch(number)
        case .double(let number) where number > 0 && number < 100_000_000_000:
            Timestamp(milliseconds: Int64(number * 1000))
        case .double(let number): Int64(exactly: number.rounded(.down)).flatMap { sinceEpoch($0) }
        case .string(let text): written(text)
        case .null, .bool, .list, .map: nil
        }
    }

    private static func written(_ text: String) -> Timestamp? {
        guard (1...40).contains(text.utf8.count) else { return nil }
        if let number = Int64(text) { return sinceEpoch(number) }
        if let number = Double(text), number.isFinite { return read(.double(number)) }
        // PagerDuty's own client writes an offset and a Z behind it.
        let moment =
            Timestamp(rfc3339: text) ?? Timestamp(rfc3339: text + "Z")
            ?? (text.hasSuffix("Z") ? Timestamp(rfc3339: String(text.dropLast())) : nil)
        return moment.flatMap { $0.milliseconds > 0 ? $0 : nil }
    }

    /// The units' ranges meet nowhere between 1973 and the year 5138.
    private static func sinceEpoch(_ number: Int64) -> Timestamp? {
        switch number {
        case 1..<100_000_000_000: Timestamp(milliseconds: number * 1000)
        case 100_000_000_000..<100_000_000_000_000: Timestamp(milliseconds: number)
        case 100_000_000_000_000..<100_000_000_000_000_000: Timestamp(milliseconds: number / 1000)
        case 100_000_000_000_000_000...: Timestamp(milliseconds: number / 1_000_000)
        default: nil
        }
    }
}

extension Timestamp {
    /// A moment in nanoseconds since 1970, as logs carry it. Nil for 0, which means that none was set.
    init?(nanoseconds: UInt64) {
        guard nanoseconds > 0 else { return nil }
        self.init(milliseconds: Int64(nanoseconds / 1_000_000))
    }

    /// The moment of receipt, where the sender's clock runs further ahead than is believed.
    func believed(at receivedAt: Timestamp) -> Timestamp {
        self > receivedAt + EventTime.aheadMax ? receivedAt : self
    }
}
