@testable import OnRecord
import Testing

@Suite("What becomes public")
struct PublicationStories {
    @Test("Nothing is published before there is a page")
    func needsPage() throws {
        let story = try Story()
        try story.alert()
        let update = Input.write(story.id, .update, parts: ["text": "We are on it."], followUps: [], by: .operator)
        #expect(
            story.refusal(update)?.description
                == "Publishing comes after the page's reservation, which confirmation makes. Do that first.")
        try story.write(.note, ["text": "Looks like a stolen token."])
        #expect(try story.record().isEmpty)
    }

    @Test("Downtime below its thresholds gets no page; crossing both gives it one")
    func thresholds() throws {
        let story = try Story()
        try story.declare("downtime")
        try story.acknowledge()
        try story.confirm()
        try story.stateImpact(minutes: 6, share: 0.01)
        #expect(story.incident.page == nil)
        try story.stateImpact(minutes: 5, share: 0.02)
        #expect(story.incident.page == nil)
        #expect(try story.record().isEmpty)
        try story.stateImpact(minutes: 6, share: 0.02)
        #expect(story.incident.page?.slug == "2026-11-22-downtime")
    }

    @Test("A class of the monthly note gets no page")
    func note() throws {
        let story = try Story()
        try story.declare("degraded")
        try story.acknowledge()
        try story.confirm()
        #expect(story.incident.page == nil)
        #expect(try story.record().isEmpty)
    }

    @Test("Two of a kind on one day have two addresses")
    func slugs() throws {
        let story = try Story()
        try story.breach()
        try story.reach(.resolved)
        try story.alert("a2")
        try story.confirm()
        #expect(story.state.allIncidents.map(\.page?.slug) == ["2026-11-22-breach", "2026-11-22-breach-2"])
    }

    @Test("The post-mortem needs every part the policy promises, and names those that lack")
    func allParts() throws {
        let story = try Story()
        try story.breach()
        let refusal = story.refusal(story.postMortem(parts: ["what_happened": "A token was stolen.", "why": " \n"]))
        #expect(
            refusal?.description
                == "The post-mortem lacks “Why it happened” (why); the policy promises 2 parts. Write them, then publish."
        )
        let bare = story.refusal(story.postMortem(parts: [:]))
        #expect(bare?.description.contains("(what_happened), “Why it happened” (why)") == true)
        #expect(story.refusal(story.postMortem(parts: ["blame": "Ada"].merging(Cast.postMortem) { a, _ in a })) != nil)
        #expect(story.refusal(story.postMortem(followUps: []))?.description.contains("no follow-ups") == true)
        #expect(story.incident.postMortem == nil)
    }

    @Test("It is never rewritten: corrections are appended, each with its time")
    func corrections() throws {
        let story = try Story()
        try story.breach()
        let early = Input.write(story.id, .correction, parts: ["text": "It was Tuesday."], followUps: [], by: .operator)
        #expect(story.refusal(early)?.description.contains("comes after the post-mortem") == true)
        try story.take(story.postMortem())
        #expect(story.incident.milestones[.postmortemPublished] == story.now)
        #expect(story.refusal(story.postMortem())?.description.contains("never rewritten. Append a correction") == true)

        try story.write(.correction, ["text": "It was Tuesday."], after: .hours(1))
        try story.write(.correction, ["text": "In the morning."], after: .hours(1))
        let kinds = try story.record().map(\.kind).filter { $0 == .postMortem || $0 == .correction }
        #expect(kinds == [.postMortem, .correction, .correction])
        #expect(try story.record().last?.at == story.now.rfc3339)
    }

    @Test("An entry commits to its texts and shows none of them")
    func commitments() throws {
        let story = try Story()
        try story.breach()
        try story.take(story.postMortem())
        let position = try #require(try story.record().firstIndex { $0.kind == .postMortem })
        let sealed = try #require(try story.store.entries(from: position, limit: 1).first)
        let leaf = try CanonicalJSON.decode(Leaf.self, from: sealed.leaf)
        #expect(leaf.texts.keys.sorted() == ["follow_ups", "what_happened", "why"])
        #expect(Set(leaf.texts.values) == Set(sealed.texts.map(\.commitment)))
        #expect(sealed.texts.map { CommittedText(file: $0.file) } == sealed.texts)
        #expect(!String(decoding: sealed.leaf, as: UTF8.self).contains("build log"))
    }

    @Test("An empty text is no update, and a text of another life is refused")
    func emptyText() throws {
        let story = try Story()
        try story.breach()
        let empty = Input.write(story.id, .update, parts: ["text": "  "], followUps: [], by: .operator)
        #expect(story.refusal(empty)?.kind == .invalid)
        let answer = Input.write(story.id, .answer, parts: ["text": "Thanks."], followUps: [], by: .operator)
        #expect(story.refusal(answer)?.description.contains("belongs to an outside report") == true)
    }

    @Test("A new version of the policy is an entry, and the same version is none")
    func policy() throws {
        let story = try Story()
        try story.take(.adoptPolicy)
        #expect(try story.take(.adoptPolicy, after: .days(1)).isEmpty)
        let record = try story.record()
        #expect(record.map(\.kind) == [.policy])
        #expect(record.first?.values["version"] == story.policy.version)
    }
}

@Suite("Results of promises")
struct ResultStories {
    @Test("They are published when there is a page; earlier ones come with its reservation")
    func withThePage() throws {
        let story = try Story()
        try story.alert()
        try story.acknowledge()
        #expect(try story.publishedResults() == [])
        try story.scope()
        try story.confirm()
        #expect(try story.publishedResults() == ["acknowledge kept", "reserve-page kept"])
        try story.carryOut()
        try story.wait(.hours(2))
        #expect(
            try story.publishedResults()
                == [
                    "acknowledge kept", "reserve-page kept", "revoke-tokens kept", "tell-customers kept",
                    "contain missed",
                ])
    }

    @Test("Each shows the times that prove it")
    func proof() throws {
        let story = try Story()
        try story.breach()
        let result = try story.record().first { $0.values["promise"] == "acknowledge" }
        #expect(
            result?.values == [
                "promise": "acknowledge", "subject": story.id, "result": "kept", "started": "2026-11-22T09:30:00Z",
                "due": "2026-11-22T09:35:00Z", "reached": "2026-11-22T09:32:00Z",
            ])
        #expect(result?.page == Cast.firstPage)
    }

    @Test("Without a page they stay in the journal")
    func withoutPage() throws {
        let story = try Story()
        try story.declare("degraded")
        try story.acknowledge()
        try story.confirm()
        try story.wait(.days(1))
        #expect(story.result("contain") == .missed(at: nil))
        #expect(try story.publishedResults() == [])
    }
}

extension Story {
    fileprivate func postMortem(
        parts: [String: String] = Cast.postMortem, followUps: [FollowUp] = Cast.followUps
    ) -> Input {
        .write(id, .postMortem, parts: parts, followUps: followUps, by: .operator)
    }

    fileprivate func stateImpact(minutes: Int64, share: Double) throws {
        let impact = Impact(unavailableFor: .minutes(minutes), customersShare: share)
        try take(.stateImpact(id, impact, by: .operator), after: .minutes(1))
    }
}
