import OnRecord

/// What came of a request: what is stored, and what its sender is told.
public struct DoorReading: Sendable {
    /// Stored durably before the answer is given. Without signals there is nothing to store.
    public var content: SignalBatch.Content
    public var answer: DoorAnswer

    public init(_ signals: [Signal] = [], answer: DoorAnswer) {
        (content, self.answer) = (.signals(signals), answer)
    }

    /// Log lines are kept as they came and taken apart when rules look at them.
    public init(lines: [UInt8], answer: DoorAnswer) { (content, self.answer) = (.lines(lines), answer) }

    /// What was read; log lines are not taken apart yet.
    public var signals: [Signal] { if case .signals(let signals) = content { signals } else { [] } }
}
