import OnRecord
import Pages
import Sigma

/// A house that lives through incidents under the engine's own rules, so that states here are states that occur.
struct Story {
    let policy: Policy
    var state = State()
    var documents: [DocumentID: Document] = [:]
    var queued: [Effect] = []
    var now: Timestamp

    static let start = Timestamp(rfc3339: "2026-11-22T09:30:05Z")!

    init(_ policy: Policy, at start: Timestamp = Story.start) throws {
        (self.policy, now) = (policy, start)
        try take(.adoptPolicy)
    }

    /// One input, at once or after a while.
    mutating func take(_ input: Input, after span: Duration = .zero) throws {
        now = now + span
        let decision = try Engine.step(state, input, policy: policy, at: now, shelf: Documents(all: documents))
        for fact in decision.facts { state.apply(fact) }
        queued += decision.effects
        for document in decision.documents { documents[document.id] = document }
    }

    /// Everything queued succeeds, one after the other.
    mutating func settleAll(after span: Duration = .seconds(2)) throws {
        while !queued.isEmpty {
            try take(.settled(queued.removeFirst(), Outcome(done: 1)), after: span)
        }
    }

    mutating func pass(_ span: Duration) throws { try take(.tick, after: span) }

    var last: Incident { state.allIncidents.last! }

    func view(record: RecordView? = Story.record) -> SiteView {
        SiteView(policy: policy, state: state, documents: documents, record: record, madeAt: now)
    }

    static let record = RecordView(
        origin: "vault.example/record",
        verifierKey: "vault.example/record+2b5c8d11+AVh3J9Tn0cRkQ2m8mZ4uU4fJ1o1nq3s3GdK2n6YlD7cX",
        size: 17, root: "q3kUe0o1sYF5x8vJv1nJw2f1u7V5vW0m9r8c0T2qYzE=")
}

// MARK: - Chapters

extension Story {
    /// Somebody acknowledges, the scope is set, the breach is confirmed, and everything queued is done.
    mutating func breach(class eventClass: String) throws {
        try take(.declare(eventClass: eventClass, severity: nil, title: "", by: .operator))
        let id = last.id
        try take(.acknowledge(id, by: .responder("first")), after: .seconds(92))
        try take(
            .setScope(
                id,
                ScopeSelection(
                    customers: ["c1", "c2", "c3"], tokens: ["t1", "t2", "t3", "t4"], data: [.tokens, .logs],
                    services: [policy.services[0].id]),
                by: .operator), after: .seconds(400))
        try take(.confirm(id, awareAt: nil, by: .operator), after: .seconds(105))
        try settleAll()
    }

    mutating func contain() throws {
        if !policy.actions.isEmpty {
            try take(.act(last.id, action: policy.actions[0].id, by: .operator), after: .seconds(700))
            try settleAll(after: .seconds(41))
        }
        try take(.reach(last.id, .contained, at: nil, by: .operator), after: .seconds(300))
        try settleAll()
    }

    mutating func update(_ text: String, after span: Duration = .seconds(60)) throws {
        try take(.write(last.id, .update, parts: ["text": text], followUps: [], by: .operator), after: span)
    }

    mutating func publishPostMortem(_ parts: [String: String], followUps: [FollowUp] = []) throws {
        try take(.write(last.id, .postMortem, parts: parts, followUps: followUps, by: .operator))
    }

    mutating func correct(_ text: String, after span: Duration = .hours(20)) throws {
        try take(.write(last.id, .correction, parts: ["text": text], followUps: [], by: .operator), after: span)
    }
}
