import OnRecord
import Probes
import Synchronization

/// A small world: what answers in it is set by the test, what the prober delivers is kept.
final class World: Looker, Sendable {
    struct State {
        var looks: [String: [ProbeResult]] = [:]
        var usual = ProbeResult.up
        var referenceAnswers = true
        var referencesAsked = 0
        var looked: [(probe: String, at: Timestamp)] = []
        var summaries: [Result<SummaryAnswer, SummaryTrouble>] = []
        var validators: [SummaryValidators] = []
        var delivered: [(source: String, signal: Signal)] = []
        var deliveriesToFail = 0
        var running = 0
        var runningMost = 0
        var gate: [CheckedContinuation<Void, Never>] = []
        var isGated = false
        var arrivals: (count: Int, resume: CheckedContinuation<Void, Never>)?
    }
    let clock = VirtualClock()
    private let state = Mutex(State())

    func set(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }
    func get<T: Sendable>(_ part: (State) -> T) -> T { state.withLock { part($0) } }

    func look(at probe: ProbeSpec, now: Timestamp) async -> ProbeLook {
        state.withLock { state in
            state.running += 1
            state.runningMost = max(state.runningMost, state.running)
            state.looked.append((probe.id, now))
        }
        await passGate()
        return state.withLock { state in
            state.running -= 1
            guard var next = state.looks[probe.id], !next.isEmpty else { return ProbeLook(state.usual) }
            let result = next.removeFirst()
            state.looks[probe.id] = next
            return ProbeLook(result, took: .milliseconds(40))
        }
    }

    /// Waits in a gated world until the gate opens.
    private func passGate() async {
        await withCheckedContinuation { continuation in
            let resumed = state.withLock { state -> [CheckedContinuation<Void, Never>] in
                guard state.isGated else { return [continuation] }
                state.gate.append(continuation)
                guard let arrivals = state.arrivals, state.gate.count >= arrivals.count else { return [] }
                state.arrivals = nil
                return [arrivals.resume]
            }
            for one in resumed { one.resume() }
        }
    }

    /// Waits until so many stand at the gate.
    func atGate(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                guard state.gate.count < count else { return true }
                state.arrivals = (count, continuation)
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    func openGate() {
        let waiting = state.withLock { state in
            defer { (state.gate, state.isGated) = ([], false) }
            return state.gate
        }
        for one in waiting { one.resume() }
    }

    func reaches(_ reference: ProbeReference) async -> Bool {
        state.withLock { state in
            state.referencesAsked += 1
            return state.referenceAnswers
        }
    }

    func summary(at url: String, unless known: SummaryValidators) async throws -> SummaryAnswer {
        try state.withLock { state in
            state.validators.append(known)
            return try state.summaries.isEmpty ? .unchanged : state.summaries.removeFirst().get()
        }
    }

    struct ShelfFull: Error {}

    /// A prober that lives here; chance is always the middle, unless told otherwise.
    func prober(
        _ probes: [ProbeSpec] = [], references: [ProbeReference] = [], upstreams: [UpstreamSpec] = [],
        openKeys: [String: Set<String>] = [:], chance: Double = 0.5,
        readSummary: @escaping Prober.ReadSummary = { _, _, _, _ in [] }
    ) -> Prober {
        Prober(
            probes: probes, references: references, upstreams: upstreams, openKeys: openKeys, looker: self,
            clock: clock, chance: { chance }, readSummary: readSummary
        ) { source, signals in
            try self.state.withLock { state in
                if state.deliveriesToFail > 0 {
                    state.deliveriesToFail -= 1
                    throw ShelfFull()
                }
                state.delivered += signals.map { (source, $0) }
            }
        }
    }

    /// Lets a prober live for a span of the world's time, then stops it.
    func run(_ prober: Prober, for span: Duration, sleepers: Int) async {
        let life = Task { await prober.run() }
        await clock.pass(span, sleepers: sleepers)
        life.cancel()
        await life.value
    }
}

func probe(_ id: String, every: Duration = .minutes(1), retries: Int = 2) -> ProbeSpec {
    ProbeSpec(
        id: id, target: .tcp(Endpoint(host: "\(id).example", port: 443), banner: nil), every: every, retries: retries)
}
