/// What somebody wants to hear of, and how often.
public struct Subscription: Sendable, Hashable, Codable {
    /// Ids of the policy's services, in the policy's order; empty: all of them, those to come among them.
    public var services: [String]
    /// At least one, each once, in the order of `Topic.allCases`.
    public var topics: [Topic]
    public var pace: Pace

    /// A kind of news, chosen apart from all others.
    public enum Topic: String, Sendable, Hashable, Codable, CaseIterable {
        /// The page is reserved, updates, and that it is over.
        case incidents
        /// Post-mortems and corrections to them.
        case postMortems = "post_mortems"
        case maintenance
        /// The monthly transparency note.
        case notes
    }

    public enum Pace: String, Sendable, Hashable, Codable, CaseIterable {
        case atOnce = "at_once"
        /// One mail a day with everything since the last one.
        case daily
    }

    /// - Throws: `Refusal` when it names a service that the policy lacks, or no topic at all.
    public init(services: [String], topics: Set<Topic>, pace: Pace, policy: Policy) throws {
        if let stray = services.first(where: { id in !policy.services.contains { $0.id == id } }) {
            throw Refusal.unknown("A service", stray, expected: policy.services.map(\.id))
        }
        guard !topics.isEmpty else {
            throw Refusal.invalid("No kind of news is chosen; expected at least one. Tick what you want to hear of.")
        }
        // Who ticks every service means all of them, and not just those of today.
        let chosen = policy.services.map(\.id).filter(services.contains)
        self.services = chosen.count == policy.services.count ? [] : chosen
        self.topics = Topic.allCases.filter(topics.contains)
        self.pace = pace
    }

    public init(services: [String] = [], topics: [Topic] = Topic.allCases, pace: Pace = .atOnce) {
        (self.services, self.topics, self.pace) = (services, topics, pace)
    }

    public func wants(_ bulletin: Bulletin) -> Bool {
        // News whose services are not known yet concerns everybody.
        topics.contains(bulletin.topic)
            && (services.isEmpty || bulletin.services.isEmpty || services.contains(where: bulletin.services.contains))
    }
}
