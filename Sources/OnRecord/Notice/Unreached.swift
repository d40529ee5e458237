/// The task to reach a customer another way, because a notice that is owed did not arrive. Who it is stands in the
/// directory, behind the delivery's key.
public struct Unreached: Sendable, Hashable, Codable {
    public var key: DeliveryKey
    public var cause: Cause
    /// The other server's status (RFC 3463) or reply code; empty when there is none.
    public var status: String

    public enum Cause: String, Sendable, Hashable, Codable, CaseIterable {
        /// The mail server would not take it.
        case refused
        /// It was taken, and came back.
        case bounced

        public var text: String {
            switch self {
            case .refused: "the mail server refused it"
            case .bounced: "it came back"
            }
        }
    }

    public init(key: DeliveryKey, cause: Cause, status: String = "") {
        (self.key, self.cause, self.status) = (key, cause, String(status.prefix(10)))
    }
}

/// How somebody was reached whom a mail did not reach, or that nobody could.
public enum ContactWay: String, Sendable, Hashable, Codable, CaseIterable {
    case phone, letter, person, chat
    case otherMail = "other_mail"
    /// Everything reasonable was tried, and nothing reached them.
    case impossible

    public var text: String {
        switch self {
        case .phone: "by phone"
        case .letter: "by letter"
        case .person: "in person"
        case .chat: "by chat or text message"
        case .otherMail: "at another mail address"
        case .impossible: "not at all: everything reasonable was tried"
        }
    }
}

extension Incident {
    /// A task as it stands.
    public struct Contact: Sendable, Hashable {
        public var task: Unreached
        public var effect: EffectID
        public var since: Timestamp
        /// Nil while it is open.
        public var end: End?

        public enum End: Sendable, Hashable {
            /// A later try by mail was accepted.
            case mailed(at: Timestamp)
            case reached(ContactWay, note: DocumentID, at: Timestamp)
        }

        public var isOpen: Bool { end == nil }
        /// Whoever it is about has been told.
        public var isReached: Bool {
            switch end {
            case .mailed: true
            case .reached(let way, _, _): way != .impossible
            case nil: false
            }
        }
    }

    /// Customers who still have to be reached, the oldest task first.
    public var openContacts: [Contact] {
        contacts.values.filter(\.isOpen).sorted { ($0.since, $0.task.key) < ($1.since, $1.task.key) }
    }
}
