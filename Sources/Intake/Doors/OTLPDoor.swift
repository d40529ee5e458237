import OnRecord
import OpenTelemetryProtos
import Sigma

/// OpenTelemetry's logs over HTTP (OTLP 1.11, `docs/specification.md`, section OTLP/HTTP): `POST …/v1/logs` as JSON or
/// protobuf, answered in the encoding of the request.
///
/// Exporters give up on every failure but 429, 502, 503 and 504, so overload is 503 and nothing is ever 500.
public struct OTLPDoor: Door {
    public static let name = "otlp"

    public init() {}

    public func read(_ request: DoorRequest) -> DoorReading {
        guard request.method == "POST" else {
            let text = "The method is \(request.method.prefix(20)); expected POST."
            var answer = OTLPAnswer(for: request.contentType).failure(405, text)
            answer.headers["allow"] = "POST"
            return DoorReading(answer: answer)
        }
        // Protobuf's empty request. Senders that only try the address send no bytes in JSON either, and want a success.
        if request.body.isEmpty {
            return DoorReading(answer: OTLPAnswer(for: request.contentType).success(rejected: 0, because: nil))
        }
        guard let encoding = OTLPAnswer.Encoding(rawValue: request.contentType ?? "") else {
            let text =
                "The content type is “\((request.contentType ?? "").prefix(100))”; expected application/json or "
                + "application/x-protobuf. Set the exporter's encoding to one of them."
            return DoorReading(answer: OTLPAnswer(.json).failure(415, text))
        }
        let answer = OTLPAnswer(encoding)
        var logs = OTLPLogs(receivedAt: request.receivedAt)
        do throws(OTLPProblem) {
            switch encoding {
            case .json: try OTLPJSON.read(request.body, into: &logs)
            case .protobuf: try OTLPProtobuf.read(request.body, into: &logs)
            }
        } catch {
            switch error {
            case .tooMuch: return DoorReading(answer: answer.failure(413, UnfoldingBudget.refusal))
            case .damaged(let reason): return .misread(request, reason, answer: answer.failure(400, reason))
            }
        }
        return DoorReading(logs.signals, answer: answer.success(rejected: logs.rejected, because: logs.problem))
    }

    public func refuse(_ reason: DoorRefusal) -> DoorAnswer { refuse(reason, contentType: nil) }

    /// - Parameter contentType: the request's, which the answer shares.
    public func refuse(_ reason: DoorRefusal, contentType: String?) -> DoorAnswer {
        var answer = OTLPAnswer(for: contentType).failure(reason.status, reason.text)
        answer.headers.merge(reason.headers) { _, own in own }
        return answer
    }
}

/// Why a whole request was not read.
enum OTLPProblem: Error {
    case damaged(String)
    case tooMuch
}
