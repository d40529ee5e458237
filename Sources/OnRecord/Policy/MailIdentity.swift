/// Who our mail comes from, who signs it, where it comes back to, and how fast it leaves.
public struct MailIdentity: Sendable, Hashable {
    public var from, name: String
    /// The host that bounces come back to: mails then have a sender of their own each, `bounces+…@` it. Nil: they come
    /// back to `from`.
    public var bounces: String?
    /// Nil: nobody has said who signs.
    public var signing: Signing?
    public var pace = MailPace()

    public init(from: String, name: String) { (self.from, self.name) = (from, name) }

    /// Domain of Message-IDs.
    public var domain: String { String(from.split(separator: "@").last ?? "localhost") }

    /// Who signs with DKIM (RFC 6376).
    public enum Signing: Sendable, Hashable {
        /// The relay that takes our mail does, with a key of its own.
        case relay
        case here(DKIMIdentity)
    }
}

/// The names under which receivers find the keys that we sign with.
public struct DKIMIdentity: Sendable, Hashable {
    public var domain: String
    /// Of the RSA key.
    public var selector: String
    /// Of the Ed25519 key, where there is a second signature (RFC 8463).
    public var ed25519: String?

    public init(domain: String, selector: String, ed25519: String? = nil) {
        (self.domain, self.selector, self.ed25519) = (domain, selector, ed25519)
    }
}

/// How much of the relay, and of a recipient domain, is used at one time.
public struct MailPace: Sendable, Hashable {
    public var connections = 4
    public var mailsPerConnection = 100
    public var inFlightPerDomain = 20
    /// Nil: as fast as the relay takes it.
    public var perMinutePerDomain: Int?

    public init() {}
}
