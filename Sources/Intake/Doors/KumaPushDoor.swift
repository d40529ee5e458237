import OnRecord
import Sigma

/// Uptime Kuma's push monitor (`server/routers/api-router.js`): `/api/push/<token>?status=up|down&msg=…&ping=…`, answered
/// `{"ok":true}`.
public struct KumaPushDoor: Door {
    public static let name = "push"
    public static let product = HeartbeatDoor.product

    private static let messageMax = 10_000
    private static let tokenMax = 128

    public init() {}

    /// - Parameter request: its `path` is the push token alone.
    public func read(_ request: DoorRequest) -> DoorReading {
        if let refusal = wrongMethod(request, allowed: ["GET", "HEAD", "POST", "PUT"]) { return refusal }
        guard request.path.count == 1, let token = request.path.first,
            (1...KumaPushDoor.tokenMax).contains(token.utf8.count)
        else { return DoorReading(answer: KumaPushDoor.notFound) }
        var fields = SignalFields()
        fields.set("ping", request.query("ping").flatMap { Double($0) }.map { .finite($0) })
        // A sender that names no status is up; one that names an unknown word is not believed to be.
        let isUp = (request.query("status") ?? "up") == "up"
        let message = request.query("msg").flatMap { $0.isEmpty ? nil : $0.cut(toBytes: KumaPushDoor.messageMax) }
        let signal = Signal(
            state: isUp ? .beat : .failed, at: request.receivedAt, key: "push:\(token)", severity: isUp ? nil : .error,
            fields: fields.all(product: Self.product), text: message)
        var answer = DoorAnswer.json(200, ["ok": true])
        if request.method == "HEAD" { answer.body = [] }
        return DoorReading([signal], answer: answer)
    }

    public func refuse(_ reason: DoorRefusal) -> DoorAnswer {
        guard reason != .unauthorised else { return KumaPushDoor.notFound }
        return .json(reason.status, ["ok": false, "msg": .string(reason.text)]).adding(reason.headers)
    }

    private static let notFound = DoorAnswer.json(
        404, ["ok": false, "msg": "No push address of the policy is this one."])
}
