@testable import OnRecord
import Testing

@Suite("Nothing personal")
struct NothingPersonalTests {
    /// What names a person or leads to one. Each of these passes through the story below.
    private let personal = [
        "Grace", "Example Person", "grace@customer.example", "ada@vault.example", "203.0.113.7", "2001:db8::7",
        "cust-01",
        "tok-01", "198.51.100.23",
    ]

    @Test("Neither the journal nor the record holds a name, a mail address or an IP address of the story it tells")
    func story() throws {
        let story = try Story()
        try story.store.save([Customer(id: "cust-01", name: "Grace Example Person", mail: "grace@customer.example")])
        try story.take(.adoptPolicy)
        let alert = Alert(
            id: "a1", rule: "stolen-token", group: ["client_ip": "203.0.113.7", "token_id": "tok-01"], count: 1,
            at: story.now)
        try story.take(.alerts([.opened(alert)]))
        try story.acknowledge()
        try story.scope(customers: ["cust-01"], tokens: ["tok-01"], data: [.tokens, .personalData])
        try story.write(.note, ["text": "Grace called from 2001:db8::7."])
        try story.confirm()
        try story.carryOut()
        try story.reach(.contained)
        try story.write(.update, ["text": "Grace Example Person told us first."])
        let parts = ["what_happened": "198.51.100.23 read a secret of cust-01.", "why": "Grace's token was public."]
        let followUp = FollowUp(title: "Write to grace@customer.example", owner: "support", target: "2026-12-01")
        try story.take(.write(story.id, .postMortem, parts: parts, followUps: [followUp], by: .operator))
        try story.write(.correction, ["text": "It was 203.0.113.7."])
        try story.take(.waive(promise: "authority", story.id, reason: "Grace asked us to.", by: .operator))
        try story.take(.declare(eventClass: "degraded", severity: nil, title: "Grace waits", by: .operator))
        try story.take(.dismiss(story.id, reason: "Grace was mistaken.", by: .operator))
        let day = story.now + .days(1)
        try story.take(
            .silence(rule: "stolen-token", groupOf: "a1", until: day, reason: "Grace, 203.0.113.7.", by: .operator))
        try story.take(
            .planMaintenance(
                from: nil, until: day, rules: [], classes: ["degraded"], reason: "For Grace.", by: .operator))
        var held = alert
        (held.id, held.fingerprint) = ("a2", alert.fingerprint)
        try story.take(.alerts([.opened(held), .ended("a1", .quiet, at: story.now)]))
        try story.take(.markNoise("a2", by: .operator))
        try story.take(.receiveReport(text: "I am Grace, grace@customer.example."))
        try story.take(.answerReport("r20261122-1", .tracking, text: "Thank you, Grace.", by: .operator))

        let facts = try story.store.facts(after: 0, limit: .max).map { String(decoding: $0.bytes, as: UTF8.self) }
        let leaves = try story.store.entries(from: 0, limit: .max).map { String(decoding: $0.leaf, as: UTF8.self) }
        #expect(facts.count > 40)
        #expect(leaves.count > 10)
        for word in personal {
            #expect(facts.filter { $0.contains(word) } == [], "the journal holds “\(word)”")
            #expect(leaves.filter { $0.contains(word) } == [], "the record holds “\(word)”")
        }
    }
}
