/// One member's share of a fan-out: evidence of what was done for whom, when, and what the other side answered.
public struct Delivery: Sendable, Hashable, Codable {
    public var effect: EffectID
    /// The cause; with `member` the identity of the delivery.
    public var purpose: String
    public var member: String
    public var state: State
    public var attempts: Int
    /// When it was tried last.
    public var at: Timestamp?
    /// What the other side answered then.
    public var detail: String
    /// While pending: not to be tried before; nil: at once.
    public var due: Timestamp?
    /// The mail's Message-ID without its brackets; nil until it was handed over for the first time.
    public var messageID: String?
    /// SHA-256 over the body of the mail as it was sent, as DKIM hashes it (RFC 6376 section 3.7), Base64.
    public var textHash: String?
    /// What was heard of it after it was accepted.
    public var report: Report?

    public enum State: String, Sendable, Codable, CaseIterable {
        case pending
        /// The other side took it.
        case done
        /// The other side will never take it.
        case failed
        /// It was taken, and came back.
        case bounced
    }

    /// The last that other servers said about a mail that they had taken.
    public struct Report: Sendable, Hashable, Codable {
        public var kind: ReturnedMail.Kind
        public var at: Timestamp
        public var detail: String
        /// Where it lay in the signal log.
        public var position: Int64

        public init(kind: ReturnedMail.Kind, at: Timestamp, detail: String, position: Int64) {
            (self.kind, self.at, self.detail, self.position) = (kind, at, detail, position)
        }
    }

    /// Whether a report that lies there in the signal log has not been taken yet.
    public func hasNotTaken(reportAt position: Int64) -> Bool { report.map { $0.position < position } ?? true }

    public init(
        effect: EffectID, purpose: String, member: String, state: State = .pending, attempts: Int = 0,
        at: Timestamp? = nil, detail: String = "", due: Timestamp? = nil, messageID: String? = nil,
        textHash: String? = nil, report: Report? = nil
    ) {
        (self.effect, self.purpose, self.member, self.state) = (effect, purpose, member, state)
        (self.attempts, self.at, self.detail, self.due) = (attempts, at, detail, due)
        (self.messageID, self.textHash, self.report) = (messageID, textHash, report)
    }

    /// Stable over every retry: begins the Message-ID's local part, and names the delivery in the journal, which holds no
    /// customers.
    public var key: DeliveryKey { Delivery.key(purpose: purpose, member: member) }

    public static func key(purpose: String, member: String) -> DeliveryKey {
        String(sha256Hex(Array("\(purpose)/\(member)".utf8)).prefix(32))
    }

    /// It ends, or waits on: each further try comes later than the one before.
    public mutating func tried(_ state: State, at moment: Timestamp, detail: String) {
        (self.state, at) = (state, moment)
        attempts += 1
        self.detail = String(detail.prefix(300))
        due = state == .pending ? moment + Backoff.pause(after: attempts, for: key) : nil
    }
}

public typealias DeliveryKey = String

/// Tries that failed come back later and later, and not all at one time.
enum Backoff {
    /// From 5 seconds doubling to 10 minutes, spread by a quarter so that what failed together does not return together.
    /// The spread comes from the id: chance is not needed for it.
    static func pause(after tries: Int, for id: String) -> Duration {
        let base = min(5000 << min(max(tries - 1, 0), 12), 600_000)
        let spread = sha256Hex(Array("\(id)#\(tries)".utf8)).utf8.first.map { Int($0) % 16 } ?? 0
        return .milliseconds(base + base * spread / 64)
    }
}

/// How many members of a fan-out are where.
public struct DeliveryCounts: Sendable, Hashable, Codable {
    /// Not settled yet, those that were deferred among them.
    public var pending: Int
    public var done, failed: Int
    public var bounced: Int
    /// Of the pending ones: tried, and told to come again later.
    public var deferred: Int
    /// Of the others: somebody complained.
    public var complaints: Int

    public init(
        pending: Int, done: Int, failed: Int, bounced: Int = 0, deferred: Int = 0, complaints: Int = 0
    ) {
        (self.pending, self.done, self.failed) = (pending, done, failed)
        (self.bounced, self.deferred, self.complaints) = (bounced, deferred, complaints)
    }

    public var total: Int { pending + done + failed + bounced }
    /// Accepted by the other side, whatever came back later.
    public var accepted: Int { done + bounced }
}

/// Members of an audience by the domain of their mail address.
public struct MailDomain: Sendable, Hashable, Codable {
    public var domain: String
    public var count: Int

    public init(domain: String, count: Int) { (self.domain, self.count) = (domain, count) }
}
