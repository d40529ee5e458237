/// A customer whom a notice did not reach, as page and API show it.
public struct ContactTask: Codable, Sendable, Hashable {
    /// Of one incident.
    public static let listedMax = 500

    public var task: String
    public var customer, name, mail: String?
    public var cause, status, answer: String
    public var since: String
    public var isOpen: Bool
    public var way: String?
    public var closedAt: String?

    public init(_ contact: Incident.Contact, delivery: Delivery?, customer: Customer?) {
        task = contact.task.key
        self.customer = delivery?.member
        (name, mail) = (customer?.name, customer?.mail)
        (cause, status) = (contact.task.cause.rawValue, contact.task.status)
        answer = delivery.map { $0.report?.detail ?? $0.detail } ?? ""
        (since, isOpen) = (contact.since.rfc3339, contact.isOpen)
        switch contact.end {
        case .mailed(let at): (way, closedAt) = ("mail", at.rfc3339)
        case .reached(let way, _, let at): (self.way, closedAt) = (way.rawValue, at.rfc3339)
        case nil: break
        }
    }
}
