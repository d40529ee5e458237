/// One body as a sender sent it. Stored whole before it is acknowledged.
public struct SignalBatch: Sendable, Equatable {
    public var source: String
    public var receivedAt: Timestamp
    public var content: Content
    /// The body that the signals were read from, without secrets; log lines are kept themselves.
    public var evidence: Evidence?

    public struct Evidence: Sendable, Equatable {
        /// The door it came by.
        public var door: String
        public var body: [UInt8]

        public init(door: String, body: [UInt8]) { (self.door, self.body) = (door, body) }

        /// Lower-case hex of SHA-256, which alerts and people name it by.
        public var hash: String { sha256Hex(body) }
    }

    public enum Content: Sendable, Equatable {
        /// Taken apart already.
        case signals([Signal])
        /// Log lines exactly as they came; they are read into events when rules look at them.
        case lines([UInt8])
    }

    public init(source: String, receivedAt: Timestamp, content: Content, evidence: Evidence? = nil) {
        (self.source, self.receivedAt) = (source, receivedAt)
        (self.content, self.evidence) = (content, evidence)
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
