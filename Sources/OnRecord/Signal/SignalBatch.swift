/// One body as a sender sent it. Stored whole before it is acknowledged.
public struct SignalBatch: Sendable, Equatable {
    public var source: String
    public var receivedAt: Timestamp
    public var content: Content

    public enum Content: Sendable, Equatable {
        /// Taken apart already.
        case signals([Signal])
        /// Log lines exactly as they came; they are read into events when rules look at them.
        case lines([UInt8])
    }

    public init(source: String, receivedAt: Timestamp, content: Content) {
        (self.source, self.receivedAt, self.content) = (source, receivedAt, content)
    }

    public init(source: String, receivedAt: Timestamp, signals: [Signal]) {
        self.init(source: source, receivedAt: receivedAt, content: .signals(signals))
    }

    /// The signals of a body that was taken apart already; lines are none yet.
    public var signals: [Signal] {
        get { if case .signals(let signals) = content { signals } else { [] } }
        set { content = .signals(newValue) }
    }
}
