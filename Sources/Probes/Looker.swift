import OnRecord

/// The prober's eyes. `NetworkLooker` is the real one.
public protocol Looker: Sendable {
    /// One look, at most as long as the probe's timeout.
    /// - Parameter now: certificates are judged by it.
    func look(at probe: ProbeSpec, now: Timestamp) async -> ProbeLook

    /// Whether a reference answers in any way.
    func reaches(_ reference: ProbeReference) async -> Bool

    /// Fetches a supplier's summary, unless it is still the one that these validators stand for.
    /// - Throws: `SummaryTrouble`.
    func summary(at url: String, unless known: SummaryValidators) async throws -> SummaryAnswer
}

/// What a server gave with a summary to recognise it by (RFC 9110, section 8.8).
public struct SummaryValidators: Sendable, Hashable {
    public var entityTag: String?
    public var lastModified: String?

    public init(entityTag: String? = nil, lastModified: String? = nil) {
        (self.entityTag, self.lastModified) = (entityTag, lastModified)
    }
}

public enum SummaryAnswer: Sendable, Hashable {
    case unchanged
    case changed(body: [UInt8], SummaryValidators)
}

/// Why a summary could not be had, in words for people.
public struct SummaryTrouble: Error, Hashable, CustomStringConvertible {
    public var reason: String
    public var description: String { reason }

    public init(_ reason: String) { self.reason = reason }
}

/// Looks over the network.
public struct NetworkLooker: Looker {
    /// How long what is no probe, and so has no timeout of its own, is waited for.
    struct Patience: Sendable {
        var reference = Duration.seconds(5)
        var summary = Duration.seconds(15)
    }

    let http: HTTPLook
    let tls: TLSLook
    let dns: DNSLook
    let patience: Patience

    /// - Parameter resolver: asked by DNS probes that name no server; `ResolverFile.server(in:)` finds it.
    public init(resolver: Endpoint) {
        self.init(resolver: resolver, trust: .default)
    }

    init(resolver: Endpoint, trust: Trust, patience: Patience = Patience()) {
        self.patience = patience
        (http, tls, dns) = (HTTPLook(trust: trust), TLSLook(trust: trust), DNSLook(resolver: resolver))
    }

    public func look(at probe: ProbeSpec, now: Timestamp) async -> ProbeLook {
        let start = ContinuousClock.now
        let result: ProbeResult
        do {
            result =
                switch probe.target {
                case .http(let target): try await http.look(at: target, timeout: probe.timeout)
                case .tcp(let endpoint, let banner):
                    try await TCPLook.look(at: endpoint, banner: banner, timeout: probe.timeout)
                case .tls(let endpoint, let validFor):
                    try await tls.look(at: endpoint, validFor: validFor, timeout: probe.timeout, now: now)
                case .dns(let target): try await dns.look(at: target, timeout: probe.timeout)
                }
        } catch {
            result = NetworkTrouble.result(of: error, timeout: probe.timeout)
        }
        return ProbeLook(result, took: ContinuousClock.now - start).within(probe.within)
    }

    public func reaches(_ reference: ProbeReference) async -> Bool {
        let timeout = patience.reference
        do {
            switch reference {
            case .tcp(let endpoint): _ = try await TCPLook.look(at: endpoint, banner: nil, timeout: timeout)
            case .http(let url): _ = try await http.status(of: url, timeout: timeout)
            }
            return true
        } catch {
            // Whoever refuses has answered.
            let found = ProbeLook(NetworkTrouble.result(of: error, timeout: timeout))
            return !found.needsReference && !(error is CancellationError)
        }
    }

    public func summary(at url: String, unless known: SummaryValidators) async throws -> SummaryAnswer {
        try await http.summary(at: url, unless: known, timeout: patience.summary)
    }
}
