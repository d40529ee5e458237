import OnRecord

/// Every door, by the name that stands in its address.
public struct Doors: Sendable {
    private let byName: [String: any Door]

    public init() {
        let all: [any Door] = [
            NDJSONDoor(), AlertmanagerDoor(), PrometheusDoor(), GrafanaDoor(), PagerDutyDoor(),
            CoralogixDoor(), UptimeKumaDoor(), UptimeRobotDoor(), SentryDoor(), GitHubDoor(), CloudflareDoor(),
            GitHubSecretScanningDoor(keys: [:]), OTLPDoor(), LokiDoor(), CloudEventsDoor(), HeartbeatDoor(),
            KumaPushDoor(), InboundMailDoor(),
        ]
        byName = Dictionary(uniqueKeysWithValues: all.map { (type(of: $0).name, $0) })
    }

    /// In the order of their names.
    public var all: [any Door] { byName.sorted { $0.key < $1.key }.map(\.value) }
    public var names: Set<String> { Set(byName.keys) }
    public subscript(name: String) -> (any Door)? { byName[name] }
}
