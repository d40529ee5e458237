import OnRecord
import Sigma

/// Whoever sends signals: makes up what happens at the edge, sends it, and sends it again when it was not acknowledged.
struct Senders {
    /// Serial numbers of the batches that were acknowledged.
    private(set) var acknowledged: Set<Int64> = []
    private var waiting: SignalBatch?
    private var serial: Int64 = 0
    private let chance: Chance

    init(_ chance: Chance) { self.chance = chance }

    static func serial(of batch: SignalBatch) -> Int64? { batch.signals.first?.fields["serial"]?.integer }

    /// The batch to send now: the one that is still waiting, or a new one.
    mutating func next(at now: Timestamp) -> SignalBatch {
        if let waiting { return waiting }
        let batch = batch(
            chance.weighted([(5, .guessing), (1, .theft), (2, .failing), (1, .plainText), (6, .quiet)]), at: now)
        waiting = batch
        return batch
    }

    mutating func batch(_ event: Happening, at now: Timestamp) -> SignalBatch {
        serial += 1
        return SignalBatch(source: "edge", receivedAt: now, signals: signals(event, at: now))
    }

    mutating func wasAcknowledged(_ batch: SignalBatch) {
        if let serial = Senders.serial(of: batch) { acknowledged.insert(serial) }
        waiting = nil
    }

    /// Not every sender tries again.
    mutating func wasNotAcknowledged() { if chance.happens(30) { waiting = nil } }

    enum Happening { case guessing, theft, failing, plainText, quiet }

    private func signals(_ event: Happening, at now: Timestamp) -> [Signal] {
        func signal(_ fields: [String: Value], text: String? = nil) -> Signal {
            let late = Duration.seconds(Int64(chance.number(in: 0..<20)))
            return Signal(
                state: .log, at: now - late, fields: fields.merging(["serial": .integer(serial)]) { $1 }, text: text)
        }
        let address = Value.string(Cast.address(chance.number(in: 1..<4)))
        switch event {
        case .guessing:
            return (0..<chance.number(in: 1..<6)).map { _ in
                signal(["pattern": "nginx_access", "status": 401, "remote_addr": address])
            }
        case .theft:
            return [
                signal([
                    "event": "token_used", "known_address": false, "action": "secret.read", "remote_addr": address,
                ])
            ]
        case .failing: return (0..<chance.number(in: 4..<16)).map { _ in signal(["status": 503]) }
        case .plainText: return [signal([:], text: "password mismatch for client \(address.text)")]
        case .quiet: return [signal(["status": 200, "remote_addr": address])]
        }
    }
}

extension Timestamp {
    static func - (moment: Timestamp, span: Duration) -> Timestamp { moment + (.zero - span) }
}
