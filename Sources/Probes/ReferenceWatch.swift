import OnRecord

/// Knows whether the prober itself has a line to the world. Asked only when a probe got no answer; when many ask at
/// once, one look answers them all.
actor ReferenceWatch {
    /// So long an answer holds.
    static let freshness = Duration.seconds(5)

    private let references: [ProbeReference]
    private let looker: any Looker
    private let clock: any ProbeClock
    private var known: (answer: Bool, at: Timestamp)?
    private var looking: Task<Bool, Never>?

    init(_ references: [ProbeReference], looker: any Looker, clock: any ProbeClock) {
        (self.references, self.looker, self.clock) = (references, looker, clock)
    }

    /// Whether any reference answers; nil: there is none to ask.
    func isReachable() async -> Bool? {
        guard !references.isEmpty else { return nil }
        if let known, clock.now() >= known.at, clock.now() - known.at < ReferenceWatch.freshness { return known.answer }
        let task = looking ?? Task { [references, looker] in await ReferenceWatch.any(of: references, looker) }
        looking = task
        let answer = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        if looking == task {
            looking = nil
            known = (answer, clock.now())
        }
        return answer
    }

    private static func any(of references: [ProbeReference], _ looker: any Looker) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            for reference in references { group.addTask { await looker.reaches(reference) } }
            defer { group.cancelAll() }
            return await group.contains(true)
        }
    }
}
