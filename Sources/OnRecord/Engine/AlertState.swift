/// What the product knows about alerts that are not over, and about what holds them back: a part of the journal's fold.
public struct AlertState: Sendable, Equatable {
    /// Alerts that are not over. Ended ones are forgotten here: the store has them all.
    public private(set) var open: [AlertID: OpenAlert] = [:]
    /// Everything up to this place in the stream of signals has been taken in, so that a replay adds nothing twice.
    public private(set) var through: StreamPosition?
    /// The last alerts that time alone brought about and that have ended, oldest first: they have no place in the stream
    /// that could say so.
    public private(set) var endedByTime: [AlertID] = []
    /// Not lifted; those whose time is over are forgotten when another one comes.
    public private(set) var silences: [SilenceID: Silence] = [:]
    /// Not cancelled; those whose time is over are forgotten when another one comes.
    public private(set) var maintenance: [MaintenanceID: Maintenance] = [:]

    public struct OpenAlert: Sendable, Equatable {
        public var trace: AlertTrace
        /// The incident it opened or joined last.
        public var incident: IncidentID?
        /// What keeps it from opening one.
        public var hold: Hold?
    }

    /// What is read again after a crash reaches back minutes; so many do not end in that time.
    static let endedByTimeMax = 1000

    /// Held alerts in the order of their ids.
    public var held: [OpenAlert] { open.values.filter { $0.hold != nil }.sorted { $0.trace.id < $1.trace.id } }

    func hasTaken(_ alert: Alert) -> Bool {
        if open[alert.id] != nil || endedByTime.contains(alert.id) { return true }
        guard let position = alert.position, let through else { return false }
        return position <= through
    }

    /// What holds an alert back now; of several the one that lasts longest.
    func hold(on alert: AlertTrace, of eventClass: String, at now: Timestamp) -> Hold? {
        let silence = silences.values.filter { $0.covers(alert, at: now) }
            .max { ($0.until, $0.id) < ($1.until, $1.id) }
        let work = maintenance.values.filter { $0.covers(alert.rule, of: eventClass, at: now) }
            .max { ($0.until, $0.id) < ($1.until, $1.id) }
        return silence?.hold ?? work.map { .maintenance($0.id) }
    }

    func isInForce(_ hold: Hold, at now: Timestamp) -> Bool {
        switch hold {
        case .silence(let id), .noise(let id): silences[id].map { $0.until > now } ?? false
        case .maintenance(let id): maintenance[id].map { $0.until > now } ?? false
        }
    }

    mutating func apply(_ fact: Fact) {
        switch fact.what {
        case .alertJoined(let alert): take(OpenAlert(trace: alert, incident: fact.subject))
        case .alertHeld(let alert, let hold): take(OpenAlert(trace: alert, hold: hold))
        case .alertEnded(let alert, _, _): end(alert)
        case .silenced(let silence):
            silences = silences.filter { $0.value.until > fact.at }
            silences[silence.id] = silence
        case .silenceLifted(let id): silences[id] = nil
        case .maintenancePlanned(let work):
            maintenance = maintenance.filter { $0.value.until > fact.at }
            maintenance[work.id] = work
        case .maintenanceCancelled(let id): maintenance[id] = nil
        default: break
        }
    }

    private mutating func end(_ id: AlertID) {
        guard let alert = open.removeValue(forKey: id), alert.trace.position == nil else { return }
        endedByTime.append(id)
        if endedByTime.count > AlertState.endedByTimeMax { endedByTime.removeFirst() }
    }

    private mutating func take(_ alert: OpenAlert) {
        open[alert.trace.id] = alert
        if let position = alert.trace.position { through = max(through ?? position, position) }
    }
}
