import OnRecord
import Sigma

/// Grafana's alerting webhook (grafana/alerting, `receivers/webhook/v1`, `http/hmac.go`): Alertmanager's shape with
/// more members. Where a secret is set, its HMAC is verified, and its timestamp if it carries one.
public struct GrafanaDoor: Door {
    public static let name = "grafana"
    public static let verifiesSignatures = true
    /// How far a signed timestamp may lie from the moment of receipt. Repeats within it are news of a known key, while an
    /// alert refused for a clock that is some minutes wrong is lost: Grafana does not send it again.
    static let clockTolerance = Duration.minutes(10)
    private static let group = AlertGroup(
        product: name,
        alertMembers: [
            "generatorURL", "silenceURL", "dashboardURL", "panelURL", "imageURL", "ruleUID", "values", "valueString",
            "orgId",
        ], messageMembers: ["receiver", "externalURL", "truncatedAlerts", "title", "message"])

    public init() {}

    public func read(_ request: DoorRequest) -> DoorReading {
        if let refusal = wrongMethod(request) { return refusal }
        guard isGenuine(request) else { return unauthorised }
        return reading(request) { () throws(Unreadable) in
            try Self.group.signals(of: request.json(), receivedAt: request.receivedAt)
        }
    }

    private func isGenuine(_ request: DoorRequest) -> Bool {
        guard let secret = request.secret else { return true }
        var signed = request.body
        if let stamp = request.headers["x-grafana-alerting-timestamp"] {
            guard let seconds = Int64(stamp), let moment = SenderTime.read(.integer(seconds)),
                (.zero - Self.clockTolerance...Self.clockTolerance).contains(request.receivedAt - moment)
            else { return false }
            signed = Array("\(stamp):".utf8) + signed
        } else if request.body.drop(while: { (48...57).contains($0) }).first == UInt8(ascii: ":") {
            // A message that was signed with its timestamp, which somebody moved from the header into the body.
            return false
        }
        return SharedSecret.signed(signed, with: secret, as: request.headers["x-grafana-alerting-signature"])
    }
}
