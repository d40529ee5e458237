import Sigma

/// Whether a supplier's status page can be read. A page that cannot be read says nothing: least of all that all is well.
public struct UpstreamState: Sendable, Hashable {
    /// Polls in a row that must fail before that is told.
    public static let failuresMax = 3

    public private(set) var consecutiveFailures = 0

    public init() {}

    /// - Parameter reason: follows “cannot be read: ”.
    /// - Returns: one signal with the third failure in a row, nil otherwise.
    public mutating func failed(_ reason: String, _ spec: UpstreamSpec, at now: Timestamp) -> Signal? {
        consecutiveFailures += 1
        guard consecutiveFailures == UpstreamState.failuresMax else { return nil }
        return signal("unknown", .warning, "\(spec.title)'s status page cannot be read: \(reason)", spec, now, reason)
    }

    /// - Returns: a signal when it was told that the page cannot be read.
    public mutating func answered(_ spec: UpstreamSpec, at now: Timestamp) -> Signal? {
        defer { consecutiveFailures = 0 }
        guard consecutiveFailures >= UpstreamState.failuresMax else { return nil }
        return signal("known", .info, "\(spec.title)'s status page can be read again", spec, now, nil)
    }

    private func signal(
        _ state: String, _ severity: Signal.Severity, _ title: String, _ spec: UpstreamSpec, _ now: Timestamp,
        _ reason: String?
    ) -> Signal {
        var fields: [String: Value] = [
            "logsource_product": "onrecord", "logsource_category": "upstream", "upstream": .string(spec.id),
            "state": .string(state), "consecutive_failures": .integer(Int64(consecutiveFailures)),
        ]
        fields["reason"] = reason.map { .string($0) }
        return Signal(
            state: .log, at: now, key: "upstream:\(spec.id)", severity: severity, title: title, fields: fields)
    }
}
