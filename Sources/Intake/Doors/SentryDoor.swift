import OnRecord
import Sigma

/// Sentry's integration webhook (getsentry/sentry-docs, `integration-platform/webhooks`). It waits one second for the
/// answer. What it knows of an exception's users and requests is personal, so only chosen members are kept.
public struct SentryDoor: Door {
    public static let name = "sentry"
    public static let verifiesSignatures = true
    public static let keepsBody = false

    public init() {}

    public func read(_ request: DoorRequest) -> DoorReading {
        if let refusal = wrongMethod(request) { return refusal }
        if let secret = request.secret,
            !SharedSecret.signed(request.body, with: secret, as: request.headers["sentry-hook-signature"])
        {
            return unauthorised
        }
        return reading(request) { () throws(Unreadable) in
            let message = try request.json()
            guard let data = message["data"], data.map != nil else {
                throw Unreadable("The message has no data; expected a message of a Sentry integration.")
            }
            let hook = Hook(
                action: message["action"]?.string ?? "", data: data,
                sentAt: request.headers["sentry-hook-timestamp"].map { .string($0) }, receivedAt: request.receivedAt)
            switch request.headers["sentry-hook-resource"] ?? hook.resource {
            case "event_alert": return [try hook.event("event_alert", data["event"])]
            case "error": return [try hook.event("error", data["error"])]
            case "metric_alert": return [try hook.metric()]
            case "issue": return [try hook.issue()]
            // Comments, installations and whatever comes to be: nothing that observes the service.
            default: return []
            }
        }
    }
}

private struct Hook {
    let action: String
    let data: Value
    let sentAt: Value?
    let receivedAt: Timestamp

    /// What the message is about where no header says so.
    var resource: String? {
        ["event", "error", "metric_alert", "issue"].first { data[$0]?.map != nil }
            .map { $0 == "event" ? "event_alert" : $0 }
    }

    /// An exception: an alert rule's, or each as it happens.
    func event(_ resource: String, _ event: Value?) throws(Unreadable) -> Signal {
        guard let event, let issue = event["issue_id"]?.word else { throw missing("issue_id of the event") }
        var fields = SignalFields()
        fields.add(
            [
                "event_id", "issue_id", "web_url", "culprit", "level", "platform", "project", "release", "environment",
                "transaction", "logger",
            ], of: event)
        fields.set("triggered_rule", data["triggered_rule"])
        fields.set("tags", tags(event["tags"]))
        return signal(
            .firing, resource, key: "issue:\(issue)", severity: Signal.Severity(of: event["level"]),
            title: event["title"],
            at: [event["datetime"], event["timestamp"]], fields)
    }

    func metric() throws(Unreadable) -> Signal {
        let alert = data["metric_alert"]
        guard let identifier = (alert?["identifier"] ?? alert?["id"])?.word else {
            throw missing("identifier of the metric alert")
        }
        let isResolved = action == "resolved"
        var fields = SignalFields()
        fields.add(["description_title", "description_text", "web_url"], of: data)
        fields.add(["projects", "alert_rule"], of: alert)
        return signal(
            isResolved ? .resolved : .firing, "metric_alert", key: "metric:\(identifier)",
            severity: Signal.Severity(of: .string(action)),
            title: alert?["title"] ?? alert?["alert_rule"]?["name"] ?? data["description_title"],
            at: isResolved ? [alert?["date_closed"]] : [alert?["date_detected"], alert?["date_started"]], fields)
    }

    func issue() throws(Unreadable) -> Signal {
        let issue = data["issue"]
        guard let id = issue?["id"]?.word else { throw missing("id of the issue") }
        let state: Signal.State =
            switch action {
            case "resolved": .resolved
            case "archived", "ignored": .acknowledged
            case "assigned": .change
            default: .firing
            }
        var fields = SignalFields()
        fields.add(["web_url", "culprit", "level", "platform", "status", "substatus", "shortId"], of: issue)
        fields.set("issue_id", .string(id))
        fields.set("project", issue?["project"]?["slug"])
        return signal(
            state, "issue", key: "issue:\(id)", severity: Signal.Severity(of: issue?["level"]), title: issue?["title"],
            at: [action == "created" ? issue?["firstSeen"] : nil], fields)
    }

    private func missing(_ member: String) -> Unreadable {
        Unreadable("The message has no \(member); expected a message of a Sentry integration.")
    }

    private func signal(
        _ state: Signal.State, _ resource: String, key: String, severity: Signal.Severity, title: Value?, at: [Value?],
        _ fields: SignalFields
    ) -> Signal {
        var fields = fields
        fields.set("resource", .string(resource))
        fields.set("action", .string(action))
        let moment = at.compactMap { $0 }.first ?? sentAt
        return Signal(
            state: state, at: SenderTime.at(moment, receivedAt: receivedAt), key: "sentry:\(key)".asKey,
            severity: severity, title: title?.word?.asTitle, fields: fields.all(product: SentryDoor.product))
    }

    /// Pairs become members, so that rules find `tags.environment`; those about the person in front of the screen are
    /// not kept.
    private func tags(_ pairs: Value?) -> Value? {
        guard let pairs = pairs?.list else { return nil }
        var tags: [String: Value] = [:]
        for pair in pairs.prefix(FieldLimit.alert.members) {
            guard let pair = pair.list, pair.count == 2, let name = pair[0].string, !name.hasPrefix("user") else {
                continue
            }
            tags[name] = pair[1]
        }
        return .map(tags)
    }
}
