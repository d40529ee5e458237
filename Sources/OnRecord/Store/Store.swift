/// What the product asks of a database: intentions, small enough to read in one sitting.
/// Every call is one transaction; it returns when the change is durable. One conformance suite states the promises.
public protocol Store: Journal, Outbox, SignalLog, Directory, CreditBook, Subscribers, Shelf {}

public protocol Journal: AnyObject, Sendable {
    /// Stores all of it or nothing.
    /// - Throws: `StoreError.stale` when another writer has appended since `transaction.after`.
    func append(_ transaction: Transaction) throws

    /// Facts with their hashes, oldest first, starting behind a sequence number.
    func facts(after sequence: Int64, limit: Int) throws -> [JournalRow]

    func document(_ id: DocumentID) throws -> Document?

    /// The newest alerts that an incident took in, oldest first; nil: those that belong to none, as evidence or because
    /// they were held back.
    func alerts(of incident: IncidentID?, limit: Int) throws -> [Alert]
    func alert(_ id: AlertID) throws -> StoredAlert?
    /// Alerts that are not over, newest first.
    func openAlerts(limit: Int) throws -> [StoredAlert]
    /// All alerts, newest first, page by page.
    /// - Parameter cursor: the `next` of the page before; nil: from the newest.
    func alerts(before cursor: Int64?, limit: Int) throws -> AlertPage

    /// Entries of the public record, in the order of their index.
    func entries(from index: Int, limit: Int) throws -> [SealedEntry]
    func entryCount() throws -> Int
}

public protocol Outbox: AnyObject, Sendable {
    /// Hands out effects that are due and not handed out, and keeps others from taking them until `until`.
    func leaseEffects(at now: Timestamp, until: Timestamp, limit: Int) throws -> [LeasedEffect]

    /// Makes an effect due again at a later moment.
    func postpone(_ effect: EffectID, until: Timestamp) throws

    /// Gives back every lease: a restarted single node continues at once.
    func releaseLeases() throws

    /// Members of a fan-out effect that wait and are due, those never tried first.
    func pendingDeliveries(of effect: EffectID, dueBy now: Timestamp, limit: Int) throws -> [Delivery]
    /// When the first of its members that wait is due; nil: none waits.
    func nextDelivery(of effect: EffectID) throws -> Timestamp?
    /// Keeps how deliveries ended. What is done or bounced stays so.
    func record(_ deliveries: [Delivery]) throws
    func deliveryCounts(of effect: EffectID) throws -> DeliveryCounts
    func deliveries(of effect: EffectID) throws -> [Delivery]
    func deliveries(of effect: EffectID, in states: [Delivery.State], limit: Int) throws -> [Delivery]
    /// All that a cause has brought about, in the order of the members, page by page.
    func deliveries(for purpose: String, after member: String?, limit: Int) throws -> [Delivery]
    /// Nil as well while it has not been handed over: nobody could know its Message-ID.
    func delivery(withKey key: DeliveryKey) throws -> Delivery?
}

public protocol SignalLog: AnyObject, Sendable {
    /// Appends batches together: one sync for all that wait. Returns the position of the last; those before it have the
    /// positions before it.
    @discardableResult
    func save(_ batches: [SignalBatch]) throws -> Int64
    /// The next batches, oldest first: at most `limit`, fewer when they are large; none only when nothing waits.
    func signals(after position: Int64, limit: Int) throws -> [StoredBatch]
    func detectorMark() throws -> DetectorMark?
    func save(_ mark: DetectorMark) throws
    /// Forgets batches older than the retention, as far as the detector has read them: at once or, where several lie
    /// together, when the newest of them is older, which is an hour later at most. Returns how many.
    @discardableResult
    func forgetSignals(before: Timestamp) throws -> Int
}

public protocol Directory: AnyObject, Sendable {
    func save(_ customers: [Customer]) throws
    /// Takes customers in as they come and keeps all of them or, when `next` throws, none; nil ends them. What the file had no
    /// column for stays as it was.
    func load(_ columns: Set<CustomerColumn>, _ next: () throws -> [CustomerRow]?) throws
    /// In the order of time.
    func billingPeriods(of customer: CustomerID) throws -> [BillingPeriod]
    func customer(_ id: CustomerID) throws -> Customer?
    func customers(in audience: AudienceID) throws -> [Customer]
    /// The first ones, in the order of their ids.
    func customers(in audience: AudienceID, limit: Int) throws -> [Customer]
    /// Those of the ids that are customers.
    func customers(_ ids: [CustomerID]) throws -> [Customer]
    /// How many of an audience's customers have their mail where, most first.
    func mailDomains(in audience: AudienceID) throws -> [MailDomain]
    /// The frozen members of a scope.
    func audience(_ id: AudienceID) throws -> Audience?
    func customerIDs() throws -> [CustomerID]
    /// Those of the ids that are customers, in their order.
    func customerIDs(among ids: [CustomerID]) throws -> [CustomerID]
    func customerCount() throws -> Int

    /// - Throws: `StoreError.conflict` when the id is taken.
    func insert(_ token: Token, secretHash: String) throws
    func token(withSecretHash hash: String) throws -> Token?
    func tokens(_ ids: [TokenID]) throws -> [Token]
    func tokens(of customer: CustomerID) throws -> [Token]
    /// Tokens of an audience that belong to these customers.
    func tokens(in audience: AudienceID, of customers: [CustomerID]) throws -> [Token]
    /// Revokes those that are not revoked yet; the first revocation's time stays.
    func revoke(_ tokens: [TokenID], at moment: Timestamp) throws
}

public enum StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    case stale(expected: Int64, found: Int64)
    case conflict(String)
    case notDurable(synchronous: Int)
    case newer(found: Int, known: Int)
    case damaged(String)

    public var description: String {
        switch self {
        case .stale(let expected, let found):
            "The journal has \(found) facts; expected \(expected). Another process writes to this store: stop one of them."
        case .conflict(let id): "“\(id)” exists already. Use another id."
        case .notDurable(let level):
            "The database's synchronous setting is \(level); expected 2 (FULL). "
                + "Acknowledged data could be lost at a power cut, so the start is refused. Remove the override."
        case .newer(let found, let known):
            "The store has format \(found); this program knows up to \(known). Start the newer program that wrote it."
        case .damaged(let what): "The store is damaged: \(what) Restore a backup, and keep this folder for examination."
        }
    }
}
