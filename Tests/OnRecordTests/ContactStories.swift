@testable import OnRecord
import Testing

@Suite("Customers whom no mail reaches")
struct ContactStories {
    private func bounce(_ member: CustomerID, of story: Story, at position: Int64 = 7) -> ReturnedMail {
        let effect = "\(story.id).notify.1"
        return ReturnedMail(
            kind: .bounce, effect: effect,
            key: Delivery.key(purpose: Effect.noticePurpose(of: story.id), member: member), at: story.now,
            position: position, status: "5.1.1", detail: "no such user")
    }

    @Test("A mail that was refused opens a task; told by phone, the customer counts as told, and so do all")
    func refused() throws {
        let story = try Story()
        try story.breach()
        try story.carryOut(failing: ["cust-02"])
        let contact = try #require(story.incident.openContacts.first)
        #expect(story.incident.openContacts.count == 1)
        #expect(
            contact.task.cause == .refused
                && contact.task.key
                    == Delivery.key(
                        purpose: Effect.noticePurpose(of: story.id), member: "cust-02")
        )
        #expect(story.incident.milestones[.customersNotified] == nil)

        let decision = try story.take(
            .contact(
                story.id, contact.task.key, by: .phone, text: "Called at 10:20, spoke to the office.", author: .operator
            ),
            after: .minutes(3))
        #expect(decision.documents.map(\.text) == ["Called at 10:20, spoke to the office."])
        #expect(story.incident.openContacts.isEmpty)
        #expect(story.result("tell-customers") == .kept(at: story.now))
    }

    @Test("Whoever could not be reached at all is not counted as told")
    func impossible() throws {
        let story = try Story()
        try story.breach()
        try story.carryOut(failing: ["cust-02"])
        let key = try #require(story.incident.openContacts.first).task.key
        try story.take(.contact(story.id, key, by: .impossible, text: "No phone, letter came back.", author: .operator))
        #expect(story.incident.openContacts.isEmpty)
        #expect(story.incident.milestones[.customersNotified] == nil)
    }

    @Test("A mail that came back opens a task after all were told, and takes back no promise")
    func bounced() throws {
        let story = try Story()
        try story.breach()
        try story.carryOut()
        let told = story.incident.milestones[.customersNotified]
        #expect(told != nil)
        try story.take(.returned([bounce("cust-01", of: story)]), after: .minutes(1))
        #expect(story.incident.openContacts.map(\.task.cause) == [.bounced])
        #expect(story.incident.openContacts.map(\.task.status) == ["5.1.1"])
        #expect(story.incident.milestones[.customersNotified] == told)
        // A second report about the same mail adds no second task.
        try story.take(.returned([bounce("cust-01", of: story, at: 8)]))
        #expect(story.incident.contacts.count == 1)
    }

    @Test("A later mail that is accepted closes the task by itself")
    func mailedAfterAll() throws {
        let story = try Story()
        try story.breach()
        try story.carryOut(failing: ["cust-02"])
        try story.scope(after: .minutes(5))
        try story.carryOut()
        #expect(story.incident.openContacts.isEmpty)
        #expect(story.incident.contacts.values.map(\.end) == [.mailed(at: story.now)])
        #expect(story.result("tell-customers") == .kept(at: story.now))
    }

    @Test("A task needs a sentence about what was done, is closed once, and has to exist")
    func refusals() throws {
        let story = try Story()
        try story.breach()
        try story.carryOut(failing: ["cust-02"])
        let key = try #require(story.incident.openContacts.first).task.key
        #expect(
            story.refusal(.contact(story.id, key, by: .phone, text: "  ", author: .operator))?.kind == .invalid)
        #expect(
            story.refusal(.contact(story.id, "nothing", by: .phone, text: "x", author: .operator))?.kind == .notFound)
        try story.take(.contact(story.id, key, by: .letter, text: "Letter sent.", author: .operator))
        #expect(
            story.refusal(.contact(story.id, key, by: .phone, text: "x", author: .operator))?.kind == .conflict)
    }

    @Test("Complaints are noted by their number, and nobody's name is in the journal")
    func complaints() throws {
        let story = try Story()
        try story.breach()
        try story.carryOut()
        var complaint = bounce("cust-01", of: story)
        complaint.kind = .complaint
        let decision = try story.take(.returned([complaint]))
        #expect(decision.facts.map(\.what) == [.complaintsReceived(effect: "\(story.id).notify.1", count: 1)])
        #expect(story.incident.contacts.isEmpty)
        let journal = try story.store.facts(after: 0, limit: .max).map { String(decoding: $0.bytes, as: UTF8.self) }
        #expect(journal.allSatisfy { !$0.contains("customersUnreached") || !$0.contains("cust-0") })
    }

    @Test("The tasks are there again after a restart")
    func restarted() throws {
        let story = try Story()
        try story.breach()
        try story.carryOut(failing: ["cust-01", "cust-02"])
        let before = story.incident.openContacts
        try story.restart()
        #expect(before.count == 2 && story.incident.openContacts == before)
    }
}
