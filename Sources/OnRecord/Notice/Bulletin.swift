/// Something published that subscribers hear of. Ids only: the texts are documents.
public struct Bulletin: Sendable, Hashable, Codable {
    public var incident: IncidentID
    public var event: Event
    public var at: Timestamp
    /// What was written; nil where the event says it all.
    public var document: DocumentID?
    /// The incident's services as they were known then; empty: not known.
    public var services: [String]

    public enum Event: String, Sendable, Hashable, Codable {
        case pageReserved = "page_reserved"
        case update
        case postMortem = "post_mortem"
        case correction, resolved
    }

    public var topic: Subscription.Topic {
        switch event {
        case .pageReserved, .update, .resolved: .incidents
        case .postMortem, .correction: .postMortems
        }
    }

    /// Nil when the fact is no news to the public.
    public init?(_ fact: Fact, of incident: Incident) {
        guard incident.page != nil else { return nil }
        switch fact.what {
        case .pageReserved: event = .pageReserved
        case .milestoneReached(.resolved, _): event = .resolved
        case .documented(let id, .update, _): (event, document) = (.update, id)
        case .documented(let id, .postMortem, _): (event, document) = (.postMortem, id)
        case .documented(let id, .correction, _): (event, document) = (.correction, id)
        default: return nil
        }
        (self.incident, at, services) = (incident.id, fact.at, incident.scope?.services ?? [])
    }

    public init(
        incident: IncidentID, event: Event, at: Timestamp, document: DocumentID? = nil, services: [String] = []
    ) {
        (self.incident, self.event, self.at) = (incident, event, at)
        (self.document, self.services) = (document, services)
    }
}

/// Whom news is for: confirmed subscribers who chose its topic and one of its services, before it came.
public struct Readership: Sendable, Hashable, Codable {
    public var topic: Subscription.Topic
    /// Empty: whatever service they chose.
    public var services: [String]
    /// When the newest of it was published. Who came later hears of what is published from then on.
    public var newest: Timestamp

    public init(topic: Subscription.Topic, services: [String], newest: Timestamp) {
        (self.topic, self.services, self.newest) = (topic, services, newest)
    }

    public init(_ bulletin: Bulletin) {
        self.init(topic: bulletin.topic, services: bulletin.services, newest: bulletin.at)
    }
}
