/// Who asked for news. Personal data, and all there is of it: forgetting one takes address, choices and keys at once.
public protocol Subscribers: AnyObject, Sendable {
    /// A request for an address: a new one, or `Subscriber.asked(again:)` of the one that is there. An address is there
    /// once, whatever its case.
    /// - Returns: false when so many wait to be confirmed that no further one is taken.
    func request(_ request: Subscriber) throws -> Bool

    /// The first confirmation's moment stays.
    /// - Returns: the subscriber; nil when there is none with this id.
    func confirm(_ id: SubscriberID, at moment: Timestamp) throws -> Subscriber?
    /// - Returns: the subscriber as it is now; nil when the key opens none.
    func change(_ key: String, to subscription: Subscription, at moment: Timestamp) throws -> Subscriber?

    func subscriber(_ id: SubscriberID) throws -> Subscriber?
    func subscriber(withKey key: String) throws -> Subscriber?

    /// - Returns: whether there was one.
    @discardableResult
    func forgetSubscriber(withKey key: String) throws -> Bool
    @discardableResult
    func forgetSubscriber(withMail mail: String) throws -> Bool
    /// Forgets requests that nobody confirmed and whose last greeting was before a moment.
    @discardableResult
    func forgetUnconfirmed(before moment: Timestamp) throws -> Int

    /// Whose greeting is due, longest owed first.
    func greetingsDue(at moment: Timestamp, limit: Int) throws -> [Subscriber]
    /// Stores what became of a greeting, unless another is owed meanwhile.
    func save(_ greeting: Subscriber.Greeting, of id: SubscriberID) throws

    func subscriberCounts() throws -> SubscriberCounts
}
