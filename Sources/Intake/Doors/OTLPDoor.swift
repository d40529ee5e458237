import OnRecord
import OpenTelemetryProtos
import Sigma

/// OpenTelemetry's logs over HTTP (OTLP 1.11, `docs/specification.md`, section OTLP/HTTP): `POST …/v1/logs` as JSON or
/// protobuf, answered in the encoding of the request.
///
/// Exporters give up on every failure but 429, 502, 503 and 504, so overload is 503 and nothing is ever 500.
public struct OTLPDoor: Door {
    public static let name = "otlp"
    public static let product = "opentelemetry"

    public init() {}

    public func read(_ request: DoorRequest) -> DoorReading {
        if let refusal = wrongMethod(request, allowed: ["POST"]) { return refusal }
        // Protobuf's empty request. Senders that only try the address send no bytes in JSON either, and want a success.
        if request.body.isEmpty {
            return DoorReading(answer: OTLPAnswer(for: request.contentType).success(rejected: 0, because: nil))
        }
        guard let encoding = OTLPAnswer.Encoding(rawValue: request.contentType ?? "") else {
            let text =
                "The content type is “\((request.contentType ?? "").cut(toBytes: 100))”; expected application/json or "
                + "application/x-protobuf. Set the exporter's encoding to one of them."
            return DoorReading(answer: OTLPAnswer(.json).failure(415, text))
        }
        let answer = OTLPAnswer(encoding)
        var logs = OTLPLogs(receivedAt: request.receivedAt)
        do throws(OTLPProblem) {
            switch encoding {
            case .json: try OTLPJSON.read(request, into: &logs)
            case .protobuf: try OTLPProtobuf.read(request.body, into: &logs)
            }
        } catch {
            switch error {
            case .tooMuch: return DoorReading(answer: answer.failure(413, UnfoldingBudget.refusal))
            case .damaged(let reason): return misread(request, because: reason, answer: answer.failure(400, reason))
            }
        }
        return DoorReading(logs.signals, answer: answer.success(rejected: logs.rejected, because: logs.problem))
    }

    public func refuse(_ reason: DoorRefusal) -> DoorAnswer { refuse(reason, contentType: nil) }

    /// - Parameter contentType: the request's, which the answer shares.
    public func refuse(_ reason: DoorRefusal, contentType: String?) -> DoorAnswer {
        OTLPAnswer(for: contentType).failure(reason.status, reason.text).adding(reason.headers)
    }
}

/// Why a whole request was not read.
enum OTLPProblem: Error {
    case damaged(String)
    case tooMuch
}
