/// The day's news in one mail, for those who chose that.
public struct Digest: Sendable, Hashable, Codable {
    /// It tells what was published behind this moment…
    public var after: Timestamp
    /// …up to and with this one.
    public var until: Timestamp
    /// Whom any of it is for.
    public var readers: [Readership]

    /// Hours into the organisation's day.
    static let hour = 8

    init(_ bulletins: [Bulletin], after: Timestamp, until: Timestamp) {
        (self.after, self.until) = (after, until)
        // One line for each combination of topic and services, with the newest of its news.
        let newest = Dictionary(grouping: bulletins.map(Readership.init)) { Combination($0) }
            .compactMapValues { $0.max { $0.newest < $1.newest } }
        readers = newest.values.sorted {
            ($0.topic.rawValue, $0.services.joined(separator: " "))
                < ($1.topic.rawValue, $1.services.joined(separator: " "))
        }
    }

    private struct Combination: Hashable {
        var topic: Subscription.Topic
        var services: [String]
        init(_ readers: Readership) { (topic, services) = (readers.topic, readers.services) }
    }

    /// What a subscriber finds in it.
    public func bulletins(for subscriber: Subscriber, among all: [Bulletin]) -> [Bulletin] {
        guard let start = subscriber.hearsFrom else { return [] }
        return all.filter { $0.at > after && $0.at <= until && $0.at >= start && subscriber.subscription.wants($0) }
    }
}

extension BusinessCalendar {
    /// The last time at or before a moment at which a digest goes out. On the days when the clocks change it is an hour off.
    func lastDigest(before moment: Timestamp) -> Timestamp {
        let day = date(at: moment)
        func time(on day: CivilDate) -> Timestamp {
            end(of: CivilDate(daysSinceEpoch: day.daysSinceEpoch - 1)) + .milliseconds(1)
                + .hours(Int64(Digest.hour))
        }
        let today = time(on: day)
        return today <= moment ? today : time(on: CivilDate(daysSinceEpoch: day.daysSinceEpoch - 1))
    }
}
