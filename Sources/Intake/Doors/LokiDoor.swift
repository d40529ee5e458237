import OnRecord
import Sigma

/// Grafana Loki's push API in JSON (`POST /loki/api/v1/push`, Loki's HTTP API reference): streams of labels, each with
/// lines as `[nanoseconds, line, structured metadata?]`. Success is 204 without a body.
///
/// Agents send snappy-compressed protobuf unless told otherwise; that is refused, with the remedy.
public struct LokiDoor: Door {
    public static let name = "loki"

    public init() {}

    public func read(_ request: DoorRequest) -> DoorReading {
        if let refusal = wrongMethod(request, allowed: ["POST"]) { return refusal }
        let type = request.contentType ?? "application/json"
        guard type == "application/json" else {
            return DoorReading(
                answer: .text(
                    415,
                    "The content type is “\(type.cut(toBytes: 100))”; this door reads JSON only. "
                        + "Set the agent to push application/json, or send the logs as OTLP to /v1/logs.\n"))
        }
        let body: Value
        do { body = try request.json() } catch { return misread(request, error.reason) }
        guard let streams = body["streams"]?.list else { return misread(request, "The body has no list “streams”.") }
        var signals: [Signal] = []
        var budget = UnfoldingBudget()
        for stream in streams {
            let labels = stream["stream"]?.map ?? [:]
            for entry in stream["values"]?.list ?? [] {
                let signal = LokiDoor.signal(entry, labels, request.receivedAt)
                guard budget.take(signal) else {
                    return DoorReading(answer: .text(413, UnfoldingBudget.refusal + "\n"))
                }
                signals.append(signal)
            }
        }
        return DoorReading(signals, answer: DoorAnswer(204))
    }

    private func misread(_ request: DoorRequest, _ reason: String) -> DoorReading {
        misread(request, because: reason, answer: .text(400, reason + " Expected {\"streams\": […]}.\n"))
    }

    /// The agent's labels come before the metadata, and these before what the line says of itself.
    private static func signal(_ entry: Value, _ labels: [String: Value], _ receivedAt: Timestamp) -> Signal {
        guard let parts = entry.list, parts.count >= 2, let line = parts[1].string else {
            return unparsed(entry, because: "An entry is no [nanoseconds, line].", at: receivedAt)
        }
        var fields = SignalFields(.log)
        fields.add(labels)
        fields.add((parts.count > 2 ? parts[2].map : nil) ?? [:])
        if line.utf8.count <= NDJSON.lineMax, line.utf8.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"),
            let members = try? JSONReader.read(Array(line.utf8)[...]).map
        {
            fields.add(members)
        }
        let service = ["service_name", "service", "job", "app"].lazy.compactMap { labels[$0]?.string }.first
        let nanoseconds = parts[0].string.flatMap { UInt64($0) } ?? parts[0].integer.flatMap { UInt64(exactly: $0) }
        let moment = nanoseconds.flatMap { Timestamp(nanoseconds: $0) }
        let level = ["level", "detected_level", "severity"].lazy.compactMap { fields[$0]?.string }.first
        return Signal(
            state: .log, at: moment?.believed(at: receivedAt) ?? receivedAt,
            severity: level.flatMap { Signal.Severity(word: $0) },
            fields: fields.all(product: product, service: service), text: line.cut(toBytes: NDJSON.lineMax))
    }
}
