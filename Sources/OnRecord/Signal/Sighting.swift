import Sigma

/// One firing, with what tells it from others of its rule.
struct Sighting {
    let opening: Opening
    /// Sender and key, where later signals can be news of the same thing.
    let subject: String?
    let state: Signal.State
    let fingerprint: String
    private let match: Match
    /// Nil: time brought it about, and no signal.
    private let position: StreamPosition?
    private let shown: [String: String]
    private let affected: Alert.Affected
    private let expiresAt: Timestamp?
    private let identify: Identify

    /// Bytes of a name or a value that are kept to be shown.
    private static let shownMax = 300
    /// Tokens or customers that one event may name.
    private static let affectedMax = 1000

    /// A correlation is about its group, whichever signal completed it. A single signal is about its sender's key, or
    /// about the evidence that the rule asks for: a firing that shows something else is no repeat.
    init(
        _ match: Match, _ opening: Opening, isCorrelation: Bool, signal: Signal?, event: Event, source: String,
        position: StreamPosition?, identify: @escaping Identify
    ) {
        (self.match, self.opening, self.position, self.identify) = (match, opening, position, identify)
        (state, expiresAt) = (signal?.state ?? .log, isCorrelation ? nil : signal?.expiresAt)
        subject = isCorrelation ? nil : signal?.key.map { "\(source)\u{1e}\($0)" }
        var shown = match.group
        for field in opening.evidence where shown[field] == nil { shown[field] = event.value(at: field)?.text }
        var affected = Alert.Affected()
        if let affects = opening.affects {
            affected.tokens = Sighting.ids(affects.tokens, in: event)
            affected.customers = Sighting.ids(affects.customers, in: event)
        }
        let about: [String] =
            if isCorrelation {
                ["group"] + Fingerprint.list(match.group)
            } else if let key = signal?.key {
                ["key", source, key]
            } else {
                ["evidence"] + Fingerprint.list(shown)
            }
        fingerprint = identify(Fingerprint.text([match.rule], about, affected.tokens, affected.customers))
        if subject != nil {
            for (name, value) in [("source", source), ("key", signal?.key), ("title", signal?.title)] {
                if shown[name] == nil, let value { shown[name] = value }
            }
        }
        self.shown = Dictionary(
            shown.map { ($0.key.prefix(bytes: Sighting.shownMax), $0.value.prefix(bytes: Sighting.shownMax)) },
            uniquingKeysWith: { first, _ in first })
        self.affected = affected
    }

    var alert: Alert {
        Alert(
            id: id(fingerprint), rule: match.rule, group: shown, count: match.count,
            at: Timestamp(milliseconds: match.at), fingerprint: fingerprint, affected: affected, position: position)
    }

    /// The alert that stands for this firing and all that follow while there are too many.
    var flood: Alert {
        let fingerprint = identify(Fingerprint.text([match.rule], ["flood"]))
        return Alert(
            id: id(fingerprint), rule: match.rule, group: [:], count: 1, at: Timestamp(milliseconds: match.at),
            kind: .flood, fingerprint: fingerprint, position: position)
    }

    /// Until when it is open without another word, and what silence until then means.
    func deadline(from moment: Timestamp) -> (Timestamp, AlertEnd) {
        let latest = moment + AlertBook.patience
        if let expiresAt { return (min(max(expiresAt, moment), latest), .expired) }
        if opening.saysWhenOver || subject != nil && state == .firing { return (latest, .expired) }
        return (moment + opening.rearm, .quiet)
    }

    /// Made from what fired and where in the stream, so that a replay finds the same alert again. What did not come was
    /// missed at its deadline, whether the clock showed it or, in a replay, the next signal.
    private func id(_ fingerprint: String) -> AlertID {
        let place =
            if let position, !opening.saysWhenOver {
                ["signal", "\(position.batch)", "\(position.index)"]
            } else {
                ["time", "\(match.at)"]
            }
        return "a" + identify(Fingerprint.text([fingerprint], place))
    }

    private static func ids(_ field: String?, in event: Event) -> [String] {
        guard let value = field.flatMap({ event.value(at: $0) }) else { return [] }
        let texts = (value.list ?? [value]).prefix(affectedMax).map(\.text.trimmed)
        return texts.filter { !$0.isEmpty && $0.utf8.count <= 200 }.unique.sorted()
    }
}

extension Event {
    /// A field by its name, or by its dotted path into nested ones.
    fileprivate func value(at path: String) -> Value? {
        if let value = fields[path] { return value }
        let parts = path.split(separator: ".").map { String($0) }
        guard let first = parts.first, var value = fields[first] else { return nil }
        for part in parts.dropFirst() {
            guard let inner = value[part] else { return nil }
            value = inner
        }
        return value.isNull ? nil : value
    }
}
