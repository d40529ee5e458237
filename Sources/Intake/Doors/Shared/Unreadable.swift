import OnRecord
import Sigma

/// Why a message of a known source is kept as it came.
struct Unreadable: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }

    static func check(count: Int) throws(Unreadable) {
        guard count > DoorLimit.signals else { return }
        throw Unreadable(
            "The message holds \(count) members; at most \(DoorLimit.signals) are taken. Send them in several messages."
        )
    }
}

extension DoorRequest {
    /// The body without the byte order mark that some senders begin with.
    var content: ArraySlice<UInt8> { body.starts(with: [0xef, 0xbb, 0xbf]) ? body.dropFirst(3) : body[...] }

    func json(of content: ArraySlice<UInt8>? = nil) throws(Unreadable) -> Value {
        do { return try JSONReader.read(content ?? self.content) } catch {
            throw Unreadable("The body is no JSON: \(error.description). Send JSON in UTF-8.")
        }
    }

    /// A body that is one list, no longer than one request's signals may be.
    func jsonList() throws(Unreadable) -> [Value] {
        guard let list = try json().list else { throw Unreadable("The body is no list; expected a JSON list.") }
        try Unreadable.check(count: list.count)
        return list
    }
}

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
