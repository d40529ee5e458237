/// An edge between two milestones with a limit and the sentence the public reads.
/// A duty is the same edge with a law or contract behind it.
public struct Promise: Sendable, Hashable {
    public var id: String
    public var says: String
    public var when: Condition
    public var from: Milestone
    public var to: Milestone
    public var within: Limit
    /// Said in public beside the result: the operator tries, and does not vouch.
    public var bestEffort: Bool
    public var source: Source
    /// Set for a duty of the catalogue: the law decides when it applies and how its time is counted.
    public var adoption: Adoption?

    /// Duties that the policy adopts without words for the public stay inside.
    public var isPublic: Bool { adoption?.isPublic ?? true }

    /// A law or a contract stands behind it.
    var isDuty: Bool { if case .duty = source { true } else { false } }

    public enum Source: Sendable, Hashable {
        case promise
        case severity(String)
        case duty(citation: String, recipient: String)
    }

    /// How the limit reads: `within 15 minutes of confirmed`.
    public var limitText: String {
        switch within {
        case .elapsed: "within \(within.text) of \(from.text)"
        case .businessDays(1): "by the next business day after \(from.text)"
        case .businessDays: "within \(within.text) of \(from.text)"
        case .nextMonthlyNote: "in \(within.text) after \(from.text)"
        case .counted: "\(within.text) after \(from.text)"
        }
    }
}
