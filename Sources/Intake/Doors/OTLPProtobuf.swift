import Foundation
import OpenTelemetryProtos
import Sigma
import SwiftProtobuf

private typealias Request = Opentelemetry_Proto_Collector_Logs_V1_ExportLogsServiceRequest
private typealias LogRecord = Opentelemetry_Proto_Logs_V1_LogRecord
private typealias AnyValue = Opentelemetry_Proto_Common_V1_AnyValue
private typealias KeyValue = Opentelemetry_Proto_Common_V1_KeyValue

/// OTLP's binary encoding.
enum OTLPProtobuf {
    static func read(_ body: [UInt8], into logs: inout OTLPLogs) throws(OTLPProblem) {
        try OTLPWire.check(body)
        var options = BinaryDecodingOptions()
        options.messageDepthLimit = OTLPWire.depthMax
        guard let request = try? Request(serializedBytes: body, options: options) else {
            throw .damaged("The body is no ExportLogsServiceRequest. Send it undamaged.")
        }
        for resourceLogs in request.resourceLogs {
            var origin = OTLPOrigin(resource: members(resourceLogs.resource.attributes, depth: 0))
            for scopeLogs in resourceLogs.scopeLogs {
                origin.scope = scopeLogs.scope.name
                for message in scopeLogs.logRecords { try logs.add(record(message), from: origin) }
            }
        }
    }

    private static func record(_ message: LogRecord) -> OTLPRecord {
        OTLPRecord(
            time: message.timeUnixNano, observedTime: message.observedTimeUnixNano,
            severityNumber: Int64(message.severityNumber.rawValue), severityText: message.severityText,
            body: message.hasBody ? value(message.body, depth: 0) : nil,
            attributes: members(message.attributes, depth: 0), traceID: hex(message.traceID),
            spanID: hex(message.spanID), eventName: message.eventName)
    }

    private static func members(_ attributes: [KeyValue], depth: Int) -> [String: Value] {
        Dictionary(attributes.map { ($0.key, value($0.value, depth: depth)) }) { _, last in last }
    }

    private static func value(_ any: AnyValue, depth: Int) -> Value {
        switch any.value {
        case .stringValue(let text): .string(text)
        case .boolValue(let truth): .bool(truth)
        case .intValue(let number): .integer(number)
        case .doubleValue(let number): .finite(number)
        case .bytesValue(let bytes): .string(bytes.base64EncodedString())
        case .arrayValue(let array) where depth < FieldLimit.log.depth:
            .list(array.values.map { value($0, depth: depth + 1) })
        case .kvlistValue(let list) where depth < FieldLimit.log.depth: .map(members(list.values, depth: depth + 1))
        case .arrayValue, .kvlistValue, .stringValueStrindex, nil: .null
        }
    }

    /// Ids have 16 or 8 bytes; what is longer is cut.
    private static func hex(_ bytes: Data) -> String {
        bytes.prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
