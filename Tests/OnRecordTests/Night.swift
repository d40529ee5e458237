@testable import OnRecord
import Sigma
import Testing

/// A night in which nobody sits at the console: signals arrive, a lookout reads them, and the house takes what is new.
final class Night {
    let story: Story
    private(set) var lookout: Lookout
    private let identify: Identify?

    /// - Parameter alerts: the policy's section of that name, in one line.
    /// - Parameter identify: names what alerts are about.
    init(alerts: String = "{}", identify: Identify? = nil) throws {
        story = try Story(Night.policy(alerts: alerts))
        self.identify = identify
        lookout = Lookout(policy: story.policy, from: nil, identify: identify, reading: Lookout.takenApart)
    }

    static func policy(alerts: String = "{}") throws -> Policy {
        try .parse(
            Cast.text(replacing: "retention: {", with: "alerts: \(alerts)\nretention: {"), file: "policy.yaml",
            rules: Cast.rules + [RuleSource(path: "rules/night.yml", text: ruleText)])
    }

    /// One batch, received at once or after a while, read and acted upon.
    @discardableResult
    func send(_ signals: [Signal], from source: String = "edge", after span: Duration = .zero) throws -> [AlertChange] {
        story.turnClock(to: story.now + span)
        try story.store.save([SignalBatch(source: source, receivedAt: story.now, signals: signals)])
        return try catchUp()
    }

    @discardableResult
    func send(_ signal: Signal, from source: String = "edge", after span: Duration = .zero) throws -> [AlertChange] {
        try send([signal], from: source, after: span)
    }

    /// A batch that is read and not kept: a storm tests the book, not the shelf.
    func storm(_ signals: [Signal], after span: Duration) throws {
        story.turnClock(to: story.now + span)
        let batch = SignalBatch(source: "edge", receivedAt: story.now, signals: signals)
        try take(lookout.read(StoredBatch(position: lookout.position + 1, batch: batch)))
    }

    /// Reads what waits. Everything read is taken in one step.
    @discardableResult
    func catchUp() throws -> [AlertChange] {
        var changes: [AlertChange] = []
        for stored in try story.store.signals(after: lookout.position, limit: .max) { changes += lookout.read(stored) }
        try take(changes)
        return changes
    }

    /// Time passes in which nothing arrives.
    @discardableResult
    func wait(_ span: Duration) throws -> [AlertChange] {
        story.turnClock(to: story.now + span)
        let changes = lookout.advance(to: story.now)
        try take(changes)
        try story.wait(.zero)
        return changes
    }

    /// The process dies and starts again from a mark: what was read since then is read once more.
    func crash(backTo mark: DetectorMark?) throws {
        try story.restart()
        lookout = Lookout(policy: story.policy, from: mark, identify: identify, reading: Lookout.takenApart)
        try catchUp()
        try take(lookout.reconcile(with: Set(story.state.alerts.open.keys), at: story.now))
    }

    private func take(_ changes: [AlertChange]) throws {
        if !changes.isEmpty { try story.take(.alerts(changes)) }
    }

    // MARK: - What there is to see

    var incidents: [Incident] { story.state.allIncidents }
    /// How often somebody was woken.
    var pages: [PageCause] { incidents.flatMap(\.pages) }
    /// Every stored alert, oldest first.
    var alerts: [StoredAlert] { get throws { try story.store.alerts(before: nil, limit: .max).alerts.reversed() } }
    var facts: Int { Int(story.state.sequence) }
}

extension Signal {
    static let moment = Cast.start

    /// A line of a log.
    static func log(_ fields: [String: Value]) -> Signal { Signal(state: .log, at: moment, fields: fields) }
    /// News from a monitor about one of its checks.
    static func monitor(_ state: State, _ key: String, expires: Timestamp? = nil) -> Signal {
        Signal(state: state, at: moment, key: key, title: "Check \(key)", expiresAt: expires, fields: [:])
    }
    /// Somebody tried a door from an address.
    static func knock(_ number: Int) -> Signal {
        log(["event": "knock", "client_ip": .string("2001:db8::\(String(number, radix: 16))")])
    }
    static func failedSignIn(from address: String) -> Signal {
        log(["event": "auth_failed", "client_ip": .string(address)])
    }
    static func leak(_ tokens: Value, _ more: [String: Value] = [:]) -> Signal {
        Signal(state: .leak, at: moment, fields: ["token_id": tokens].merging(more) { $1 })
    }
}

private let ruleText = """
    title: A check fails
    id: check-fails
    logsource: {product: monitor}
    detection: {selection: {signal.state: firing}, condition: selection}
    onrecord: {priority: P1, class: downtime, rearm: 10m, acknowledges: true, resolves: true}
    ---
    title: A job fell silent
    id: silent-job
    logsource: {product: monitor}
    detection: {selection: {signal.state: expired}, condition: selection}
    onrecord: {priority: P2, class: degraded}
    ---
    title: Knocking
    id: knocking
    logsource: {product: vault}
    detection: {selection: {event: knock}, condition: selection}
    onrecord: {priority: P1, class: breach, rearm: 30m, evidence: [client_ip]}
    ---
    title: Noted in passing
    id: passing
    logsource: {product: vault}
    detection: {selection: {event: passing}, condition: selection}
    onrecord: {priority: P4, class: degraded, opens: nothing, evidence: [client_ip]}
    ---
    title: One wrong password
    name: wrong_password
    id: wrong-password
    logsource: {product: vault}
    detection: {selection: {event: auth_failed}, condition: selection}
    ---
    title: Guessing
    id: guessing
    correlation:
      type: event_count
      rules: [wrong_password]
      group-by: [client_ip]
      timespan: 15m
      condition: {gte: 3}
    onrecord: {priority: P1, class: breach}
    ---
    title: The backup began
    name: backup_began
    id: backup-began
    logsource: {product: vault}
    detection: {selection: {event: backup}, condition: selection}
    ---
    title: No backup
    id: no-backup
    correlation:
      type: absence
      rules: [backup_began]
      group-by: [host]
      timespan: 1h
    onrecord: {priority: P1, class: degraded}
    ---
    title: Token found in public
    id: leaked-token
    logsource: {product: scanner}
    detection: {selection: {signal.state: leak}, condition: selection}
    onrecord:
      priority: P1
      class: breach
      confirms: true
      affects: {tokens: token_id, customers: customer}
    """
