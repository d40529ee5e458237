import OnRecord
import Sigma

extension Signal {
    /// What a known source sent and nobody could read, kept for rules to find by its state and its words: most senders do
    /// not send again what was refused.
    /// - Parameter text: what is kept of the message; nil when even that may not be.
    static func unparsed(by door: any Door.Type, because reason: String, text: String?, at moment: Timestamp) -> Signal
    {
        var fields = SignalFields()
        fields.set("problem", .string(reason))
        return Signal(
            state: .unparsed, at: moment, severity: .unknown,
            title: "A message to the door \(door.name) could not be read",
            fields: fields.all(product: door.product), text: text)
    }
}

extension Door {
    /// Signals that were read, or one that keeps what could not be: a sender that is told of a mistake gives its alert up.
    func reading(
        _ request: DoorRequest, status: Int = 200, _ signals: () throws(Unreadable) -> [Signal]
    ) -> DoorReading {
        do {
            let signals = try signals()
            return DoorReading(signals, answer: .json(status, ["stored": .integer(Int64(signals.count))]))
        } catch {
            return unparsed(request, because: error.reason)
        }
    }

    /// The whole message as one signal, taken from its sender; of one without a body, what its address says.
    func unparsed(_ request: DoorRequest, because reason: String) -> DoorReading {
        let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        let text = request.body.isEmpty ? query : String(decoding: request.body.prefix(NDJSON.lineMax), as: UTF8.self)
        return unparsed(request, because: reason, text: text)
    }

    /// - Parameter text: what is kept of the message; nil when even that may not be.
    func unparsed(_ request: DoorRequest, because reason: String, text: String?) -> DoorReading {
        let signal = Signal.unparsed(by: Self.self, because: reason, text: text, at: request.receivedAt)
        return DoorReading(
            [signal], answer: .json(202, ["stored": 1, "unparsed": [["reason": .string(reason)]]]))
    }

    /// A sender of logs is told that it is wrong, and sends no more of the same; its first words are kept all the same.
    func misread(_ request: DoorRequest, because reason: String, answer: DoorAnswer) -> DoorReading {
        let text = String(decoding: request.body.prefix(NDJSON.lineMax), as: UTF8.self)
        return DoorReading(
            [.unparsed(by: Self.self, because: reason, text: text, at: request.receivedAt)], answer: answer)
    }

    /// One record among others: the rest of the request is taken.
    static func unparsed(_ record: Value, because reason: String, at moment: Timestamp) -> Signal {
        .unparsed(by: self, because: reason, text: record.text.cut(toBytes: NDJSON.lineMax), at: moment)
    }
}
