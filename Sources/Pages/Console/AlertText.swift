import OnRecord

/// Facts about alerts, and about what holds them back, in words that a human reads.
enum AlertText {
    static func sentence(_ fact: Fact, policy: Policy) -> String {
        switch fact.what {
        case .alertJoined(let alert) where alert.kind == .flood:
            "Flood: more alerts of “\(title(alert.rule, policy))” than anybody can use; from here they are counted."
        case .alertJoined(let alert): "Alert: \(title(alert.rule, policy))."
        case .alertHeld(let alert, let hold): "Alert that woke nobody, \(words(hold)): \(title(alert.rule, policy))."
        case .alertAcknowledged: "The alert was acknowledged in the tool it came from."
        case .alertEnded(_, let how, _): "The alert is over: \(how.text)."
        case .alertMarkedNoise: "The alert was marked as noise."
        case .silenced(let silence):
            "\(silence.fingerprint == nil ? "All alerts" : "Alerts like one") of “\(title(silence.rule, policy))” are "
                + "silenced until \(silence.until.text)."
        case .silenceLifted(let id): "Silence \(id) was lifted."
        case .maintenancePlanned(let work):
            "Maintenance \(work.id) is planned from \(work.from.text) to \(work.until.text)."
        case .maintenanceCancelled(let id): "Maintenance \(id) was cancelled."
        default: ""
        }
    }

    private static func title(_ rule: String, _ policy: Policy) -> String {
        policy.openings[rule]?.title ?? "rule “\(rule)”"
    }

    private static func words(_ hold: Hold) -> String {
        switch hold {
        case .silence(let id): "silenced by \(id)"
        case .noise(let id): "known as noise by \(id)"
        case .maintenance(let id): "during maintenance \(id)"
        }
    }
}
