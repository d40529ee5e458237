import OnRecord

/// Who was told or cut off, when, and what the other side answered.
public struct DeliveriesView: Sendable {
    public var policy: Policy
    public var incident: Incident
    /// In the order of queueing.
    public var batches: [Batch]
    /// Names from the directory, by customer; who is absent appears by id.
    public var names: [CustomerID: String]
    public var now: Timestamp

    /// One fan-out effect with its members' shares.
    public struct Batch: Sendable, Hashable {
        public var task: Effect.Task
        public var counts: DeliveryCounts
        /// All of them, or some of a large audience, those that went wrong first: the page says how many are not listed.
        public var deliveries: [Delivery]
        /// Of a notice.
        public var progress: NoticeProgress?

        public init(
            task: Effect.Task, counts: DeliveryCounts, deliveries: [Delivery], progress: NoticeProgress? = nil
        ) {
            (self.task, self.counts, self.deliveries, self.progress) = (task, counts, deliveries, progress)
        }
    }

    public init(
        policy: Policy, incident: Incident, batches: [Batch], names: [CustomerID: String] = [:], now: Timestamp
    ) {
        (self.policy, self.incident, self.batches, self.names) = (policy, incident, batches, names)
        self.now = now
    }
}

/// What would be mailed, and to whom.
public struct DryRunView: Sendable {
    public var policy: Policy
    public var incident: Incident
    public var run: NoticeDryRun

    public init(policy: Policy, incident: Incident, run: NoticeDryRun) {
        (self.policy, self.incident, self.run) = (policy, incident, run)
    }
}

/// Customers whom a notice did not reach.
public struct ContactsView: Sendable {
    public var policy: Policy
    public var incident: Incident
    /// Open ones first.
    public var tasks: [ContactTask]
    public var refused: RefusedForm?

    public init(policy: Policy, incident: Incident, tasks: [ContactTask], refused: RefusedForm? = nil) {
        (self.policy, self.incident, self.tasks, self.refused) = (policy, incident, tasks, refused)
    }
}
