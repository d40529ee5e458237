import OnRecord
import Sigma

/// Heartbeats by the convention of healthchecks (`templates/docs/http_api.md`): `/ping/<uuid>` says that a job ran,
/// with `/start`, `/fail`, `/log` or an exit status behind it. The address is the only secret.
public struct HeartbeatDoor: Door {
    public static let name = "ping"
    public static let product = "heartbeat"

    /// Bytes of a body that are kept, as the header `Ping-Body-Limit` tells senders.
    static let bodyMax = 10_000

    public init() {}

    /// - Parameter request: its `path` begins with the UUID: `["<uuid>"]`, `["<uuid>", "start"]`.
    public func read(_ request: DoorRequest) -> DoorReading {
        if let refusal = wrongMethod(request, allowed: ["GET", "HEAD", "POST"]) { return refusal }
        guard let uuid = request.path.first.flatMap({ UUIDText($0) }), request.path.count <= 2,
            let outcome = Outcome(request.path.count == 2 ? request.path[1] : nil)
        else { return DoorReading(answer: answer(request, 400, "invalid url format")) }
        var fields = SignalFields()
        if let run = request.query("rid") {
            guard let run = UUIDText(run) else {
                return DoorReading(answer: answer(request, 400, "invalid uuid format"))
            }
            fields.set("run", .string(run.text))
        }
        if case .exit(let status) = outcome { fields.set("exit", .integer(Int64(status))) }
        let body =
            request.body.isEmpty ? nil : String(decoding: request.body.prefix(HeartbeatDoor.bodyMax), as: UTF8.self)
        let signal = Signal(
            state: outcome.state, at: request.receivedAt, key: "ping:\(uuid.text)",
            severity: outcome.state == .failed ? .error : nil, fields: fields.all(product: Self.product),
            text: body)
        return DoorReading([signal], answer: answer(request, 200, "OK"))
    }

    /// An unknown address is no question of rights: senders know 404.
    public func refuse(_ reason: DoorRefusal) -> DoorAnswer {
        HeartbeatDoor.withHeaders(
            reason == .unauthorised
                ? .text(404, "not found") : .text(reason.status, reason.text).adding(reason.headers))
    }

    private func answer(_ request: DoorRequest, _ status: Int, _ text: String) -> DoorAnswer {
        var answer = DoorAnswer.text(status, text)
        if request.method == "HEAD" { answer.body = [] }
        return HeartbeatDoor.withHeaders(answer)
    }

    private static func withHeaders(_ answer: DoorAnswer) -> DoorAnswer {
        answer.adding(["ping-body-limit": "\(bodyMax)", "access-control-allow-origin": "*"])
    }

    /// What the last part of the address says about the run.
    private enum Outcome {
        case success, start, fail, log
        case exit(UInt8)

        init?(_ word: String?) {
            switch word {
            case nil: self = .success
            case "start": self = .start
            case "fail": self = .fail
            case "log": self = .log
            case .some(let word):
                guard word.utf8.allSatisfy({ (48...57).contains($0) }), let status = UInt8(word) else { return nil }
                self = .exit(status)
            }
        }

        var state: Signal.State {
            switch self {
            case .success, .exit(0): .beat
            case .start: .start
            case .fail, .exit: .failed
            case .log: .log
            }
        }
    }
}
