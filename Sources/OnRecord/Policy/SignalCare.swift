/// Something that may send signals; each has a token of its own.
public struct Source: Sendable, Hashable {
    public var id: String
    /// The environment variable with the secret it signs its requests with; nil: its token is all it shows.
    public var signedWith: String?
    /// It has an address of its own to report to (`/ping/<uuid>`), whose only secret is the address.
    public var isHeartbeat: Bool
    /// Where the public keys are published that it signs with (GitHub's partner programme).
    public var publicKeys: String?

    public init(id: String, signedWith: String? = nil, isHeartbeat: Bool = false, publicKeys: String? = nil) {
        (self.id, self.signedWith, self.isHeartbeat, self.publicKeys) = (id, signedWith, isHeartbeat, publicKeys)
    }
}

/// How signals are read and what is kept of them.
public struct SignalCare: Sendable, Hashable {
    /// How far an event may be behind the newest of its group and still count exactly.
    public var lateness: Duration = .minutes(5)
    /// Fields stored as a keyed hash, so that rules still group by them and nobody reads them.
    public var pseudonymise: [String] = []
    /// Values for `%name%` in rules with the `expand` modifier.
    public var placeholders: [String: [String]] = [:]

    public init() {}
}

/// Listeners beside the two for HTTP. None runs unless the policy says so.
public struct Listeners: Sendable, Hashable {
    public var syslog: Syslog?
    public var mail: Mail?

    public init() {}

    public struct Address: Sendable, Hashable {
        public var host: String
        public var port: Int

        /// `host:port`, the host of an IPv6 address in brackets.
        public init?(_ text: String) {
            guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
                (1...65535).contains(port)
            else { return nil }
            var host = String(text[..<colon])
            if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
            guard !host.isEmpty, !host.contains(" ") else { return nil }
            (self.host, self.port) = (host, port)
        }
    }

    /// SMTP, for mail to addresses with a source's token behind the plus.
    public struct Mail: Sendable, Hashable {
        public var address: Address
        /// What the listener calls itself: the name that the MX record points to.
        public var name: String?
    }

    /// Syslog over TCP (RFC 6587) or TLS (RFC 5425).
    public struct Syslog: Sendable, Hashable {
        public var address: Address
        /// The source that everything arriving here belongs to: syslog carries no token.
        public var source: String
        /// PEM files; without them the listener speaks plain TCP.
        public var certificate: String?
        public var key: String?
        /// PEM file of the authority that signed the senders' certificates.
        public var clientAuthority: String?
        /// Addresses and networks that may connect; empty: everybody who can reach it.
        public var peers: [String] = []
    }
}
