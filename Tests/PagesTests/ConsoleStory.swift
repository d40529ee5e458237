import OnRecord

/// A breach lived through step by step, so that pages can be looked at in every state.
struct ConsoleStory {
    let policy: Policy
    var state = State()
    var now: Timestamp
    var documents: [DocumentID: Document] = [:]
    var alerts: [Alert] = []
    /// Lists of credits as the store would have them.
    var lists: [CreditList] = []
    /// What was written down about no incident.
    var houseFacts: [Fact] = []
    /// Queued and not ended.
    var effects: [Effect] = []

    init(_ policy: Policy, at start: Timestamp = Timestamp(rfc3339: "2026-11-22T03:12:05Z")!) {
        (self.policy, now) = (policy, start)
    }

    /// Lets time pass and takes one input.
    mutating func take(_ input: Input, after wait: Duration = .zero) throws {
        now = now + wait
        let decision = try Engine.step(
            state, input, policy: policy, at: now, shelf: Documents(all: documents, alerts: alerts, lists: lists))
        for fact in decision.facts { state.apply(fact) }
        houseFacts += decision.facts.filter { $0.subject == Fact.house }
        for document in decision.documents { documents[document.id] = document }
        effects += decision.effects
        alerts += decision.alerts.map(\.alert)
    }

    /// Ends queued work, one after the other in the order of queueing; work without an outcome stays queued.
    mutating func settle(after wait: Duration = .zero, _ outcome: (Effect.Task) -> Outcome?) throws {
        let queued = effects
        effects = []
        for effect in queued {
            if let outcome = outcome(effect.task) {
                try take(.settled(effect, outcome), after: wait)
            } else {
                effects.append(effect)
            }
        }
    }

    var incident: Incident { state.allIncidents[0] }

    func alert(_ rule: String, group: [String: String]) -> Alert {
        Alert(id: "a\(alerts.count + 1)", rule: rule, group: group, count: 1, at: now)
    }
}
