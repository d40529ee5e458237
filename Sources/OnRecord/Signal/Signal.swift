import Sigma

/// Something observed, reduced to what every sender has in common.
public struct Signal: Sendable, Codable, Equatable {
    public var state: State
    /// The sender's time where it gave one, else ours.
    public var at: Timestamp
    /// What it is about, in its sender's own terms: a signal of the same source with the same key is news of the same thing.
    public var key: String?
    /// A hint; the operator's rules decide.
    public var severity: Severity?
    /// One line for people, plain text.
    public var title: String?
    /// When a firing signal is over unless it is heard of again.
    public var expiresAt: Timestamp?
    public var fields: [String: Value]
    /// The line or message as it came, plain text.
    public var text: String?

    public enum State: String, Sendable, Codable, CaseIterable {
        /// Something is wrong, and the sender will say when it is over.
        case firing
        case acknowledged, resolved
        /// The sender fell silent; nobody said that it is over.
        case expired
        /// Something was changed on purpose, a deployment for instance.
        case change
        /// A heartbeat, and what a job says about its run.
        case beat, start, failed
        case log
        /// An outsider's message.
        case report
        /// A mail that bounced or was delayed, a complaint about one.
        case bounce, complaint
        /// A credential was found where it must not be.
        case leak
        case unparsed
    }

    public enum Severity: String, Sendable, Codable, CaseIterable { case critical, error, warning, info, unknown }

    public init(
        state: State, at: Timestamp, key: String? = nil, severity: Severity? = nil, title: String? = nil,
        expiresAt: Timestamp? = nil, fields: [String: Value], text: String? = nil
    ) {
        (self.state, self.at, self.key, self.severity) = (state, at, key, severity)
        (self.title, self.expiresAt, self.fields, self.text) = (title, expiresAt, fields, text)
    }

    /// What rules look at: the fields, and what is neither field nor log line under `signal.`.
    public func event(from source: String) -> Event {
        // What stands under `signal` is our word, whatever a sender's own fields are called.
        let own = fields.filter { $0.key != "signal" && !$0.key.hasPrefix("signal.") }
        var event = Event(at: at.milliseconds, fields: own, text: text)
        guard state != .log else { return event }
        var signal: [String: Value] = ["state": .string(state.rawValue), "source": .string(source)]
        signal["key"] = key.map { .string($0) }
        signal["severity"] = severity.map { .string($0.rawValue) }
        signal["title"] = title.map { .string($0) }
        event.fields["signal"] = .map(signal)
        return event
    }
}
