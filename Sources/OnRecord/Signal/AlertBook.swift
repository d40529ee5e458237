import Sigma

/// Turns firings and signals into news about alerts: what fires again is counted, what ends is said to be over, and a
/// storm becomes one alert of its own.
///
/// A value that reads no clock. What it says about stored signals depends on them alone, on the moments they were
/// received among other things, so a replay from an older memory says the same with the same ids.
public struct AlertBook: Sendable {
    /// Alerts that are open at the same time; what comes beyond them is counted as a flood.
    public static let openPerRuleMax = 1000
    public static let openMax = 10_000
    /// New alerts within the flood's window that a rule which names who is affected may list, where the policy lets
    /// others list fewer: each names somebody who must be told, and yet a sender can name whom it likes.
    public static let affectedPerFloodMax = 1000
    /// How long a sender that promised to say when it is over may leave it unsaid.
    public static let patience = Duration.days(7)
    /// Time that is left for signals still on their way to the shelf before an alert is over by the clock alone.
    public static let settling = Duration.seconds(10)
    /// How often a count that grows is said again.
    static let sayEvery = Duration.minutes(1)
    /// All open alerts are looked through no more often than this.
    static let sweepEvery = Duration.seconds(1)

    let openings: [String: Opening]
    let correlations: Set<String>
    private let limit: FloodLimit
    private let identify: Identify
    var current = AlertMemory()
    /// Episodes by sender and key, and how many each rule has.
    var episodesOfSubject: [String: Set<String>] = [:]
    var openOfRule: [String: Int] = [:]
    /// Nothing ends and nothing is to be said before this moment.
    var quietUntil = Timestamp(milliseconds: 0)
    var news: [AlertChange] = []

    /// - Parameter identify: names what alerts are about, for the journal; left out, the names can be guessed.
    public init(policy: Policy, identify: Identify? = nil) {
        self.identify = identify ?? Fingerprint.unkeyed
        openings = policy.openings
        correlations = Set(policy.rules.rules.filter(\.isCorrelation).map(\.id))
        limit = policy.flood
    }

    func limit(of rule: String) -> FloodLimit {
        var limit = limit
        if openings[rule]?.affects != nil { limit.moreThan = max(limit.moreThan, AlertBook.affectedPerFloodMax) }
        return limit
    }

    /// Setting it goes on with every alert whose rule is still there.
    public var memory: AlertMemory {
        get { current }
        set {
            current = AlertMemory()
            (episodesOfSubject, openOfRule) = ([:], [:])
            current.moment = newValue.moment
            current.gates = newValue.gates.filter { openings[$0.key] != nil }
            for (fingerprint, episode) in newValue.episodes where openings[episode.rule] != nil {
                insert(episode, fingerprint)
            }
            quietUntil = Timestamp(milliseconds: 0)
        }
    }

    /// One signal of a batch, and what it set off.
    /// - Parameter signal: nil: a plain log line, which is no news of anything that is open.
    public mutating func observe(
        _ signal: Signal?, _ event: Event, from source: String, firings: [Firing], receivedAt: Timestamp, batch: Int64,
        index: Int
    ) -> [AlertChange] {
        // A clock that was set back does not make anything young again.
        current.moment = max(current.moment, receivedAt)
        let moment = current.moment
        if moment >= quietUntil { sweep(at: moment) }
        if let signal, let key = signal.key {
            let subject = "\(source)\u{1e}\(key)"
            hear(signal.state, about: subject, firing: Set(firings.map(\.match.rule)), at: moment)
        }
        for (number, firing) in firings.enumerated() {
            guard let opening = openings[firing.match.rule] else { continue }
            let isCorrelation = correlations.contains(firing.match.rule)
            // Nobody is woken because something is over; only a count of such news can be alarming.
            if !isCorrelation, signal?.state == .resolved || signal?.state == .acknowledged { continue }
            let sighting = Sighting(
                firing.match, opening, isCorrelation: isCorrelation, signal: signal, event: event, source: source,
                position: StreamPosition(batch: batch, index: index, firing: number), identify: identify)
            if firing.isOver { end(sighting.fingerprint, .resolved, at: moment) } else { see(sighting, at: moment) }
        }
        defer { news = [] }
        return news
    }

    /// What rules found by time alone: something did not come, or no longer holds.
    public mutating func observe(_ firings: [Firing], at now: Timestamp) -> [AlertChange] {
        current.moment = max(current.moment, now)
        for firing in firings {
            guard let opening = openings[firing.match.rule] else { continue }
            let event = Event(at: firing.match.at, fields: firing.match.group.mapValues(Value.string))
            let sighting = Sighting(
                firing.match, opening, isCorrelation: true, signal: nil, event: event, source: "", position: nil,
                identify: identify)
            if firing.isOver {
                end(sighting.fingerprint, .resolved, at: current.moment)
            } else {
                see(sighting, at: current.moment)
            }
        }
        defer { news = [] }
        return news
    }

    /// What is over by the clock, and counts that are due to be said. Called when no signal waits to be read.
    public mutating func advance(to now: Timestamp) -> [AlertChange] {
        let moment = now + (.zero - AlertBook.settling)
        if moment >= quietUntil { sweep(at: moment) }
        defer { news = [] }
        return news
    }

    /// When `advance` has something to say at the earliest; nil: nothing is open.
    public var nextDeadline: Timestamp? {
        current.episodes.isEmpty && current.gates.allSatisfy { $0.value.flood == nil }
            ? nil : quietUntil + AlertBook.settling
    }

    /// Makes book and house agree again, after a start that may have begun with an old memory or none: what the house
    /// holds open and nothing here remembers is over, and what the house does not know as open may fire anew.
    /// - Parameter open: alerts that the house holds open.
    public mutating func reconcile(with open: Set<AlertID>, at now: Timestamp) -> [AlertChange] {
        let strangers = current.episodes.filter {
            openings[$0.value.rule]?.opensIncident == true && !open.contains($0.value.alert)
        }
        for fingerprint in strangers.keys { remove(fingerprint) }
        for (rule, gate) in current.gates where openings[rule]?.opensIncident == true {
            if let flood = gate.flood, !open.contains(flood.alert) { current.gates[rule]?.flood = nil }
        }
        let known = Set(current.episodes.values.map(\.alert) + current.gates.values.compactMap(\.flood?.alert))
        return open.subtracting(known).sorted().map { .ended($0, .lost, at: now) }
    }
}

/// What the book needs to go on where it stopped.
public struct AlertMemory: Sendable, Codable, Equatable {
    /// When the newest signal was received.
    var moment = Timestamp(milliseconds: 0)
    /// By fingerprint.
    var episodes: [String: Episode] = [:]
    /// By rule.
    var gates: [String: FloodGate] = [:]

    public init() {}
}

/// A rule's match, or its word that what it matched is over.
public struct Firing: Sendable, Hashable {
    public var match: Match
    public var isOver: Bool

    public init(_ match: Match, isOver: Bool = false) { (self.match, self.isOver) = (match, isOver) }
}
