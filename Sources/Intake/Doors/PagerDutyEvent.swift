import OnRecord
import Sigma

/// One event of PagerDuty's Events API v2, and everything that is wrong with it.
struct PagerDutyEvent {
    private static let states: [String: Signal.State] = [
        "trigger": .firing, "acknowledge": .acknowledged, "resolve": .resolved,
    ]
    private static let severities: Set<String> = ["critical", "error", "warning", "info"]
    private static let dedupKeyMax = 255

    private let event: Value
    private let state: Signal.State?
    private let key: String?

    init(_ event: Value, source: String) {
        self.event = event
        state = event["event_action"]?.string.flatMap { Self.states[$0] }
        let given = event["dedup_key"]?.word
        // The same event sent again must not open a second one, so its name is made of what it says.
        key =
            given
            ?? (state == .firing
                ? event["payload"].map { payload in
                    String(sha256Hex(Array("\(source)\u{1e}\(payload.text)".utf8)).prefix(32))
                } : nil)
    }

    private var payload: Value? { event["payload"] }

    private var faults: [String] {
        var faults: [String] = []
        if state == nil { faults.append("event_action must be trigger, acknowledge or resolve.") }
        if let key {
            if key.unicodeScalars.count > Self.dedupKeyMax {
                faults.append("dedup_key must have at most \(Self.dedupKeyMax) characters.")
            }
        } else if state == .acknowledged || state == .resolved {
            faults.append("dedup_key is missing; it names the event that is meant.")
        }
        guard state == .firing else { return faults }
        guard payload?.map != nil else { return faults + ["payload is missing; expected an object."] }
        for name in ["summary", "source"] where payload?[name]?.string?.asTitle == nil {
            faults.append("payload.\(name) is missing or empty.")
        }
        if !Self.severities.contains(payload?["severity"]?.string ?? "") {
            faults.append("payload.severity must be critical, error, warning or info.")
        }
        return faults
    }

    func reading(_ door: PagerDutyDoor, _ request: DoorRequest) -> DoorReading {
        let faults = faults
        guard faults.isEmpty, let state, let key else { return door.invalid(faults) }
        var fields = SignalFields()
        fields.add(["source", "component", "group", "class", "custom_details"], of: payload)
        fields.add(["client", "client_url", "links", "images"], of: event)
        let signal = Signal(
            state: state, at: SenderTime.at(payload?["timestamp"], receivedAt: request.receivedAt), key: key,
            severity: Signal.Severity(of: payload?["severity"]), title: payload?["summary"]?.string?.asTitle,
            fields: fields.all(product: PagerDutyDoor.product))
        return door.accepted(signal, key: key, "Event processed")
    }
}
