import OnRecord
import Sigma

/// CloudEvents 1.0 over HTTP (cloudevents/spec, `http-protocol-binding.md`) in its three modes, with the handshake of
/// `http-webhook.md`. An event is one log signal: it says that something happened, and nothing later says that it is
/// over.
public struct CloudEventsDoor: Door {
    public static let name = "cloudevents"

    /// Events of one batch.
    static let eventsMax = 10_000

    public init() {}

    public func read(_ request: DoorRequest) -> DoorReading {
        switch request.method {
        case "OPTIONS": return DoorReading(answer: handshake(request))
        case "POST": break
        default:
            var answer = DoorAnswer.text(405, "The method is \(request.method.prefix(20)); expected POST.\n")
            answer.headers["allow"] = "POST, OPTIONS"
            return DoorReading(answer: answer)
        }
        switch request.contentType {
        case "application/cloudevents+json": return structured(request)
        case "application/cloudevents-batch+json": return batch(request)
        case let type where type?.hasPrefix("application/cloudevents") == true: return unsupported(type)
        default:
            guard request.headers["ce-specversion"] != nil else { return unsupported(request.contentType) }
            return binary(request)
        }
    }

    private func structured(_ request: DoorRequest) -> DoorReading {
        do {
            let event = try CloudEvent(structured: try JSONReader.read(request.body[...]))
            return DoorReading([event.signal(receivedAt: request.receivedAt)], answer: DoorAnswer(202))
        } catch { return misread(request, "\(error)") }
    }

    /// Each event stands for itself: one that is none is kept unparsed, and only a batch without any event is refused.
    private func batch(_ request: DoorRequest) -> DoorReading {
        let events: [Value]
        do { events = try JSONReader.read(request.body[...]).list ?? [.null] } catch {
            return misread(request, "\(error)")
        }
        guard events.count <= CloudEventsDoor.eventsMax else {
            let text = "The batch has \(events.count) events; at most \(CloudEventsDoor.eventsMax) are taken at once.\n"
            return DoorReading(answer: .text(413, text))
        }
        var problems: [CloudEvent.Problem] = []
        let signals = events.map { value in
            do throws(CloudEvent.Problem) {
                return try CloudEvent(structured: value).signal(receivedAt: request.receivedAt)
            } catch {
                problems.append(error)
                let text = value.text.cut(toBytes: NDJSON.lineMax)
                let title = error.description
                return Signal(state: .unparsed, at: request.receivedAt, title: title, fields: [:], text: text)
            }
        }
        if let first = problems.first, problems.count == events.count { return misread(request, first.description) }
        return DoorReading(signals, answer: DoorAnswer(202))
    }

    private func binary(_ request: DoorRequest) -> DoorReading {
        do {
            let event = try CloudEvent(headers: request.headers, contentType: request.contentType, body: request.body)
            return DoorReading([event.signal(receivedAt: request.receivedAt)], answer: DoorAnswer(202))
        } catch { return misread(request, error.description) }
    }

    private func misread(_ request: DoorRequest, _ reason: String) -> DoorReading {
        .misread(request, reason, answer: .text(400, "The event could not be read: \(reason).\n"))
    }

    private func unsupported(_ type: String?) -> DoorReading {
        DoorReading(
            answer: .text(
                415,
                "The content type is “\((type ?? "").prefix(100))”; expected application/cloudevents+json, "
                    + "application/cloudevents-batch+json, or any type beside ce- headers.\n"))
    }

    /// The sender asks whether it may deliver here. Whoever knows the token may, and as fast as it likes.
    private func handshake(_ request: DoorRequest) -> DoorAnswer {
        var answer = DoorAnswer(200, headers: ["allow": "POST, OPTIONS"])
        guard let origin = request.headers["webhook-request-origin"], (1...253).contains(origin.utf8.count),
            origin.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else { return answer }
        answer.headers["webhook-allowed-origin"] = origin
        answer.headers["webhook-allowed-rate"] = "*"
        return answer
    }
}
