import OnRecord
import SQLiteStore

/// SQLite in memory whose writes can fail. Reads tell the truth: a step that fails on reading is one that fails before
/// its write. Every write that was done is remembered, so that an old backup can be restored.
/// Unchecked: a world lives in one task, and nothing in it runs beside anything else.
final class FaultyStore: Store, @unchecked Sendable {
    private(set) var real: any Store
    private var done: [(any Store) throws -> Void] = []
    private let faults: Faults

    init(_ faults: Faults) throws { (real, self.faults) = (try SQLiteStore.inMemory(), faults) }

    /// How many writes the store holds: the name of a backup made now.
    var age: Int { done.count }

    /// Becomes the store it was at that age.
    func restore(_ age: Int) throws {
        done.removeLast(done.count - age)
        real = try SQLiteStore.inMemory()
        for write in done { try write(real) }
    }

    private func write<T>(_ body: @escaping (any Store) throws -> T) throws -> T {
        try faults.write {
            let result = try body(real)
            done.append { store in _ = try body(store) }
            return result
        }
    }

    // MARK: - Journal
    func append(_ transaction: Transaction) throws { try write { try $0.append(transaction) } }
    func facts(after sequence: Int64, limit: Int) throws -> [JournalRow] {
        try real.facts(after: sequence, limit: limit)
    }
    func document(_ id: DocumentID) throws -> Document? { try real.document(id) }
    func alerts(of incident: IncidentID?, limit: Int) throws -> [Alert] {
        try real.alerts(of: incident, limit: limit)
    }
    func alert(_ id: AlertID) throws -> StoredAlert? { try real.alert(id) }
    func openAlerts(limit: Int) throws -> [StoredAlert] { try real.openAlerts(limit: limit) }
    func alerts(before cursor: Int64?, limit: Int) throws -> AlertPage {
        try real.alerts(before: cursor, limit: limit)
    }
    func entries(from index: Int, limit: Int) throws -> [SealedEntry] { try real.entries(from: index, limit: limit) }
    func entryCount() throws -> Int { try real.entryCount() }

    // MARK: - Outbox
    func leaseEffects(at now: Timestamp, until: Timestamp, limit: Int) throws -> [LeasedEffect] {
        try write { try $0.leaseEffects(at: now, until: until, limit: limit) }
    }
    func postpone(_ effect: EffectID, until: Timestamp) throws { try write { try $0.postpone(effect, until: until) } }
    func releaseLeases() throws { try write { try $0.releaseLeases() } }
    func pendingDeliveries(of effect: EffectID, dueBy now: Timestamp, limit: Int) throws -> [Delivery] {
        try real.pendingDeliveries(of: effect, dueBy: now, limit: limit)
    }
    func record(_ deliveries: [Delivery]) throws { try write { try $0.record(deliveries) } }
    func deliveryCounts(of effect: EffectID) throws -> DeliveryCounts { try real.deliveryCounts(of: effect) }
    func nextDelivery(of effect: EffectID) throws -> Timestamp? { try real.nextDelivery(of: effect) }
    func deliveries(of effect: EffectID, in states: [Delivery.State], limit: Int) throws -> [Delivery] {
        try real.deliveries(of: effect, in: states, limit: limit)
    }
    func deliveries(for purpose: String, after member: String?, limit: Int) throws -> [Delivery] {
        try real.deliveries(for: purpose, after: member, limit: limit)
    }
    func delivery(withKey key: DeliveryKey) throws -> Delivery? { try real.delivery(withKey: key) }
    func deliveries(of effect: EffectID) throws -> [Delivery] { try real.deliveries(of: effect) }

    // MARK: - Signal log
    @discardableResult
    func save(_ batches: [SignalBatch]) throws -> Int64 { try write { try $0.save(batches) } }
    func signals(after position: Int64, limit: Int) throws -> [StoredBatch] {
        try real.signals(after: position, limit: limit)
    }
    func detectorMark() throws -> DetectorMark? { try real.detectorMark() }
    func save(_ mark: DetectorMark) throws { try write { try $0.save(mark) } }
    @discardableResult
    func forgetSignals(before: Timestamp) throws -> Int { try write { try $0.forgetSignals(before: before) } }

    // MARK: - Directory
    func save(_ customers: [Customer]) throws { try write { try $0.save(customers) } }
    func customer(_ id: CustomerID) throws -> Customer? { try real.customer(id) }
    func customers(in audience: AudienceID) throws -> [Customer] { try real.customers(in: audience) }
    func customers(in audience: AudienceID, limit: Int) throws -> [Customer] {
        try real.customers(in: audience, limit: limit)
    }
    func customers(_ ids: [CustomerID]) throws -> [Customer] { try real.customers(ids) }
    func mailDomains(in audience: AudienceID) throws -> [MailDomain] { try real.mailDomains(in: audience) }
    func tokens(in audience: AudienceID, of customers: [CustomerID]) throws -> [Token] {
        try real.tokens(in: audience, of: customers)
    }
    func audience(_ id: AudienceID) throws -> Audience? { try real.audience(id) }
    func customerCount() throws -> Int { try real.customerCount() }
    func customerIDs() throws -> [CustomerID] { try real.customerIDs() }
    func customerIDs(among ids: [CustomerID]) throws -> [CustomerID] { try real.customerIDs(among: ids) }
    func insert(_ token: Token, secretHash: String) throws {
        try write { try $0.insert(token, secretHash: secretHash) }
    }
    func token(withSecretHash hash: String) throws -> Token? { try real.token(withSecretHash: hash) }
    func tokens(_ ids: [TokenID]) throws -> [Token] { try real.tokens(ids) }
    func tokens(of customer: CustomerID) throws -> [Token] { try real.tokens(of: customer) }
    func revoke(_ tokens: [TokenID], at moment: Timestamp) throws { try write { try $0.revoke(tokens, at: moment) } }
    /// Read to its end first, so that it can be done again.
    func load(_ columns: Set<CustomerColumn>, _ next: () throws -> [CustomerRow]?) throws {
        var rows: [CustomerRow] = []
        while let more = try next() { rows += more }
        let all = rows
        try write { store in
            var waiting: [CustomerRow]? = all
            try store.load(columns) {
                defer { waiting = nil }
                return waiting
            }
        }
    }
    func billingPeriods(of customer: CustomerID) throws -> [BillingPeriod] { try real.billingPeriods(of: customer) }

    // MARK: - Credits
    func billing(
        of audience: AudienceID, creditedFor purpose: String, after member: CustomerID?, limit: Int
    ) throws -> [BillingRecord] {
        try real.billing(of: audience, creditedFor: purpose, after: member, limit: limit)
    }
    func save(_ credits: [Credit], in list: CreditListID) throws { try write { try $0.save(credits, in: list) } }
    func seal(_ list: CreditList) throws { try write { try $0.seal(list) } }
    func creditList(_ id: CreditListID) throws -> CreditList? { try real.creditList(id) }
    func credits(in list: CreditListID, after customer: CustomerID?, limit: Int) throws -> [Credit] {
        try real.credits(in: list, after: customer, limit: limit)
    }
    func credits(in list: CreditListID, of customers: [CustomerID]) throws -> [Credit] {
        try real.credits(in: list, of: customers)
    }

    // MARK: - Subscribers
    func request(_ request: Subscriber) throws -> Bool { try write { try $0.request(request) } }
    func confirm(_ id: SubscriberID, at moment: Timestamp) throws -> Subscriber? {
        try write { try $0.confirm(id, at: moment) }
    }
    func change(_ key: String, to subscription: Subscription, at moment: Timestamp) throws -> Subscriber? {
        try write { try $0.change(key, to: subscription, at: moment) }
    }
    func subscriber(_ id: SubscriberID) throws -> Subscriber? { try real.subscriber(id) }
    func subscriber(withKey key: String) throws -> Subscriber? { try real.subscriber(withKey: key) }
    @discardableResult
    func forgetSubscriber(withKey key: String) throws -> Bool { try write { try $0.forgetSubscriber(withKey: key) } }
    @discardableResult
    func forgetSubscriber(withMail mail: String) throws -> Bool {
        try write { try $0.forgetSubscriber(withMail: mail) }
    }
    @discardableResult
    func forgetUnconfirmed(before moment: Timestamp) throws -> Int {
        try write { try $0.forgetUnconfirmed(before: moment) }
    }
    func greetingsDue(at moment: Timestamp, limit: Int) throws -> [Subscriber] {
        try real.greetingsDue(at: moment, limit: limit)
    }
    func save(_ greeting: Subscriber.Greeting, of id: SubscriberID) throws {
        try write { try $0.save(greeting, of: id) }
    }
    func subscriberCounts() throws -> SubscriberCounts { try real.subscriberCounts() }
    func hasSubscribers(among readers: [Readership], pace: Subscription.Pace) throws -> Bool {
        try real.hasSubscribers(among: readers, pace: pace)
    }
}
