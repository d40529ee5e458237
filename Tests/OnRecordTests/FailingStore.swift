import OnRecord

struct DiskFull: Error {}

/// A store whose next append fails, in one of the two ways there are; its journal can be swapped for another.
/// Unchecked: it belongs to one test, and nothing in that runs beside anything else.
final class FailingStore: Store, @unchecked Sendable {
    enum Failure { case beforeTheWrite, afterTheWrite }

    private let base: any Store
    var failure: Failure?
    var rows: [JournalRow]?

    init(_ base: any Store) { self.base = base }

    func append(_ transaction: Transaction) throws {
        defer { failure = nil }
        if failure == .beforeTheWrite { throw DiskFull() }
        try base.append(transaction)
        if failure == .afterTheWrite { throw DiskFull() }
    }

    func facts(after sequence: Int64, limit: Int) throws -> [JournalRow] {
        guard let rows else { return try base.facts(after: sequence, limit: limit) }
        return Array(rows.filter { $0.sequence > sequence }.prefix(limit))
    }

    // MARK: - Everything else, as the base does it

    func document(_ id: DocumentID) throws -> Document? { try base.document(id) }
    func alerts(of incident: IncidentID?, limit: Int) throws -> [Alert] {
        try base.alerts(of: incident, limit: limit)
    }
    func alert(_ id: AlertID) throws -> StoredAlert? { try base.alert(id) }
    func openAlerts(limit: Int) throws -> [StoredAlert] { try base.openAlerts(limit: limit) }
    func alerts(before cursor: Int64?, limit: Int) throws -> AlertPage {
        try base.alerts(before: cursor, limit: limit)
    }
    func entries(from index: Int, limit: Int) throws -> [SealedEntry] { try base.entries(from: index, limit: limit) }
    func entryCount() throws -> Int { try base.entryCount() }

    func leaseEffects(at now: Timestamp, until: Timestamp, limit: Int) throws -> [LeasedEffect] {
        try base.leaseEffects(at: now, until: until, limit: limit)
    }
    func postpone(_ effect: EffectID, until: Timestamp) throws { try base.postpone(effect, until: until) }
    func releaseLeases() throws { try base.releaseLeases() }
    func pendingDeliveries(of effect: EffectID, dueBy now: Timestamp, limit: Int) throws -> [Delivery] {
        try base.pendingDeliveries(of: effect, dueBy: now, limit: limit)
    }
    func record(_ deliveries: [Delivery]) throws { try base.record(deliveries) }
    func deliveryCounts(of effect: EffectID) throws -> DeliveryCounts { try base.deliveryCounts(of: effect) }
    func nextDelivery(of effect: EffectID) throws -> Timestamp? { try base.nextDelivery(of: effect) }
    func deliveries(of effect: EffectID, in states: [Delivery.State], limit: Int) throws -> [Delivery] {
        try base.deliveries(of: effect, in: states, limit: limit)
    }
    func deliveries(for purpose: String, after member: String?, limit: Int) throws -> [Delivery] {
        try base.deliveries(for: purpose, after: member, limit: limit)
    }
    func delivery(withKey key: DeliveryKey) throws -> Delivery? { try base.delivery(withKey: key) }
    func deliveries(of effect: EffectID) throws -> [Delivery] { try base.deliveries(of: effect) }

    func save(_ batches: [SignalBatch]) throws -> Int64 { try base.save(batches) }
    func signals(after position: Int64, limit: Int) throws -> [StoredBatch] {
        try base.signals(after: position, limit: limit)
    }
    func detectorMark() throws -> DetectorMark? { try base.detectorMark() }
    func save(_ mark: DetectorMark) throws { try base.save(mark) }
    func forgetSignals(before: Timestamp) throws -> Int { try base.forgetSignals(before: before) }

    func save(_ customers: [Customer]) throws { try base.save(customers) }
    func customer(_ id: CustomerID) throws -> Customer? { try base.customer(id) }
    func customers(in audience: AudienceID) throws -> [Customer] { try base.customers(in: audience) }
    func customers(in audience: AudienceID, limit: Int) throws -> [Customer] {
        try base.customers(in: audience, limit: limit)
    }
    func customers(_ ids: [CustomerID]) throws -> [Customer] { try base.customers(ids) }
    func mailDomains(in audience: AudienceID) throws -> [MailDomain] { try base.mailDomains(in: audience) }
    func tokens(in audience: AudienceID, of customers: [CustomerID]) throws -> [Token] {
        try base.tokens(in: audience, of: customers)
    }
    func audience(_ id: AudienceID) throws -> Audience? { try base.audience(id) }
    func customerCount() throws -> Int { try base.customerCount() }
    func customerIDs() throws -> [CustomerID] { try base.customerIDs() }
    func customerIDs(among ids: [CustomerID]) throws -> [CustomerID] { try base.customerIDs(among: ids) }
    func insert(_ token: Token, secretHash: String) throws { try base.insert(token, secretHash: secretHash) }
    func token(withSecretHash hash: String) throws -> Token? { try base.token(withSecretHash: hash) }
    func tokens(_ ids: [TokenID]) throws -> [Token] { try base.tokens(ids) }
    func tokens(of customer: CustomerID) throws -> [Token] { try base.tokens(of: customer) }
    func revoke(_ tokens: [TokenID], at moment: Timestamp) throws { try base.revoke(tokens, at: moment) }
    func load(_ columns: Set<CustomerColumn>, _ next: () throws -> [CustomerRow]?) throws {
        try base.load(columns, next)
    }
    func billingPeriods(of customer: CustomerID) throws -> [BillingPeriod] { try base.billingPeriods(of: customer) }

    func billing(
        of audience: AudienceID, creditedFor purpose: String, after member: CustomerID?, limit: Int
    ) throws -> [BillingRecord] {
        try base.billing(of: audience, creditedFor: purpose, after: member, limit: limit)
    }
    func save(_ credits: [Credit], in list: CreditListID) throws { try base.save(credits, in: list) }
    func seal(_ list: CreditList) throws { try base.seal(list) }
    func creditList(_ id: CreditListID) throws -> CreditList? { try base.creditList(id) }
    func credits(in list: CreditListID, after customer: CustomerID?, limit: Int) throws -> [Credit] {
        try base.credits(in: list, after: customer, limit: limit)
    }
    func credits(in list: CreditListID, of customers: [CustomerID]) throws -> [Credit] {
        try base.credits(in: list, of: customers)
    }

    func request(_ request: Subscriber) throws -> Bool { try base.request(request) }
    func confirm(_ id: SubscriberID, at moment: Timestamp) throws -> Subscriber? { try base.confirm(id, at: moment) }
    func change(_ key: String, to subscription: Subscription, at moment: Timestamp) throws -> Subscriber? {
        try base.change(key, to: subscription, at: moment)
    }
    func subscriber(_ id: SubscriberID) throws -> Subscriber? { try base.subscriber(id) }
    func subscriber(withKey key: String) throws -> Subscriber? { try base.subscriber(withKey: key) }
    func forgetSubscriber(withKey key: String) throws -> Bool { try base.forgetSubscriber(withKey: key) }
    func forgetSubscriber(withMail mail: String) throws -> Bool { try base.forgetSubscriber(withMail: mail) }
    func forgetUnconfirmed(before moment: Timestamp) throws -> Int { try base.forgetUnconfirmed(before: moment) }
    func greetingsDue(at moment: Timestamp, limit: Int) throws -> [Subscriber] {
        try base.greetingsDue(at: moment, limit: limit)
    }
    func save(_ greeting: Subscriber.Greeting, of id: SubscriberID) throws { try base.save(greeting, of: id) }
    func subscriberCounts() throws -> SubscriberCounts { try base.subscriberCounts() }
    func hasSubscribers(among readers: [Readership], pace: Subscription.Pace) throws -> Bool {
        try base.hasSubscribers(among: readers, pace: pace)
    }
}
