/// One look at something, and how long it took.
public struct ProbeLook: Sendable, Hashable {
    public var result: ProbeResult
    public var took: Duration

    public init(_ result: ProbeResult, took: Duration = .zero) { (self.result, self.took) = (result, took) }
}

/// What one look found.
public enum ProbeResult: Sendable, Hashable {
    case up
    /// What was found instead of what was expected, in words for people that follow “is down: ”.
    case down(ProbeCause, String)
    /// The prober could not look: it is cut off itself, so nothing is said about what it looks at.
    case unknown(String)
}

/// Why a look failed, for rules. Only `no_answer` may be the prober's own fault.
public enum ProbeCause: String, Sendable, Hashable, CaseIterable {
    /// Nobody answered in time, no way leads there, or the name could not be resolved.
    case noAnswer = "no_answer"
    case refused
    /// The connection was closed, or what came is not of the protocol.
    case protocolError = "protocol_error"
    case slow, status, body, banner
    /// Its chain or its name does not hold, or it has run out.
    case certificate
    /// The certificate still holds, but not for as long as is expected.
    case certificateExpires = "certificate_expires"
    /// The name server said no (NXDOMAIN, SERVFAIL, …), or there is no such record.
    case dns
    /// There are records, but not the one that is expected.
    case dnsAnswer = "dns_answer"
}

extension ProbeLook {
    /// The look, judged by the time it took.
    public func within(_ limit: Duration?) -> ProbeLook {
        guard let limit, result == .up, took > limit else { return self }
        return ProbeLook(.down(.slow, "\(took.text) instead of at most \(limit.text)"), took: took)
    }

    /// Whether only the references can tell whose fault it is.
    public var needsReference: Bool {
        if case .down(.noAnswer, _) = result { true } else { false }
    }

    /// The look, judged by what the references say about the prober's own line.
    /// - Parameter reachable: whether any reference answered just now; nil: none is configured, so silence counts as down.
    public func against(reference reachable: Bool?) -> ProbeLook {
        guard needsReference, reachable == false, case .down(_, let reason) = result else { return self }
        return ProbeLook(.unknown("\(reason), and no reference target answers either"), took: took)
    }
}
