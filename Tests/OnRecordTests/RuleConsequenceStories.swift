@testable import OnRecord
import Sigma
import SQLiteStore
import Testing

@Suite("What a rule lets follow by itself")
struct RuleConsequenceStories {
    private func shelve(_ night: Night) throws {
        try night.story.store.save(Cast.customers(1...3) + Cast.customers(9...9))
        for number in 1...3 {
            let token = Token(id: "tok-0\(number)", customer: "cust-0\(number)", mintedAt: Cast.start)
            try night.story.store.insert(token, secretHash: "hash \(number)")
        }
    }

    @Test("A leaked token is confirmed, revoked and told to its owner in one step, while everybody sleeps")
    func leak() throws {
        let night = try Night()
        try shelve(night)
        try night.send(.leak("tok-01"))
        let incident = night.story.incident
        #expect(incident.milestones[.confirmed] == Cast.start)
        #expect(
            incident.facts.first { $0.what == .milestoneReached(.confirmed, at: Cast.start) }?.by
                == .rule("leaked-token"))
        #expect(incident.scope?.tokens == 1 && incident.scope?.customers == 1 && incident.scope?.data == [.tokens])
        #expect(
            try night.story.store.audience(try #require(incident.scope).audience)
                == Audience(id: "\(incident.id).scope-1", customers: ["cust-01"], tokens: ["tok-01"]))
        #expect(Set(incident.work.keys).isSuperset(of: ["\(incident.id).revoke.1", "\(incident.id).notify.1"]))
        #expect(night.pages.count == 1, "and somebody is woken, too")
    }

    @Test("The next one widens the scope; who was in it stays in it")
    func widens() throws {
        let night = try Night()
        try shelve(night)
        try night.send([.leak("tok-01"), .leak(["tok-02", "tok-01"])])
        #expect(night.story.incident.scopeVersion == 1)
        try night.send(.leak("tok-03", ["customer": "cust-09"]), after: .minutes(1))
        #expect(night.story.incident.scopeVersion == 2)
        let scope = try #require(night.story.incident.scope)
        #expect(try night.story.store.audience(scope.audience)?.tokens == ["tok-01", "tok-02", "tok-03"])
        #expect(
            try night.story.store.audience(scope.audience)?.customers == ["cust-01", "cust-02", "cust-03", "cust-09"])
        try night.send(.leak("tok-03", ["customer": "cust-09"]), after: .hours(1))
        #expect(night.story.incident.scopeVersion == 2, "nothing new, nothing to set")
    }

    @Test("Whom neither registry nor directory knows is in no scope, whoever says so")
    func strangers() throws {
        let night = try Night()
        try shelve(night)
        try night.send((1...40).map { .leak(.string("made-up-\($0)"), ["customer": .string("nobody-\($0)")]) })
        #expect(night.story.incident.scope == nil)
        #expect(night.story.incident.milestones[.confirmed] != nil, "the rest is for people")
        try night.send(.leak(["tok-01", "made-up-1"], ["customer": "nobody-1"]), after: .minutes(1))
        #expect(night.story.incident.scope?.tokens == 1 && night.story.incident.scope?.customers == 1)
        try night.send(.leak("made-up-41", ["customer": "nobody-41"]), after: .minutes(1))
        #expect(night.story.incident.scopeVersion == 1, "and no audience is written for it")
    }

    @Test("A leak that a silence held is confirmed when the silence ends")
    func afterSilence() throws {
        let night = try Night()
        try shelve(night)
        try night.story.take(
            .silence(
                rule: "leaked-token", groupOf: nil, until: Cast.start + .minutes(5), reason: "Test.", by: .operator))
        try night.send(.leak("tok-01"))
        #expect(night.incidents.isEmpty)
        try night.wait(.minutes(6))
        #expect(night.story.incident.milestones[.confirmed] == night.story.now)
        #expect(night.story.incident.scope?.tokens == 1)
    }

    @Test("A drill of a policy whose rule confirms keeps its promises")
    func drill() throws {
        let rule = """
            title: Token found in public
            id: a-leak
            logsource: {product: scanner}
            detection: {selection: {signal.state: leak}, condition: selection}
            onrecord: {priority: P1, class: breach, confirms: true, affects: {tokens: token_id}}
            """
        let policy = try Policy.parse(
            Cast.text(), file: "policy.yaml", rules: Cast.rules + [RuleSource(path: "rules/leak.yml", text: rule)])
        var rehearsal = try Rehearsal(
            policy: policy, store: SQLiteStore.inMemory(), starting: Cast.start, random: CountingRandom())
        let lines = try rehearsal.run(only: "breach")
        #expect(lines.filter { ($0.clock?.word ?? "kept") != "kept" }.map(\.promise.id) == [])
    }

    @Test("When all alerts were said to be over and stay so, a rule that says so resolves the incident")
    func resolves() throws {
        let night = try Night()
        try night.send([.monitor(.firing, "door"), .monitor(.firing, "lamp")])
        try night.send(.monitor(.resolved, "door"), after: .minutes(1))
        try night.wait(.minutes(30))
        #expect(night.story.incident.milestones[.resolved] == nil)
        try night.send(.monitor(.resolved, "lamp"))
        try night.wait(.minutes(9))
        #expect(night.story.incident.milestones[.resolved] == nil, "it might come back")
        try night.wait(.minutes(1))
        #expect(night.story.incident.milestones[.resolved] == night.story.now)
        #expect(night.story.incident.facts.last { $0.by == .rule("check-fails") } != nil)
    }

    @Test("What comes and goes all night is one incident and one page")
    func flapping() throws {
        let night = try Night()
        try night.send(.monitor(.firing, "door"))
        try night.story.acknowledge()
        for _ in 1...60 {
            try night.send(.monitor(.resolved, "door"), after: .minutes(4))
            try night.send(.monitor(.firing, "door"), after: .minutes(4))
        }
        #expect(night.incidents.count == 1)
        #expect(night.pages.count == 1)
    }

    @Test("Silence is not a resolution, and what was confirmed is for people to resolve")
    func neverByItself() throws {
        let night = try Night()
        try night.send(.monitor(.firing, "lamp", expires: Cast.start + .minutes(1)))
        try night.wait(.hours(1))
        #expect(night.story.incident.milestones[.resolved] == nil)
        let other = try Night()
        try other.send(.monitor(.firing, "door"))
        try other.story.acknowledge()
        try other.story.confirm()
        try other.send(.monitor(.resolved, "door"))
        try other.wait(.hours(1))
        #expect(other.story.incident.milestones[.resolved] == nil)
    }
}
