@testable import OnRecord
import Testing

@Suite("What an entry of the record can hold")
struct SealingStories {
    @Test("A post-mortem too large for one entry is refused before anything is stored; a normal one goes through")
    func tooLarge() throws {
        let story = try Story()
        try story.breach()
        let (facts, entries) = (try story.facts(), try story.store.entryCount())
        let many = (1...2500).map { FollowUp(title: "Step \($0)", owner: "platform", target: "2026-12-15") }
        let refusal = story.refusal(story.postMortem(many))
        #expect(refusal?.kind == .invalid)
        #expect(refusal?.description.contains("at most 65535 fit. Shorten the list of follow-ups.") == true)
        #expect(try story.facts() == facts)
        #expect(try story.store.entryCount() == entries)

        try story.restart()
        #expect(story.incident.postMortem == nil)
        try story.take(story.postMortem(Cast.followUps))
        #expect(story.incident.milestones[.postmortemPublished] == story.now)
        #expect(try story.record().count { $0.kind == .postMortem } == 1)
    }

    @Test("An entry of 65,535 bytes is taken, and one byte more is not")
    func boundary() throws {
        // The target is the only text of a post-mortem that a leaf holds itself: with it a leaf can have any size.
        let short = try publish(targetOf: 10)
        let longest = 10 + SealedEntry.leafMax - short
        #expect(try publish(targetOf: longest) == 65_535)
        #expect(throws: Refusal.self) { try publish(targetOf: longest + 1) }
    }

    /// Bytes of the post-mortem's leaf.
    @discardableResult
    private func publish(targetOf length: Int) throws -> Int {
        let story = try Story()
        try story.breach()
        let target = String(repeating: "1", count: length)
        try story.take(story.postMortem([FollowUp(title: "Mask tokens", owner: "platform", target: target)]))
        let position = try #require(try story.record().firstIndex { $0.kind == .postMortem })
        return try #require(try story.store.entries(from: position, limit: 1).first).leaf.count
    }
}

extension Story {
    fileprivate func postMortem(_ followUps: [FollowUp]) -> Input {
        .write(id, .postMortem, parts: Cast.postMortem, followUps: followUps, by: .operator)
    }
}
