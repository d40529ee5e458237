import OnRecord
import Sigma

/// PagerDuty's Events API v2 and change events (PagerDuty/api-schema, `reference/events-v2/openapiv3.json`), which many
/// tools can aim at any address. Its clients fail when an accepted event's `dedup_key` is not in the answer.
public struct PagerDutyDoor: Door {
    public static let name = "pagerduty"
    static let bodyMax = 512 * 1024

    public init() {}

    /// The source's token, which these senders put into the body; nil when the body has none.
    public static func routingKey(in body: [UInt8]) -> String? {
        guard body.count <= bodyMax else { return nil }
        guard let event = try? JSONReader.read(DoorRequest.content(of: body)), let key = event["routing_key"]?.string,
            (1...128).contains(key.utf8.count)
        else { return nil }
        return key
    }

    public func read(_ request: DoorRequest) -> DoorReading {
        if let refusal = wrongMethod(request, allowed: ["POST"]) { return refusal }
        guard request.body.count <= Self.bodyMax else {
            return DoorReading(answer: refuse(.tooLarge(max: Self.bodyMax)))
        }
        guard request.path.last == "enqueue" else {
            return invalid(["Nothing is here; expected v2/enqueue or v2/change/enqueue."], status: 404)
        }
        let event: Value
        do { event = try request.json() } catch { return invalid([error.reason]) }
        guard event.map != nil else { return invalid(["The event is no JSON object."]) }
        return request.path.dropLast().last == "change"
            ? change(event, request) : PagerDutyEvent(event, source: request.source).reading(self, request)
    }

    /// PagerDuty's shape. Its clients try again without end on 429, and only a few times on 5xx.
    public func refuse(_ reason: DoorRefusal) -> DoorAnswer {
        var status = reason.status
        if case .busy = reason { status = 429 }
        return invalid([reason.text], status: status).answer.adding(reason.headers)
    }

    func invalid(_ errors: [String], status: Int = 400) -> DoorReading {
        let errors = Value.list(errors.map { .string($0) })
        return DoorReading(
            answer: .json(
                status, ["status": "invalid event", "message": "Event object is invalid", "errors": errors]))
    }

    func accepted(_ signal: Signal, key: String?, _ message: String) -> DoorReading {
        var body: [String: Value] = ["status": "success", "message": .string(message)]
        body["dedup_key"] = key.map { .string($0) }
        return DoorReading([signal], answer: .json(202, .map(body)))
    }

    /// Something was changed on purpose: it is part of the time line and never pages.
    private func change(_ event: Value, _ request: DoorRequest) -> DoorReading {
        guard let title = event["payload"]?["summary"]?.string?.asTitle else {
            return invalid(["payload.summary is missing; expected what was changed, in one line."])
        }
        var fields = SignalFields()
        fields.add(["source", "custom_details"], of: event["payload"])
        fields.add(["links", "images"], of: event)
        let signal = Signal(
            state: .change, at: SenderTime.at(event["payload"]?["timestamp"], receivedAt: request.receivedAt),
            title: title, fields: fields.all(product: Self.product))
        return accepted(signal, key: nil, "Change event processed")
    }
}
