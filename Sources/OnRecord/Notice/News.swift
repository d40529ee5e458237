/// What the journal says about news to subscribers: a part of its fold.
public struct News: Sendable, Equatable {
    /// Published since the last digest, oldest first.
    public private(set) var undigested: [Bulletin] = []
    public private(set) var digestedUntil = Timestamp(milliseconds: 0)
    /// Digests on their way.
    public private(set) var openDigests: Set<EffectID> = []

    mutating func apply(_ fact: Fact, of incident: Incident?) {
        switch fact.what {
        case .queued(let effect, .sendDigest(let digest)):
            openDigests.insert(effect)
            digestedUntil = digest.until
            undigested.removeAll { $0.at <= digest.until }
        case .settled(let effect, _): openDigests.remove(effect)
        default: if let bulletin = incident.flatMap({ Bulletin(fact, of: $0) }) { undigested.append(bulletin) }
        }
    }
}

extension State {
    /// Everything published in a span, in the order of time.
    public func bulletins(after: Timestamp, until: Timestamp) -> [Bulletin] {
        allIncidents.flatMap { incident in
            incident.facts.compactMap { fact in
                fact.at > after && fact.at <= until ? Bulletin(fact, of: incident) : nil
            }
        }.sorted { ($0.at, $0.incident) < ($1.at, $1.incident) }
    }
}
