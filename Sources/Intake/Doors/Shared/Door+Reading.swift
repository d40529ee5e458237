import OnRecord
import Sigma

extension Door {
    /// Signals that were read, or one that keeps what could not be: a sender that is told of a mistake gives its alert up.
    func reading(
        _ request: DoorRequest, status: Int = 200, _ signals: () throws(Unreadable) -> [Signal]
    ) -> DoorReading {
        do {
            let signals = try signals()
            return DoorReading(signals, answer: .json(status, "{\"stored\":\(signals.count)}\n"))
        } catch {
            return unparsed(request, because: error.reason)
        }
    }

    /// - Parameter text: what is kept of the message; nil when even that may not be.
    func unparsed(_ request: DoorRequest, because reason: String, text: String?) -> DoorReading {
        let product = Self.name
        let signal = Signal(
            state: .unparsed, at: request.receivedAt, severity: .unknown,
            title: "A message to the door \(product) could not be read",
            fields: ["logsource_product": .string(product), "problem": .string(reason)], text: text)
        let receipt = Value.map(["stored": 1, "unparsed": .list([.map(["reason": .string(reason)])])])
        return DoorReading([signal], answer: .json(202, receipt.text + "\n"))
    }

    func unparsed(_ request: DoorRequest, because reason: String) -> DoorReading {
        unparsed(request, because: reason, text: String(decoding: request.body, as: UTF8.self))
    }

    /// The answer to a method the door does not know; nil when it does.
    func wrongMethod(_ request: DoorRequest, allowed: [String] = ["POST", "PUT"]) -> DoorReading? {
        guard !allowed.contains(request.method) else { return nil }
        let names = allowed.joined(separator: ", ")
        var answer = DoorAnswer.text(405, "The method is \(request.method.cut(to: 20)); expected \(names).\n")
        answer.headers["allow"] = names
        return DoorReading(answer: answer)
    }

    var unauthorised: DoorReading { DoorReading(answer: refuse(.unauthorised)) }
}
