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
        guard request.method == "POST" else {
            var answer = DoorAnswer.text(405, "The method is \(request.method.prefix(20)); expected POST.\n")
            answer.headers["allow"] = "POST"
            return DoorReading(answer: answer)
        }
        let type = request.contentType ?? "application/json"
        guard type == "application/json" else {
            return DoorReading(
                answer: .text(
                    415,
                    "The content type is “\(type.prefix(100))”; this door reads JSON only. "
                        + "Set the agent to push application/json, or send the logs as OTLP to /v1/logs.\n"))
        }
        let body: Value
        do { body = try JSONReader.read(request.body[...]) } catch {
            return misread(request, "The body is no JSON: \(error.description)")
        }
        guard let streams = body["streams"]?.list else { return misread(request, "The body has no list “streams”") }
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
        .misread(request, reason, answer: .text(400, reason + ". Send {\"streams\": […]}.\n"))
    }

    /// The agent's labels come before the metadata, and these before what the line says of itself.
    private static func signal(_ entry: Value, _ labels: [String: Value], _ receivedAt: Timestamp) -> Signal {
        guard let parts = entry.list, parts.count >= 2, let line = parts[1].string else {
            let text = entry.text.cut(toBytes: NDJSON.lineMax)
            let title = "An entry is no [nanoseconds, line]"
            return Signal(state: .unparsed, at: receivedAt, title: title, fields: [:], text: text)
        }
        var fields = LogFields()
        fields.add(labels)
        fields.add((parts.count > 2 ? parts[2].map : nil) ?? [:])
        if line.utf8.count <= NDJSON.lineMax, line.utf8.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"),
            let members = try? JSONReader.read(Array(line.utf8)[...]).map
        {
            fields.add(members)
        }
        let service = ["service_name", "service", "job", "app"].lazy.compactMap { labels[$0]?.string }.first
        fields.setLogsource(product: "loki", service: service)

        let nanoseconds = parts[0].string.flatMap { UInt64($0) } ?? parts[0].integer.flatMap { UInt64(exactly: $0) }
        let moment = nanoseconds.flatMap { Timestamp(nanoseconds: $0) }
        let level = ["level", "detected_level", "severity"].lazy.compactMap { fields.values[$0]?.string }.first
        return Signal(
            state: .log, at: moment?.believed(at: receivedAt) ?? receivedAt,
            severity: level.flatMap { Signal.Severity(word: $0) }, fields: fields.values,
            text: line.cut(toBytes: NDJSON.lineMax))
    }
}

extension Signal.Severity {
    /// A level as loggers and alerting tools spell it; nil for words that name none.
    init?(word: String) {
        switch word.lowercased() {
        case "critical", "crit", "fatal", "emergency", "emerg", "panic", "alert": self = .critical
        case "error", "err": self = .error
        case "warning", "warn": self = .warning
        case "info", "information", "informational", "notice", "debug", "trace": self = .info
        default: return nil
        }
    }
}
