import Sigma

/// OTLP's JSON encoding: protobuf's JSON mapping with ids in hex and enums as integers; 64-bit numbers are strings or
/// numbers, and unknown members are passed over (`docs/specification.md`, section JSON Protobuf Encoding).
enum OTLPJSON {
    static func read(_ body: DoorRequest, into logs: inout OTLPLogs) throws(OTLPProblem) {
        let request: Value
        do { request = try body.json() } catch { throw .damaged(error.reason) }
        guard request.map != nil else {
            throw .damaged("The body is no JSON object. Send an ExportLogsServiceRequest.")
        }
        for resourceLogs in try list("resourceLogs", of: request) {
            var origin = OTLPOrigin()
            do throws(Mismatch) {
                origin.resource = try members(resourceLogs["resource"]?["attributes"], of: "resource", depth: 0)
            } catch { throw .damaged(error.text) }
            for scopeLogs in try list("scopeLogs", of: resourceLogs) {
                origin.scope = scopeLogs["scope"]?["name"]?.string ?? ""
                for value in try list("logRecords", of: scopeLogs) {
                    let read: OTLPRecord
                    do throws(Mismatch) { read = try record(value) } catch {
                        try logs.reject(value, error.text)
                        continue
                    }
                    try logs.add(read, from: origin)
                }
            }
        }
    }

    /// Something stands where the mapping has something else.
    private struct Mismatch: Error { var text: String }

    private static func list(_ name: String, of value: Value) throws(OTLPProblem) -> [Value] {
        guard let member = value[name], !member.isNull else { return [] }
        guard let list = member.list else { throw .damaged("\(name) is no array. Send one, or leave it out.") }
        return list
    }

    private static func record(_ value: Value) throws(Mismatch) -> OTLPRecord {
        guard value.map != nil else { throw mismatch("a log record", value, "an object") }
        var record = OTLPRecord()
        record.time = try nanoseconds(value, "timeUnixNano")
        record.observedTime = try nanoseconds(value, "observedTimeUnixNano")
        if let number = value["severityNumber"], !number.isNull {
            guard let integer = number.integer else {
                throw mismatch("severityNumber", number, "an integer from 1 to 24, not a name")
            }
            record.severityNumber = integer
        }
        record.severityText = value["severityText"]?.string ?? ""
        if let body = value["body"], !body.isNull { record.body = try any(body, of: "body", depth: 0) }
        record.attributes = try members(value["attributes"], of: "attributes", depth: 0)
        record.traceID = id(value["traceId"])
        record.spanID = id(value["spanId"])
        record.eventName = value["eventName"]?.string ?? ""
        return record
    }

    private static func nanoseconds(_ record: Value, _ name: String) throws(Mismatch) -> UInt64 {
        switch record[name] {
        case nil, .null: return 0
        case .string(let text):
            if let number = UInt64(text) { return number }
        case .some(let value):
            if let number = value.integer, number >= 0 { return UInt64(number) }
        }
        throw mismatch(name, record[name] ?? .null, "nanoseconds since 1970, as a string")
    }

    private static func id(_ value: Value?) -> String { (value?.string ?? "").lowercased().cut(toBytes: 32) }

    private static func members(_ value: Value?, of name: String, depth: Int) throws(Mismatch) -> [String: Value] {
        guard let value, !value.isNull else { return [:] }
        guard let list = value.list else { throw mismatch(name, value, "an array of {key, value}") }
        var members: [String: Value] = [:]
        for member in list {
            guard let key = member["key"]?.string else { throw mismatch(name, member, "{key, value} in it") }
            members[key] = try any(member["value"] ?? .null, of: key, depth: depth)
        }
        return members
    }

    /// An `AnyValue`: an object with one member that names the kind. An empty one is a value too.
    private static func any(_ value: Value, of name: String, depth: Int) throws(Mismatch) -> Value {
        if value.isNull { return .null }
        guard let kinds = value.map else { throw mismatch(name, value, #"an AnyValue such as {"stringValue": "…"}"#) }
        for (kind, content) in kinds where !content.isNull {
            switch (kind, content) {
            case ("stringValue", .string), ("bytesValue", .string), ("boolValue", .bool): return content
            case ("intValue", .string(let text)): if let number = Int64(text) { return .integer(number) }
            case ("intValue", _): if let number = content.integer { return .integer(number) }
            case ("doubleValue", .string(let text)): if let number = Double(text) { return .finite(number) }
            case ("doubleValue", _): if let number = content.double { return .double(number) }
            case ("arrayValue", .map), ("kvlistValue", .map):
                guard depth < FieldLimit.log.depth else { return .null }
                if kind == "kvlistValue" { return .map(try members(content["values"], of: name, depth: depth + 1)) }
                var elements: [Value] = []
                for element in content["values"]?.list ?? [] {
                    elements.append(try any(element, of: name, depth: depth + 1))
                }
                return .list(elements)
            case ("stringValue", _), ("bytesValue", _), ("boolValue", _), ("arrayValue", _), ("kvlistValue", _): break
            default: continue
            }
            throw mismatch("\(kind) of \(name)", content, "what its name says")
        }
        return .null
    }

    private static func mismatch(_ name: String, _ found: Value, _ expected: String) -> Mismatch {
        Mismatch(
            text: "\(name.cut(toBytes: 100)) is \(found.text.cut(toBytes: 100)); expected \(expected). "
                + "Send OTLP's JSON mapping, or protobuf.")
    }
}
