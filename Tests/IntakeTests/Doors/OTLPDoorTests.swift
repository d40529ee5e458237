import Foundation
@testable import Intake
import OnRecord
import OpenTelemetryProtos
import Sigma
import SwiftProtobuf
import Testing

@Suite("OpenTelemetry's logs")
struct OTLPDoorTests {
    private let door = OTLPDoor()

    @Test(
        "The same records come out of JSON and protobuf, and the answer is empty in the request's own encoding",
        arguments: [("otlp-logs.json", "application/json", "{}"), ("otlp-logs.pb", "application/x-protobuf", "")])
    func records(name: String, type: String, body: String) throws {
        let reading = door.read(try LogDoorFixture.request(name, type: type))
        #expect(reading.answer == DoorAnswer(200, headers: ["content-type": type], body: bytes(body)))
        try #require(reading.signals.count == 2)
        let (first, second) = (reading.signals[0], reading.signals[1])
        #expect(first.state == .log && first.severity == .error)
        #expect(first.at == moment("2026-11-21T02:14:11Z"))
        #expect(first.text == "host binding mismatch, request refused")
        #expect(
            first.fields == [
                "body": "host binding mismatch, request refused", "severity_number": 17, "severity_text": "ERROR",
                "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736", "span_id": "00f067aa0ba902b7",
                "event_name": "auth.host_mismatch", "scope": "halyard.auth", "event.name": "auth.host_mismatch",
                "tenant.id": "t_2041", "http.response.status_code": 403, "service.name": "edge-proxy",
                "service.version": "7c19f2", "deployment.environment.name": "production",
                "cloud.provider": "cloudflare", "logsource_product": "opentelemetry", "logsource_service": "edge-proxy",
            ])
        #expect(second.severity == .warning && second.text == nil)
        #expect(second.fields["body"] == ["msg": "retry budget low", "left": 3])
        #expect(second.fields["sampled"] == true)
    }

    @Test("A compressed body reads like the plain one")
    func compressed() throws {
        let body = try Checkout.fixture("otlp-logs.pb.gz")
        let plain = try Checkout.fixture("otlp-logs.pb")
        #expect(try Decompression.decode(body, encoding: "gzip", max: 1 << 20) == plain)
    }

    @Test("An enum's name is no number: that record is rejected and told, its words are kept, the other one is read")
    func partial() throws {
        let reading = door.read(try LogDoorFixture.request("otlp-logs-enum-name.json", type: "application/json"))
        #expect(reading.answer.status == 200)
        let partial = try #require(reading.answer.json?["partialSuccess"])
        #expect(partial["rejectedLogRecords"] == "1")
        #expect(partial["errorMessage"]?.string?.contains("severityNumber is SEVERITY_NUMBER_ERROR") == true)
        #expect(reading.signals.map(\.state) == [.unparsed, .log])
        #expect(reading.signals[0].text?.contains("enum name is not allowed") == true)
        #expect(reading.signals[1].text == "fine")
        #expect(reading.signals[1].at == moment("2026-11-21T02:14:11Z"))
    }

    @Test(
        "A request without records is a success",
        arguments: [("application/json", "{}"), ("application/x-protobuf", "")])
    func empty(type: String, body: String) {
        let reading = read(body, type: type)
        #expect(reading.answer.status == 200 && reading.answer.text == body)
        #expect(reading.signals.isEmpty)
    }

    @Test(
        "A sender that tries the address with no bytes at all is told that it is right",
        arguments: ["application/json", ""])
    func trial(type: String) {
        #expect(read("", type: type).answer == .json(200, [:]))
    }

    @Test("The observed time stands in for a missing one, ours for both, and for one that lies ahead")
    func times() {
        func at(_ members: String) -> Timestamp? { read(record(members)).signals.first?.at }
        #expect(
            at(#""timeUnixNano":"0","observedTimeUnixNano":"1795227251002000000""#)
                == moment("2026-11-21T02:14:11.002Z"))
        #expect(at("") == fixtureNight)
        #expect(at(#""timeUnixNano":"0""#) == fixtureNight)
        #expect(at(#""timeUnixNano":"1795227900000000000""#) == moment("2026-11-21T02:25:00Z"))
        #expect(at(#""timeUnixNano":"1795227900001000000""#) == fixtureNight)
        #expect(at(#""timeUnixNano":"18446744073709551615""#) == fixtureNight)
    }

    @Test(
        "Severity follows the ranges of the specification",
        arguments: [
            (24, .critical), (21, .critical), (20, .error), (17, .error), (13, .warning), (12, .info), (0, .info),
        ]
            as [(Int, Signal.Severity)])
    func severity(number: Int, expected: Signal.Severity) {
        #expect(read(record(#""severityNumber":\#(number)"#)).signals.map(\.severity) == [expected])
    }

    @Test("Every kind of value arrives, and a record's own attribute comes before the resource's")
    func values() throws {
        let body = """
            {"resourceLogs":[{"resource":{"attributes":[{"key":"region","value":{"stringValue":"eu"}},
            {"key":"zone","value":{"stringValue":"a"}}]},"scopeLogs":[{"logRecords":[{"attributes":[
            {"key":"region","value":{"stringValue":"us"}},{"key":"n","value":{"intValue":-7}},
            {"key":"d","value":{"doubleValue":0.5}},{"key":"nan","value":{"doubleValue":"NaN"}},
            {"key":"raw","value":{"bytesValue":"AAE="}},{"key":"none","value":{}},
            {"key":"list","value":{"arrayValue":{"values":[{"intValue":"1"},{"boolValue":false}]}}},
            {"key":"signal.state","value":{"stringValue":"resolved"}},
            {"key":"logsource_product","value":{"stringValue":"vault"}}]}]}]}]}
            """
        let fields = try #require(read(body).signals.first).fields
        #expect(
            fields == [
                "region": "us", "zone": "a", "n": -7, "d": 0.5, "nan": "NaN", "raw": "AAE=", "none": nil,
                "list": [1, false], "logsource_product": "opentelemetry",
            ])
    }

    @Test("What lies deeper than 32 levels is left out, and the record is still read")
    func depth() throws {
        var value = Opentelemetry_Proto_Common_V1_AnyValue()
        value.stringValue = "deep"
        for _ in 0..<33 {
            var member = Opentelemetry_Proto_Common_V1_KeyValue()
            (member.key, member.value) = ("a", value)
            value.kvlistValue.values = [member]
        }
        var request = Opentelemetry_Proto_Collector_Logs_V1_ExportLogsServiceRequest()
        request.resourceLogs = [.init()]
        request.resourceLogs[0].scopeLogs = [.init()]
        request.resourceLogs[0].scopeLogs[0].logRecords = [.init()]
        request.resourceLogs[0].scopeLogs[0].logRecords[0].body = value
        request.resourceLogs[0].scopeLogs[0].logRecords[0].eventName = "seen"
        let signal = try #require(read(try request.serializedBytes(), type: "application/x-protobuf").signals.first)
        #expect(signal.fields["event_name"] == "seen")
        var found = signal.fields["body"]
        for _ in 0..<31 { found = found?["a"] }
        #expect(found == ["a": nil])
    }

    @Test(
        "What is no request is told so in the encoding it came in, and its bytes are kept",
        arguments: [
            ("application/json", "{\"resourceLogs\":"), ("application/json", "[]"),
            ("application/json", "{\"resourceLogs\":{}}"), ("application/x-protobuf", "<html>"),
            ("application/x-protobuf", "\u{0a}\u{7f}"),
        ])
    func damaged(type: String, body: String) throws {
        let reading = read(body, type: type)
        #expect(reading.answer.status == 400)
        #expect(reading.answer.headers["content-type"] == type)
        let status = try status(reading.answer)
        #expect(status.code == 3 && !status.message.isEmpty)
        #expect(reading.signals.map(\.state) == [.unparsed])
        #expect(reading.signals.map(\.text) == [body])
    }

    @Test(
        "Other content types and methods are refused with what is expected",
        arguments: ["text/plain", "", "application/grpc"])
    func otherType(type: String) throws {
        let answer = read("x", type: type).answer
        #expect(answer.status == 415)
        #expect(try status(answer).message.contains("application/x-protobuf"))
        #expect(door.read(DoorRequest(method: "GET", source: "s", receivedAt: fixtureNight)).answer.status == 405)
    }

    @Test("More records, or values in one record, than are taken are refused before they are decoded")
    func tooMany() throws {
        func records(_ count: Int) -> DoorReading {
            read(records: .init(repeatElement([0x12, 0x00], count: count).joined()))
        }
        let refused = records(UnfoldingBudget.recordsMax + 1)
        #expect(refused.answer.status == 413 && refused.signals.isEmpty)
        #expect(try status(refused.answer).code == 8)
        let taken = records(UnfoldingBudget.recordsMax)
        #expect(taken.answer.status == 200 && taken.signals.count == UnfoldingBudget.recordsMax)

        func values(_ count: Int) -> DoorReading {
            let list = message(.init(repeatElement([0x0a, 0x00], count: count).joined()), tag: 0x2a)
            return read(records: message(message(list, tag: 0x2a), tag: 0x12))
        }
        #expect(values(1000).signals.map { $0.fields["body"]?.list?.count } == [1000])
        #expect(values(OTLPWire.messagesMax).answer.status == 413)
    }

    @Test("Values nested without end are refused")
    func endless() throws {
        var value: [UInt8] = []
        for _ in 0..<2000 { value = message(message(value, tag: 0x0a), tag: 0x2a) }
        let reading = read(records: message(message(value, tag: 0x2a), tag: 0x12))
        #expect(reading.answer.status == 400)
        #expect(try status(reading.answer).message.contains("nested deeper"))
    }

    @Test("A large resource cannot be unfolded by many small records")
    func unfolding() {
        let large = String(repeating: "x", count: FieldLimit.log.text)
        let attributes = (0..<16).map { #"{"key":"k\#($0)","value":{"stringValue":"\#(large)"}}"# }
        let resource = #"{"attributes":[\#(attributes.joined(separator: ","))]}"#
        func body(_ records: Int) -> String {
            let list = Array(repeating: "{}", count: records).joined(separator: ",")
            return #"{"resourceLogs":[{"resource":\#(resource),"scopeLogs":[{"logRecords":[\#(list)]}]}]}"#
        }
        #expect(read(body(60)).signals.count == 60)
        #expect(read(body(70)).answer.status == 413)
    }

    @Test("A long attribute is cut, and of very many only the first by name are kept")
    func manyAttributes() throws {
        let long = String(repeating: "x", count: FieldLimit.log.text + 1)
        let attributes = (0..<2000).map { #"{"key":"k\#($0 + 1000)","value":{"intValue":1}}"# }
        let all = [#"{"key":"a","value":{"stringValue":"\#(long)"}}"#] + attributes
        let record = #"{"attributes":[\#(all.joined(separator: ","))]}"#
        let fields = try #require(
            read(#"{"resourceLogs":[{"scopeLogs":[{"logRecords":[\#(record)]}]}]}"#).signals.first?.fields)
        #expect(fields["a"]?.string?.utf8.count == FieldLimit.log.text)
        #expect(fields["k2022"] == 1 && fields["k2023"] == nil)
    }

    @Test(
        "A refusal is a Status in the request's encoding, and overload asks for patience",
        arguments: ["application/json", "application/x-protobuf"])
    func refusals(type: String) throws {
        for (reason, code) in [(.unauthorised, 16), (.tooLarge(max: 9), 8), (.busy(retryAfter: 7), 14)]
            as [(DoorRefusal, Int32)]
        {
            let answer = door.refuse(reason, contentType: type)
            #expect(answer.status == reason.status)
            #expect(answer.headers["content-type"] == type)
            let status = try status(answer)
            #expect(status.code == code && status.message == reason.text)
        }
        #expect(door.refuse(.busy(retryAfter: 7)).headers["retry-after"] == "7")
        #expect(door.refuse(.unauthorised).headers["www-authenticate"] == "Bearer")
    }

    @Test("A rule finds a record by its service and its attributes")
    func rule() throws {
        let (rules, problems) = RuleSet.load([
            RuleSource(
                path: "r.yml",
                text: """
                    title: Host mismatch
                    id: mismatch
                    logsource: {product: opentelemetry, service: edge-proxy}
                    detection:
                      selection: {event.name: auth.host_mismatch, http.response.status_code: 403}
                      low: {body.msg|startswith: retry}
                      condition: selection or low
                    """)
        ])
        try #require(problems.isEmpty)
        var detector = Detector(rules: rules)
        let signals = door.read(try LogDoorFixture.request("otlp-logs.pb", type: "application/x-protobuf")).signals
        #expect(signals.map { detector.observe($0.event(from: "fixture")).count } == [1, 1])
    }

    private func read(_ body: String, type: String = "application/json") -> DoorReading {
        read(bytes(body), type: type)
    }

    private func read(_ body: [UInt8], type: String) -> DoorReading {
        door.read(
            DoorRequest(headers: ["content-type": type], body: body, source: "fixture", receivedAt: fixtureNight))
    }

    private func record(_ members: String) -> String {
        #"{"resourceLogs":[{"scopeLogs":[{"logRecords":[{\#(members)}]}]}]}"#
    }

    /// Bytes of `log_records` fields inside one scope of one resource.
    private func read(records: [UInt8]) -> DoorReading {
        read(message(message(records, tag: 0x12), tag: 0x0a), type: "application/x-protobuf")
    }

    /// A length-delimited field of protobuf's wire format, its length in four bytes.
    private func message(_ body: [UInt8], tag: UInt8) -> [UInt8] {
        let length: [UInt8] = (0..<4).map { UInt8(body.count >> ($0 * 7) & 0x7f) | ($0 < 3 ? 0x80 : 0) }
        return [tag] + length + body
    }

    private func status(_ answer: DoorAnswer) throws -> (code: Int32, message: String) {
        if answer.headers["content-type"] == "application/json" {
            let code = try #require(answer.json?["code"]?.integer)
            return (Int32(code), try #require(answer.json?["message"]?.string))
        }
        let status = try Google_Rpc_Status(serializedBytes: answer.body)
        return (status.code, status.message)
    }
}
