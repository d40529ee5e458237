import OnRecord

/// One breach from the stolen token to the post-mortem, always the same. Everybody in it is persistent: what was
/// not confirmed to them, they do again.
struct Story {
    let world: World

    /// How often anybody tries again. One failure needs one repetition.
    private static let tries = 3

    func tell() throws {
        try subscribe()
        let batch = world.senders.batch(.theft, at: world.clock.now)
        try insist("signals") { try $0.receive(batch) }
        world.senders.wasAcknowledged(batch)
        try insist("watch") { try $0.watch() }
        let id = "i20261122-1"
        let scope = ScopeSelection(
            customers: ["c1", "c2", "c3"], tokens: ["t11", "t12", "t21", "t31"], data: [.tokens, .personalData],
            services: ["proxy"])
        try act(.acknowledge(id, by: .responder("first")))
        try act(.setScope(id, scope, by: .operator))
        try act(.assess(id, assessment, reasoning: "The log shows who read it.", by: .operator))
        try act(.confirm(id, awareAt: nil, by: .operator))
        try world.runErrands()
        try act(.reach(id, .contained, at: nil, by: .operator))
        try act(
            .file(id, FilingStatement(duty: "eu-gdpr-33-1", text: "As known.", missing: ["cause"]), by: .operator))
        // A round that was interrupted goes on when its leases have run out.
        world.clock.now = world.clock.now + Dispatch.lease
        try world.runErrands()
        let list = "\(id).credits.1"
        try act(
            .approveCredits(id, list: list, hash: try world.store.creditList(list)?.hash ?? "", by: .operator))
        try world.runErrands()
        world.clock.now = world.clock.now + Dispatch.lease
        try world.runErrands()
        try act(postMortem(id))
        world.clock.now = world.clock.now + Dispatch.lease
        try world.runErrands()
    }

    /// Somebody asks for news, reads the mail, and confirms.
    private func subscribe() throws {
        let wish = world.readers.wish(for: Cast.readers[0], at: world.clock.now, Subscription())
        try insist("ask for news") { _ = try $0.world.store.request(wish) }
        // What failed on its way out is tried again.
        for _ in 0..<Story.tries {
            try world.step("greet") { try $0.greet() }
            world.clock.now = world.clock.now + .minutes(2)
        }
        try insist("confirm") { _ = try $0.world.store.confirm(wish.id, at: $0.world.clock.now) }
    }

    private func act(_ input: Input) throws {
        world.clock.now = world.clock.now + .seconds(20)
        try insist("\(input)") { try $0.take(input) }
    }

    private func insist(_ name: String, _ body: (inout Shell) throws -> Void) throws {
        for _ in 0..<Story.tries {
            let failure = try world.step(name, body)
            // A refusal at the second try: the first one was kept after all.
            if failure == nil || failure is Refusal { return }
        }
        throw Violation(description: "\(name) still fails at try \(Story.tries)")
    }

    private var assessment: Assessment {
        var assessment = Assessment()
        assessment.answers = [
            .personalData: .yes, .happened: .yes, .confidentiality: .yes, .integrity: .no, .availability: .no,
            .malicious: .yes, .unreadable: .no, .majorIncident: .no,
        ]
        (assessment.risk, assessment.dataSets) = (.risk, ["accounts", "vaults"])
        return assessment
    }

    private func postMortem(_ id: IncidentID) -> Input {
        let parts = Cast.policy.postMortem.parts.map { ($0.id, "\($0.title), in one sentence.") }
        return .write(
            id, .postMortem, parts: Dictionary(uniqueKeysWithValues: parts),
            followUps: [FollowUp(title: "Count again", owner: "operations", target: "2027-01-01")], by: .operator)
    }
}
