import OnRecord
import Sigma

/// One log record, whichever encoding it came in (`opentelemetry/proto/logs/v1/logs.proto`).
struct OTLPRecord {
    /// Nanoseconds since 1970; 0 where unset.
    var time: UInt64 = 0
    var observedTime: UInt64 = 0
    /// 1 to 24; 0 where unset.
    var severityNumber: Int64 = 0
    var severityText = ""
    var body: Value?
    var attributes: [String: Value] = [:]
    /// In lower-case hex.
    var traceID = ""
    var spanID = ""
    var eventName = ""
}

/// What many records share.
struct OTLPOrigin {
    var resource: [String: Value] = [:]
    var scope = ""
}

/// The records of one request on their way to being signals.
struct OTLPLogs {
    let receivedAt: Timestamp
    private(set) var signals: [Signal] = []
    /// Records that could not be read, and why the first of them could not.
    private(set) var rejected = 0
    private(set) var problem: String?
    private var budget = UnfoldingBudget()

    init(receivedAt: Timestamp) { self.receivedAt = receivedAt }

    mutating func add(_ record: OTLPRecord, from origin: OTLPOrigin) throws(OTLPProblem) {
        try append(signal(record, origin))
    }

    /// The sender is told, and will not send it again: its words are kept for keywords to find.
    mutating func reject(_ record: Value, _ reason: String) throws(OTLPProblem) {
        rejected += 1
        if problem == nil { problem = reason }
        try append(OTLPDoor.unparsed(record, because: reason, at: receivedAt))
    }

    private mutating func append(_ signal: Signal) throws(OTLPProblem) {
        guard budget.take(signal) else { throw .tooMuch }
        signals.append(signal)
    }

    /// The record's own members come before its attributes, and these before the resource's.
    private func signal(_ record: OTLPRecord, _ origin: OTLPOrigin) -> Signal {
        let body = record.body.flatMap { $0.isNull ? nil : $0 }
        let text = body.flatMap { $0.map == nil ? $0.text.cut(toBytes: NDJSON.lineMax) : nil }
        var fields = SignalFields(.log)
        fields.set("body", body?.string == nil ? body : text.map { .string($0) })
        fields.set("severity_number", record.severityNumber == 0 ? nil : .integer(record.severityNumber))
        for (name, text) in [
            ("severity_text", record.severityText), ("trace_id", record.traceID), ("span_id", record.spanID),
            ("event_name", record.eventName), ("scope", origin.scope),
        ] { fields.set(name, .string(text)) }
        fields.add(record.attributes)
        fields.add(origin.resource)
        // Alloy turns Loki's labels, whose names hold no dots, into attributes of the record.
        let named = [
            origin.resource["service.name"], record.attributes["service.name"], record.attributes["service_name"],
        ]
        let service = named.lazy.compactMap { $0?.string }.first

        let moment = Timestamp(nanoseconds: record.time) ?? Timestamp(nanoseconds: record.observedTime)
        return Signal(
            state: .log, at: moment?.believed(at: receivedAt) ?? receivedAt,
            severity: OTLPLogs.severity(record.severityNumber),
            fields: fields.all(product: OTLPDoor.product, service: service), text: text)
    }

    /// The ranges of `SeverityNumber`: FATAL, ERROR, WARN, and everything below.
    private static func severity(_ number: Int64) -> Signal.Severity {
        switch number {
        case 21...: .critical
        case 17...: .error
        case 13...: .warning
        default: .info
        }
    }
}
