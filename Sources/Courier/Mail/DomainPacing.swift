import NIOCore

/// How much of our mail goes to one recipient domain at a time, and how much of it in a minute. A domain that keeps saying
/// “later” is left alone for a while. Pure: the moment is handed in.
struct DomainPacing {
    /// Deferrals in a row, with nothing accepted between them, after which a domain is left alone.
    static let patience = 3
    private static let pauseMin = Duration.seconds(5)
    private static let pauseMax = Duration.minutes(10)
    /// Domains that are remembered; the others have nothing that would be worth it.
    private static let domainsMax = 50_000

    enum Admission: Equatable {
        case go
        /// As many as may be are on their way: one that ends makes room.
        case full
        /// Not before so long.
        case wait(Duration)
    }

    private struct Domain {
        var inFlight = 0
        /// The rate's account: when the next mail may go, were they spread evenly.
        var nextAt = NIODeadline.uptimeNanoseconds(0)
        /// Mails that wait for their turn were told to come back, each a step later than the one before it.
        var reservedAt = NIODeadline.uptimeNanoseconds(0)
        var deferralsInARow = 0
        var pausedUntil = NIODeadline.uptimeNanoseconds(0)

        func isWorthKeeping(at now: NIODeadline) -> Bool {
            inFlight > 0 || deferralsInARow > 0 || nextAt > now || reservedAt > now
        }
    }

    let pace: SMTPPace
    private var domains: [String: Domain] = [:]

    init(_ pace: SMTPPace) { self.pace = pace }

    /// Asked before a mail is sent. After `go` it counts as on its way until it has `ended`.
    mutating func admit(_ name: String, at now: NIODeadline) -> Admission {
        var domain = domains[name] ?? Domain()
        defer { domains[name] = domain }
        guard domain.inFlight < pace.inFlightPerDomain else { return .full }
        if domain.pausedUntil > now { return .wait(Duration(domain.pausedUntil - now)) }
        // After a pause one mail goes ahead of the others to see whether they are welcome again.
        if domain.deferralsInARow >= Self.patience, domain.inFlight > 0 { return .full }
        if let step {
            // So that a few mails need not be spread over a minute, a tenth of it may go at once.
            let burst = TimeAmount.seconds(6)
            domain.nextAt = max(domain.nextAt, now - burst)
            guard domain.nextAt <= now else {
                domain.reservedAt = max(domain.reservedAt, domain.nextAt) + step
                return .wait(Duration(domain.reservedAt - now))
            }
            domain.nextAt = domain.nextAt + step
        }
        domain.inFlight += 1
        return .go
    }

    private var step: TimeAmount? {
        pace.perMinutePerDomain.map { .nanoseconds(60_000_000_000 / Int64($0)) }
    }

    /// - Parameter verdict: nil when nothing was learned about the domain.
    mutating func ended(_ name: String, _ verdict: MailOutcome.Verdict?, at now: NIODeadline) {
        guard var domain = domains[name] else { return }
        domain.inFlight = max(0, domain.inFlight - 1)
        switch verdict {
        // A refusal is an answer as well: whoever gives one is listening.
        case .accepted, .refused: (domain.deferralsInARow, domain.pausedUntil) = (0, now)
        case .deferred:
            domain.deferralsInARow += 1
            if domain.deferralsInARow >= Self.patience, domain.pausedUntil <= now {
                domain.pausedUntil = now + TimeAmount(Self.pause(after: domain.deferralsInARow))
            }
        case nil: break
        }
        domains[name] = domain.isWorthKeeping(at: now) ? domain : nil
        if domains.count > Self.domainsMax { domains = domains.filter { $0.value.isWorthKeeping(at: now) } }
    }

    /// 5 seconds, doubling with each further deferral, to 10 minutes.
    static func pause(after deferrals: Int) -> Duration {
        min(pauseMin * (1 << min(deferrals - patience, 10)), pauseMax)
    }
}

/// How a server's patience, and that of the domains behind it, are used.
public struct SMTPPace: Sendable, Equatable {
    /// Conversations with the server at one time.
    public let connections: Int
    /// Mails after which a new connection is made; servers distrust endless ones.
    public let mailsPerConnection: Int
    /// Mails to one recipient domain that are on their way at one time.
    public let inFlightPerDomain: Int
    /// Mails to one recipient domain in a minute; nil: the server behind us decides.
    public let perMinutePerDomain: Int?

    public init(
        connections: Int = 4, mailsPerConnection: Int = 100, inFlightPerDomain: Int = 20,
        perMinutePerDomain: Int? = nil
    ) {
        self.connections = max(1, connections)
        self.mailsPerConnection = max(1, mailsPerConnection)
        self.inFlightPerDomain = max(1, inFlightPerDomain)
        self.perMinutePerDomain = perMinutePerDomain.map { max(1, $0) }
    }
}

extension Duration {
    fileprivate init(_ amount: TimeAmount) { self = .nanoseconds(amount.nanoseconds) }
    fileprivate static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
}
