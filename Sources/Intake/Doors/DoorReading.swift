import OnRecord

/// What came of a request: what is stored, and what its sender is told.
public struct DoorReading: Sendable {
    /// Stored durably before the answer is given. Without signals there is nothing to store.
    public var content: SignalBatch.Content
    public var answer: DoorAnswer
    /// The lines that are stored, taken apart, if the door had to do that and there was room.
    public var takenApart: LinesTakenApart?

    public init(_ signals: [Signal] = [], answer: DoorAnswer) {
        (content, self.answer) = (.signals(signals), answer)
    }

    /// Log lines are kept as they came and taken apart when rules look at them.
    public init(lines: [UInt8], takenApart: LinesTakenApart? = nil, answer: DoorAnswer) {
        (content, self.takenApart, self.answer) = (.lines(lines), takenApart, answer)
    }

    /// What was read; log lines are not taken apart yet.
    public var signals: [Signal] { if case .signals(let signals) = content { signals } else { [] } }
}
