import OnRecord
import Sigma

/// CloudEvents 1.0 over HTTP (cloudevents/spec, `http-protocol-binding.md`) in its three modes, with the handshake of
/// `http-webhook.md`. An event is one log signal: it says that something happened, and nothing later says that it is
/// over.
public struct CloudEventsDoor: Door {
    public static let name = "cloudevents"

    public init() {}

    public func read(_ request: DoorRequest) -> DoorReading {
        if let refusal = wrongMethod(request, allowed: ["POST", "OPTIONS"]) { return refusal }
        if request.method == "OPTIONS" { return DoorReading(answer: handshake(request)) }
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
        do throws(Unreadable) {
            let event = try CloudEvent(structured: try request.json())
            return DoorReading([event.signal(receivedAt: request.receivedAt)], answer: DoorAnswer(202))
        } catch { return misread(request, error.reason) }
    }

    /// Each event stands for itself: one that is none is kept unparsed, and only a batch without any event is refused.
    private func batch(_ request: DoorRequest) -> DoorReading {
        let events: [Value]
        do { events = try request.json().list ?? [.null] } catch { return misread(request, error.reason) }
        guard events.count <= DoorLimit.signals else {
            let text = "The batch has \(events.count) events; at most \(DoorLimit.signals) are taken at once.\n"
            return DoorReading(answer: .text(413, text))
        }
        var problems: [Unreadable] = []
        let signals = events.map { value in
            do throws(Unreadable) {
                return try CloudEvent(structured: value).signal(receivedAt: request.receivedAt)
            } catch {
                problems.append(error)
                return Self.unparsed(value, because: error.reason, at: request.receivedAt)
            }
        }
        if let first = problems.first, problems.count == events.count { return misread(request, first.reason) }
        return DoorReading(signals, answer: DoorAnswer(202))
    }

    private func binary(_ request: DoorRequest) -> DoorReading {
        do throws(Unreadable) {
            let event = try CloudEvent(headers: request.headers, contentType: request.contentType, body: request.body)
            return DoorReading([event.signal(receivedAt: request.receivedAt)], answer: DoorAnswer(202))
        } catch { return misread(request, error.reason) }
    }

    private func misread(_ request: DoorRequest, _ reason: String) -> DoorReading {
        misread(request, because: reason, answer: .text(400, reason + "\n"))
    }

    private func unsupported(_ type: String?) -> DoorReading {
        DoorReading(
            answer: .text(
                415,
                "The content type is “\((type ?? "").cut(toBytes: 100))”; expected application/cloudevents+json, "
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
