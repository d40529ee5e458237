import Sigma

/// What is known about one probe's target. Looks go in, signals come out when there is news.
///
/// ```
///            success                     more failures in a row than retries
///   any ────────────────> up       any ─────────────────────────────────────> down
///            cut off
///   any ────────────────> unknown  (its looks neither count as failures nor end a row of them)
/// ```
/// It starts as unknown, and the first that is settled after a start is always told: whatever was open before the
/// start is thereby confirmed or resolved.
public struct ProbeState: Sendable, Hashable {
    /// While it is down, that is repeated so often.
    public static let reminder = Duration.hours(1)

    public enum Phase: String, Sendable, Hashable { case up, down, unknown }

    public private(set) var phase = Phase.unknown
    public private(set) var consecutiveFailures = 0
    /// When the row of failures began.
    public private(set) var failingSince: Timestamp?
    /// The phase that was signalled last; nil: none since the start.
    private var told: Phase?
    private var toldAt = Timestamp(milliseconds: 0)

    public init() {}

    /// Whether it is in doubt, so that the next look should come soon.
    public var isInDoubt: Bool { phase != .down && (consecutiveFailures > 0 || phase == .unknown) }

    /// Takes what a look found.
    /// - Parameter now: when the look ended.
    /// - Returns: the signal to be sent, nil when there is no news.
    public mutating func take(_ look: ProbeLook, of spec: ProbeSpec, at now: Timestamp) -> Signal? {
        var since = failingSince
        switch look.result {
        case .up:
            (phase, consecutiveFailures, failingSince) = (.up, 0, nil)
        case .down:
            consecutiveFailures += 1
            since = failingSince ?? now
            failingSince = since
            guard consecutiveFailures > spec.retries else { return nil }
            phase = .down
        case .unknown:
            phase = .unknown
        }
        let isReminder = phase == .down && now - toldAt >= ProbeState.reminder
        guard phase != told || isReminder else { return nil }
        defer { (told, toldAt) = (phase, now) }
        return signal(of: look, spec, failingSince: since, now)
    }

    private func signal(
        of look: ProbeLook, _ spec: ProbeSpec, failingSince since: Timestamp?, _ now: Timestamp
    ) -> Signal {
        var fields: [String: Value] = [
            "logsource_product": "onrecord", "logsource_category": "probe",
            "probe": .string(spec.id), "kind": .string(spec.kind), "target": .string(spec.shownTarget),
            "state": .string(phase.rawValue), "took_ms": .integer(look.took.milliseconds),
            "consecutive_failures": .integer(Int64(consecutiveFailures)),
        ]
        if let since { fields["failing_since"] = .string(since.rfc3339) }
        let (state, severity, title): (Signal.State, Signal.Severity, String)
        switch look.result {
        case .up:
            (state, severity, title) = (.resolved, .info, "\(spec.id) is up\(told == nil ? "" : " again")")
        case .down(let cause, let reason):
            fields["cause"] = .string(cause.rawValue)
            fields["reason"] = .string(reason)
            (state, severity) = (.firing, cause == .certificateExpires ? .warning : .error)
            title = "\(spec.id) is down: \(reason)"
        case .unknown(let reason):
            fields["reason"] = .string(reason)
            (state, severity, title) = (.log, .warning, "\(spec.id) cannot be looked at: \(reason)")
        }
        return Signal(
            state: state, at: now, key: "probe:\(spec.id)", severity: severity, title: title, fields: fields)
    }
}
