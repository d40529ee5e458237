import OnRecord

/// Every door, by the name that stands in its address.
public struct Doors: Sendable {
    private let byName: [String: any Door]

    /// - Parameter lines: reads log lines that are no JSON.
    public init(lines: LineReader) {
        let all: [any Door] = [
            NDJSONDoor(lines: lines), AlertmanagerDoor(), PrometheusDoor(), GrafanaDoor(), PagerDutyDoor(),
            CoralogixDoor(), UptimeKumaDoor(), UptimeRobotDoor(), SentryDoor(), GitHubDoor(), CloudflareDoor(),
            GitHubSecretScanningDoor(keys: [:]), OTLPDoor(), LokiDoor(), CloudEventsDoor(), HeartbeatDoor(),
            KumaPushDoor(), InboundMailDoor(),
        ]
        byName = Dictionary(uniqueKeysWithValues: all.map { (type(of: $0).name, $0) })
    }

    public var names: Set<String> { Set(byName.keys) }
    public subscript(name: String) -> (any Door)? { byName[name] }
}
