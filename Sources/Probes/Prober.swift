import OnRecord

/// OnRecord's own eyes: looks at every probe's target and every supplier's status page in its own beat, and hands on
/// what is news.
public struct Prober: Sendable {
    /// The source of probes' signals. No source of a policy can be called so.
    public static let source = "onrecord:probes"
    /// Looks and polls that run at once.
    public static let atOnce = 8

    /// The source of the signals about one supplier: their keys are that supplier's own.
    public static func source(of upstream: UpstreamSpec) -> String { "onrecord:upstream:\(upstream.id)" }

    /// Stores signals durably. May fail, then it is tried again.
    public typealias Deliver = @Sendable (_ source: String, [Signal]) async throws -> Void
    /// Reads a `summary.json`: the signals that it gives, now that these keys are open.
    public typealias ReadSummary =
        @Sendable (
            _ body: [UInt8], _ components: [String], _ openBefore: Set<String>, _ receivedAt: Timestamp
        ) throws -> [Signal]

    let probes: [ProbeSpec]
    let upstreams: [UpstreamSpec]
    let openKeys: [String: Set<String>]
    let looker: any Looker
    let clock: any ProbeClock
    let chance: @Sendable () -> Double
    let readSummary: ReadSummary
    let store: Deliver
    private let slots = Slots(Prober.atOnce)
    private let references: ReferenceWatch

    /// - Parameters:
    ///   - openKeys: by upstream's id, the keys whose last signal was `firing`, so that what ended while nobody looked is
    ///     resolved.
    ///   - chance: a number from 0 to 1, drawn anew for each look.
    public init(
        probes: [ProbeSpec], references: [ProbeReference], upstreams: [UpstreamSpec],
        openKeys: [String: Set<String>] = [:], looker: any Looker, clock: any ProbeClock,
        chance: @escaping @Sendable () -> Double = { .random(in: 0...1) },
        readSummary: @escaping ReadSummary, deliver: @escaping Deliver
    ) {
        (self.probes, self.upstreams, self.openKeys) = (probes, upstreams, openKeys)
        (self.looker, self.clock, self.chance) = (looker, clock, chance)
        (self.readSummary, store) = (readSummary, deliver)
        self.references = ReferenceWatch(references, looker: looker, clock: clock)
    }

    /// Returns when its task is cancelled; at once when there is nothing to look at.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            // What a loop throws is its cancellation.
            for probe in probes { group.addTask { try? await watch(probe) } }
            for upstream in upstreams { group.addTask { try? await poll(upstream) } }
        }
    }

    private func watch(_ probe: ProbeSpec) async throws {
        var state = ProbeState()
        var due = ProbeSchedule.first(every: probe.every, from: clock.now(), chance: chance())
        while true {
            try await clock.sleep(until: due)
            let look = try await slots.take { await self.look(at: probe) }
            // Whoever is told to stop does not judge what it broke off.
            try Task.checkCancellation()
            let now = clock.now()
            if let signal = state.take(look, of: probe, at: now) { try await deliver([signal], from: Prober.source) }
            due = ProbeSchedule.next(probe, after: now, in: state, chance: chance())
        }
    }

    private func look(at probe: ProbeSpec) async -> ProbeLook {
        let look = await looker.look(at: probe, now: clock.now())
        return look.needsReference ? look.against(reference: await references.isReachable()) : look
    }

    private func poll(_ upstream: UpstreamSpec) async throws {
        var state = UpstreamState()
        var validators = SummaryValidators()
        var open = openKeys[upstream.id] ?? []
        var due = ProbeSchedule.first(every: upstream.every, from: clock.now(), chance: chance())
        while true {
            try await clock.sleep(until: due)
            var signals: [Signal] = []
            do {
                let answer = try await slots.take { [validators] in
                    try await looker.summary(at: upstream.summary, unless: validators)
                }
                if case .changed(let body, let new) = answer {
                    signals = try readSummary(body, upstream.components, open, clock.now())
                    validators = new
                    Prober.note(signals, in: &open)
                }
                if let signal = state.answered(upstream, at: clock.now()) { signals.append(signal) }
            } catch {
                try Task.checkCancellation()
                let reason =
                    (error as? SummaryTrouble)?.reason
                    ?? "what it sends is not a summary (\(NetworkTrouble.brief(error)))"
                if let signal = state.failed(reason, upstream, at: clock.now()) { signals = [signal] }
            }
            if !signals.isEmpty { try await deliver(signals, from: Prober.source(of: upstream)) }
            due = ProbeSchedule.next(every: upstream.every, after: clock.now(), chance: chance())
        }
    }

    private static func note(_ signals: [Signal], in open: inout Set<String>) {
        for signal in signals {
            guard let key = signal.key else { continue }
            switch signal.state {
            case .firing, .acknowledged: open.insert(key)
            case .resolved, .expired: open.remove(key)
            default: break
            }
        }
    }

    /// Tries until it is stored, ever less often: news that is lost would be told only when it changes again.
    private func deliver(_ signals: [Signal], from source: String) async throws {
        var pause = Duration.seconds(1)
        while true {
            do { return try await store(source, signals) } catch {
                try Task.checkCancellation()
                try await clock.sleep(until: clock.now() + pause)
                pause = min(pause * 2, .minutes(1))
            }
        }
    }
}
