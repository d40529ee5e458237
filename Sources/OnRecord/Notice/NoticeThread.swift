/// How a message about an incident hangs on those before it (RFC 5322, section 3.6.4), without angle brackets.
public struct NoticeThread: Sendable, Hashable {
    public var inReplyTo: String?
    public var references: [String]

    /// - Parameter first: the Message-ID of the first notice to the same reader; nil for that notice itself, which only
    ///   names the incident, so that mail programs keep together what belongs together.
    public init(incident: IncidentID, domain: String, first: String? = nil) {
        inReplyTo = first
        references = ["\(incident)@\(domain)"] + (first.map { [$0] } ?? [])
    }
}

extension Incident {
    /// What the breach notice to one customer is known by (`Delivery.key`), whichever effect sent it; nil while none was
    /// queued.
    public func breachNotice(to member: CustomerID) -> String? {
        guard let task = work.values.map(\.task).first(where: \.isNotice) else { return nil }
        let effect = Effect(id: id, incident: id, task: task, notBefore: openedAt)
        return Delivery(effect: effect.id, purpose: effect.purpose, member: member).key
    }
}
