/// Something that is looked at from here: how often, how patiently, and what is expected of it.
public struct ProbeSpec: Sendable, Hashable {
    public var id: String
    public var target: Target
    public var every: Duration
    /// One look takes at most this long, all of its steps together.
    public var timeout: Duration
    /// Failures in a row that are borne before it counts as down.
    public var retries: Int
    /// A good answer that took longer counts as a failure.
    public var within: Duration?

    public enum Target: Sendable, Hashable {
        case http(HTTPTarget)
        /// `banner`: what the server says first begins so.
        case tcp(Endpoint, banner: String?)
        /// `validFor`: the certificate is good for at least so long.
        case tls(Endpoint, validFor: Duration)
        case dns(DNSTarget)
    }

    public struct HTTPTarget: Sendable, Hashable {
        public var url: String
        /// The URL's host: all of it that may be shown.
        public var host: String
        /// Empty: every 2xx.
        public var statuses: [Int]
        public var bodyContains: String?

        public init(url: String, host: String, statuses: [Int] = [], bodyContains: String? = nil) {
            (self.url, self.host, self.statuses, self.bodyContains) = (url, host, statuses, bodyContains)
        }
    }

    public struct DNSTarget: Sendable, Hashable {
        public var name: String
        public var type: RecordType
        /// An address; nil: the machine's own resolver.
        public var server: Endpoint?
        /// One of the answers is this; for TXT: holds this.
        public var contains: String?

        public enum RecordType: String, Sendable, Hashable, CaseIterable { case A, AAAA, CNAME, MX, TXT }

        public init(name: String, type: RecordType = .A, server: Endpoint? = nil, contains: String? = nil) {
            (self.name, self.type, self.server, self.contains) = (name, type, server, contains)
        }
    }

    public init(
        id: String, target: Target, every: Duration = .minutes(1), timeout: Duration = .seconds(10), retries: Int = 2,
        within: Duration? = nil
    ) {
        (self.id, self.target, self.every, self.timeout) = (id, target, every, timeout)
        (self.retries, self.within) = (retries, within)
    }
}

extension ProbeSpec {
    /// The key that the policy knows the target's kind by.
    public var kind: String {
        switch target {
        case .http: "http"
        case .tcp: "tcp"
        case .tls: "tls"
        case .dns: "dns"
        }
    }

    /// What is looked at, without anything of a URL but its host: a query may hold a secret.
    public var shownTarget: String {
        switch target {
        case .http(let http): http.host
        case .tcp(let endpoint, _), .tls(let endpoint, _): endpoint.text
        case .dns(let dns): "\(dns.name) \(dns.type.rawValue)"
        }
    }
}

/// Something outside the house that normally answers. When it does not either, it is the prober who is cut off.
public enum ProbeReference: Sendable, Hashable {
    case tcp(Endpoint)
    /// Any answer at all will do.
    case http(url: String)
}

/// A supplier's status page (Statuspage's `summary.json`), looked at so that their incidents are not missed.
public struct UpstreamSpec: Sendable, Hashable {
    public var id, title: String
    /// The URL of its `summary.json`.
    public var summary: String
    public var every: Duration
    /// Ids or names of the page's components that matter here; empty: all.
    public var components: [String]

    public init(
        id: String, title: String, summary: String, every: Duration = .minutes(2), components: [String] = []
    ) {
        (self.id, self.title, self.summary) = (id, title, summary)
        (self.every, self.components) = (every, components)
    }
}
