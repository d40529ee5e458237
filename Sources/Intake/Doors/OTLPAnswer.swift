import OpenTelemetryProtos
import Sigma
import SwiftProtobuf

/// Answers in one of the two encodings of OTLP.
struct OTLPAnswer {
    enum Encoding: String {
        case json = "application/json"
        case protobuf = "application/x-protobuf"
    }

    private let encoding: Encoding

    init(_ encoding: Encoding) { self.encoding = encoding }

    /// JSON where the content type is none of ours.
    init(for contentType: String?) { encoding = contentType.flatMap { Encoding(rawValue: $0) } ?? .json }

    /// A full success carries no `partialSuccess`; a partial one is not sent again.
    func success(rejected: Int, because problem: String?) -> DoorAnswer {
        var response = Opentelemetry_Proto_Collector_Logs_V1_ExportLogsServiceResponse()
        guard rejected > 0 else { return answer(200, json: [:], response) }
        let text = problem ?? ""
        response.partialSuccess.rejectedLogRecords = Int64(rejected)
        response.partialSuccess.errorMessage = text
        let partial: Value = ["rejectedLogRecords": .string("\(rejected)"), "errorMessage": .string(text)]
        return answer(200, json: ["partialSuccess": partial], response)
    }

    /// `google.rpc.Status`, as the specification's section Failures asks.
    func failure(_ status: Int, _ text: String) -> DoorAnswer {
        var message = Google_Rpc_Status()
        message.code = OTLPAnswer.code(for: status)
        message.message = text
        return answer(status, json: ["code": .integer(Int64(message.code)), "message": .string(text)], message)
    }

    private func answer(_ status: Int, json: Value, _ message: some Message) -> DoorAnswer {
        switch encoding {
        case .json: return .json(status, json)
        case .protobuf:
            // Writing fails for required fields alone, and these messages have none.
            let body: [UInt8] = (try? message.serializedBytes()) ?? []
            return DoorAnswer(status, headers: ["content-type": encoding.rawValue], body: body)
        }
    }

    /// gRPC's code for an HTTP status (`google/rpc/code.proto`).
    private static func code(for status: Int) -> Int32 {
        switch status {
        case 401: 16  // UNAUTHENTICATED
        case 405: 12  // UNIMPLEMENTED
        case 413: 8  // RESOURCE_EXHAUSTED
        case 503: 14  // UNAVAILABLE
        default: 3  // INVALID_ARGUMENT
        }
    }
}
