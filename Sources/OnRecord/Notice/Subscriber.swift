public typealias SubscriberID = String

/// Somebody who asked for news by mail. Lives among the subscribers, never in journal or record, and is gone without a
/// trace when unsubscribed; the id says nothing about anybody and stays in the evidence of what was sent.
public struct Subscriber: Sendable, Hashable {
    public var id: SubscriberID
    public var mail: String
    /// 128 random bits in hex: whoever has a mail of ours changes or ends the subscription with it.
    public var key: String
    public var subscription: Subscription
    public var requestedAt: Timestamp
    /// Pressed the button behind the link that only the mailbox's owner can have read. Nil: gets nothing but greetings.
    public var confirmedAt: Timestamp?
    /// What is published from this moment on comes at the chosen pace: the confirmation, or the last change of pace. What
    /// came at once is not told again by the digest.
    public var hearsFrom: Timestamp?
    public var greeting: Greeting

    /// The mail that answers a request: the link to confirm, or a word to whoever subscribed long ago.
    public struct Greeting: Sendable, Hashable {
        /// How many this address was owed so far.
        public var number: Int
        /// Since when the newest is owed; once it is sent, when that was.
        public var at: Timestamp
        /// When to try to send it next; nil: sent.
        public var due: Timestamp?
        /// How often it was tried.
        public var tries: Int

        public init(number: Int, at: Timestamp, due: Timestamp?, tries: Int = 0) {
            (self.number, self.at, self.due, self.tries) = (number, at, due, tries)
        }
    }

    /// An unconfirmed request is forgotten so long after its last greeting.
    public static let patience = Duration.hours(24)
    /// Requests that wait to be confirmed, all together: anybody can make one.
    public static let waitingMax = 10_000

    public init(
        id: SubscriberID, mail: String, key: String, subscription: Subscription, requestedAt: Timestamp,
        confirmedAt: Timestamp? = nil, hearsFrom: Timestamp? = nil, greeting: Greeting
    ) {
        (self.id, self.mail, self.key, self.subscription) = (id, mail, key, subscription)
        (self.requestedAt, self.confirmedAt, self.hearsFrom) = (requestedAt, confirmedAt, hearsFrom ?? confirmedAt)
        self.greeting = greeting
    }

    /// A request as it comes in: not confirmed, and owed a greeting.
    /// - Throws: `Refusal` when the address is none.
    public init(
        requesting subscription: Subscription, to mail: String, at now: Timestamp,
        random: inout some RandomNumberGenerator
    ) throws {
        let mail = mail.trimmed
        guard MailAddress.isPlausible(mail) else {
            throw Refusal.invalid(
                "The address is “\(mail.prefix(80))”; expected one mail address such as ada@customer.example. Correct it."
            )
        }
        func hex(_ count: Int) -> String {
            CommittedText.hex((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) })
        }
        self.init(
            id: "s" + hex(8), mail: mail, key: hex(16), subscription: subscription, requestedAt: now,
            greeting: Greeting(number: 1, at: now, due: now))
    }

    /// Mailboxes that differ in case only are one mailbox wherever it matters here.
    public static func mailbox(_ mail: String) -> String { mail.trimmed.lowercased() }

    /// The first confirmation counts; a second press of the button changes nothing.
    public func confirmed(at now: Timestamp) -> Subscriber {
        var result = self
        if confirmedAt == nil { (result.confirmedAt, result.hearsFrom) = (now, now) }
        return result
    }

    public func changed(to subscription: Subscription, at now: Timestamp) -> Subscriber {
        var result = self
        result.subscription = subscription
        if hearsFrom != nil, subscription.pace != self.subscription.pace { result.hearsFrom = now }
        return result
    }

    /// Somebody asked again for this address, and it may be anybody. What was confirmed stays as it is; a further greeting
    /// is owed an hour after the last one at the earliest, and each later one after twice the time.
    public func asked(again request: Subscriber) -> Subscriber {
        var result = self
        if confirmedAt == nil { result.subscription = request.subscription }
        let pause = Duration.hours(min(24, 1 << min(greeting.number - 1, 5)))
        guard greeting.due == nil, request.requestedAt >= greeting.at + pause else { return result }
        result.greeting = Greeting(number: greeting.number + 1, at: request.requestedAt, due: request.requestedAt)
        return result
    }

    /// A greeting the relay could not take is tried again: from 30 seconds doubling to half an hour, for a day.
    public func greeted(_ outcome: JobResult, at now: Timestamp) -> Subscriber {
        var result = self
        result.greeting.tries += 1
        if case .failed(_, final: false) = outcome, now < greeting.at + Subscriber.patience {
            result.greeting.due = now + .seconds(min(1800, 30 << Int64(min(greeting.tries, 6))))
        } else {
            (result.greeting.due, result.greeting.at) = (nil, max(greeting.at, now))
        }
        return result
    }
}

public struct SubscriberCounts: Sendable, Hashable, Codable {
    public var confirmed: Int
    /// Of the confirmed, those who get one mail a day.
    public var daily: Int
    public var waiting: Int

    public init(confirmed: Int, daily: Int, waiting: Int) {
        (self.confirmed, self.daily, self.waiting) = (confirmed, daily, waiting)
    }
}
