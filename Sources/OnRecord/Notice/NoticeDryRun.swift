/// What would be sent, before it is.
public struct NoticeDryRun: Codable, Sendable, Hashable {
    public var count: Int
    /// Where they have their mail, most first.
    public var domains: [MailDomain]
    /// Domains that are not listed, and the customers behind them.
    public var furtherDomains, inFurtherDomains: Int
    /// In the scope, and not in the directory any more: nobody could write to them.
    public var unknown: Int
    public var sample: Sample?

    public struct Sample: Codable, Sendable, Hashable {
        public var from, to, subject, plain, html: String

        public init(from: String, to: String, subject: String, plain: String, html: String) {
            (self.from, self.to, self.subject, self.plain, self.html) = (from, to, subject, plain, html)
        }
    }

    /// Domains that are listed.
    public static let domainsMax = 50

    public init(count: Int, domains: [MailDomain], sample: Sample?) {
        let known = domains.reduce(0) { $0 + $1.count }
        self.domains = Array(domains.prefix(NoticeDryRun.domainsMax))
        furtherDomains = domains.count - self.domains.count
        inFurtherDomains = known - self.domains.reduce(0) { $0 + $1.count }
        (self.count, unknown, self.sample) = (count, count - known, sample)
    }
}
