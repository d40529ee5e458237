import OnRecord
import Sigma

/// Heartbeats by the convention of healthchecks (`templates/docs/http_api.md`): `/ping/<uuid>` says that a job ran,
/// with `/start`, `/fail`, `/log` or an exit status behind it. The address is the only secret.
public struct HeartbeatDoor: Door {
    public static let name = "ping"

    /// Bytes of a body that are kept, as the header `Ping-Body-Limit` tells senders.
    static let bodyMax = 10_000

    private let postOnly: Bool

    /// - Parameter postOnly: refuse GET and HEAD, which mail scanners and link previews send by themselves.
    public init(postOnly: Bool = false) { self.postOnly = postOnly }

    /// - Parameter request: its `path` begins with the UUID: `["<uuid>"]`, `["<uuid>", "start"]`.
    public func read(_ request: DoorRequest) -> DoorReading {
        let methods = postOnly ? ["POST"] : ["GET", "HEAD", "POST"]
        guard methods.contains(request.method) else {
            var refusal = answer(request, 405, "method not allowed")
            refusal.headers["allow"] = methods.joined(separator: ", ")
            return DoorReading(answer: refusal)
        }
        guard let uuid = request.path.first.flatMap({ UUIDText($0) }), request.path.count <= 2,
            let outcome = Outcome(request.path.count == 2 ? request.path[1] : nil)
        else { return DoorReading(answer: answer(request, 400, "invalid url format")) }
        var fields = LogFields()
        if let run = request.query("rid") {
            guard let run = UUIDText(run) else {
                return DoorReading(answer: answer(request, 400, "invalid uuid format"))
            }
            fields.add("run", .string(run.text))
        }
        if case .exit(let status) = outcome { fields.add("exit", .integer(Int64(status))) }
        fields.setLogsource(product: "heartbeat")
        let body =
            request.body.isEmpty ? nil : String(decoding: request.body.prefix(HeartbeatDoor.bodyMax), as: UTF8.self)
        let signal = Signal(
            state: outcome.state, at: request.receivedAt, key: "ping:\(uuid.text)",
            severity: outcome.state == .failed ? .error : nil, fields: fields.values, text: body)
        return DoorReading([signal], answer: answer(request, 200, "OK"))
    }

    /// An unknown address is no question of rights: senders know 404.
    public func refuse(_ reason: DoorRefusal) -> DoorAnswer {
        guard reason == .unauthorised else {
            var answer = DoorAnswer.text(reason.status, reason.text)
            answer.headers.merge(reason.headers) { _, own in own }
            return HeartbeatDoor.withHeaders(answer)
        }
        return HeartbeatDoor.withHeaders(.text(404, "not found"))
    }

    private func answer(_ request: DoorRequest, _ status: Int, _ text: String) -> DoorAnswer {
        var answer = DoorAnswer.text(status, text)
        if request.method == "HEAD" { answer.body = [] }
        return HeartbeatDoor.withHeaders(answer)
    }

    private static func withHeaders(_ answer: DoorAnswer) -> DoorAnswer {
        var answer = answer
        answer.headers["ping-body-limit"] = "\(bodyMax)"
        answer.headers["access-control-allow-origin"] = "*"
        return answer
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
