import Courier
import Foundation
import OnRecord
import Server

/// The breach the demo lives through. Each step looks at what is, and does only what is missing,
/// so that a story that was killed anywhere goes on from there.
struct Story: Sendable {
    static let thief = "203.0.113.66"
    static let customers = [
        ("cust-01", "Alder Works"), ("cust-02", "Birch & Co"), ("cust-03", "Cedar Labs"), ("cust-04", "Dogwood GmbH"),
        ("cust-05", "Elm Systems"), ("cust-06", "Fir Analytics"),
    ]
    static let robbed = ["cust-01", "cust-02", "cust-03"]

    let server: OnRecordServer
    let sample: SampleService
    let clock: StoryClock
    let narrator: Narrator
    let shelf: StoryShelf
    let publicBase: String

    private var api: Caller { Caller(base: server.privateURL, key: server.secrets.operatorKey) }
    private var edge: Caller { Caller(base: sample.url) }

    func tell() async throws {
        try await narrator.begin()
        try await moveIn()
        let id = try await steal()
        try await acknowledge(id)
        try await confirm(id)
        try await seeTokensDead(id)
        try await mintAgain(id)
        try await contain(id)
        try await credit(id)
        try await examine(id)
        try await publish(id)
        try await correct(id)
        try await narrator.catchUp()
    }

    // MARK: - Before

    /// Customers with a token each, and a quiet morning's traffic.
    private func moveIn() async throws {
        try await narrator.say("Six customers use the vault; each has a token, and reads a secret with it.")
        let list = Story.customers.map { id, name in
            ["id": id, "name": name, "mail": "security@\(id).example", "periodPrice": 4900, "currency": "EUR"]
                as [String: Any]
        }
        let answer = try await api.post(
            "/api/v1/customers", String(decoding: try JSONSerialization.data(withJSONObject: list), as: UTF8.self))
        guard answer.status == 201 else { throw Caller.Unexpected(description: answer.text) }
        for (id, _) in Story.customers where try shelf.token(of: id) == nil {
            struct Minted: Decodable { var token: String }
            let minted = try await api.must("/registry/tokens", ["customer": id]).decoded(Minted.self)
            try shelf.keep(minted.token, of: id)
        }
        if await current == nil {
            for (id, _) in Story.customers { _ = try await useToken(of: id, from: "192.0.2.10") }
        }
    }

    /// A thief reads secrets with stolen tokens from an address nobody has seen.
    private func steal() async throws -> IncidentID {
        if let incident = await current { return incident.id }
        try await narrator.say("Three stolen tokens are used from \(Story.thief), where none was used before.")
        for id in Story.robbed {
            let answer = try await useToken(of: id, from: Story.thief)
            guard answer.status == 200 else {
                throw Caller.Unexpected(description: "the stolen token was refused too early")
            }
        }
        return try await wait("an incident") { await current?.id }
    }

    // MARK: - Response

    private func acknowledge(_ id: IncidentID) async throws {
        guard try await incident(id).milestones[.acknowledged] == nil else { return }
        let link = try await wait("the page's mail") { try pageLink() }
        try await narrator.say(
            "The on-call person's phone rings. A scanner has fetched the link first; that acknowledges nothing.")
        let looked = try await Caller(base: "").get(link)
        guard looked.status == 200, try await incident(id).milestones[.acknowledged] == nil else {
            throw Caller.Unexpected(description: "looking at the link acknowledged the incident")
        }
        try await pass(.seconds(130), to: "acknowledgement")
        let tapped = try await Caller(base: "").post(link)
        guard tapped.status == 200 else { throw Caller.Unexpected(description: "the link answered \(tapped.status)") }
    }

    private func confirm(_ id: IncidentID) async throws {
        guard try await incident(id).milestones[.confirmed] == nil else { return }
        try await narrator.say(
            "The operator looks at the log, sets the scope and confirms the breach. The rest happens by itself.")
        if try await incident(id).scope == nil {
            try await pass(.minutes(6), to: "scope")
            let tokens = try Story.robbed.map { TokenSecret.id(of: try shelf.token(of: $0) ?? "") }
            try await api.must(
                "/api/v1/incidents/\(id)/scope",
                ["customers": Story.robbed, "tokens": tokens, "data": ["tokens", "content"], "services": ["proxy"]])
            try await api.must(
                "/api/v1/incidents/\(id)/impact",
                ["minutes": 0, "share": 50, "text": "Three of six customers; one secret each was read."])
        }
        try await api.must("/api/v1/incidents/\(id)/confirmation")
    }

    private func seeTokensDead(_ id: IncidentID) async throws {
        _ = try await wait("revocation and notices") { () -> Bool? in
            let milestones = try await incident(id).milestones
            let done = [.tokensRevoked, .customersNotified, .reissueOpened].allSatisfy {
                milestones[$0 as Milestone] != nil
            }
            return done ? true : nil
        }
        let answer = try await edge.get(
            "/v1/secret",
            headers: [
                "Authorization": "Bearer \(try shelf.token(of: Story.robbed[0]) ?? "")", "X-Forwarded-For": Story.thief,
            ])
        guard answer.status == 401 else {
            throw Caller.Unexpected(description: "the stolen token still opens the edge: HTTP \(answer.status)")
        }
        try await narrator.say("The thief tries again: HTTP 401 at the edge.")
    }

    /// Customers press the button in their mail.
    private func mintAgain(_ id: IncidentID) async throws {
        for customer in Story.robbed where try shelf.freshToken(of: customer) == nil {
            let link = try await wait("the mail to \(customer)") { try reissueLink(of: customer) }
            let page = try await Caller(base: "").post(link)
            guard let token = page.text.firstMatch(of: /ort_[0-9a-f]{64}/).map({ String($0.output) }) else {
                throw Caller.Unexpected(description: "no new token for \(customer): HTTP \(page.status)")
            }
            let used = try await edge.get("/v1/secret", headers: ["Authorization": "Bearer \(token)"])
            guard used.status == 200 else {
                throw Caller.Unexpected(description: "the new token was refused: HTTP \(used.status)")
            }
            try shelf.keepFresh(token, of: customer)
        }
        try await narrator.say("Three customers have read their mail, minted clean tokens and are working again.")
    }

    private func contain(_ id: IncidentID) async throws {
        if try await incident(id).milestones[.rolledBack] == nil {
            if try await incident(id).milestones[.rollbackStarted] == nil {
                try await pass(.minutes(11), to: "rollback")
                try await narrator.say(
                    "The leak came with \(SampleService.badVersion). It is rolled back through its deployment hook.")
                try await api.must("/api/v1/incidents/\(id)/actions", ["action": "rollback"])
            }
            _ = try await wait("the rollback") { try await incident(id).milestones[.rolledBack] }
        }
        guard try await incident(id).milestones[.contained] == nil else { return }
        guard sample.runningVersion == SampleService.goodVersion else {
            throw Caller.Unexpected(description: "the edge still runs \(sample.runningVersion)")
        }
        try await pass(.minutes(4), to: "containment")
        try await api.must("/api/v1/incidents/\(id)/milestones", ["milestone": "contained"])
    }

    /// The list is made by itself; giving is a person's decision.
    private func credit(_ id: IncidentID) async throws {
        guard try await incident(id).milestones[.credited] == nil else { return }
        _ = try await wait("the list of credits") { try await incident(id).creditStage.isMade ? true : nil }
        struct Credits: Decodable {
            struct List: Decodable { var id, hash: String }
            var stage: String
            var list: List
        }
        let path = "/api/v1/incidents/\(id)/credits"
        let credits = try await api.get(path).decoded(Credits.self)
        if credits.stage == "listed" {
            try await pass(.hours(1), to: "credits")
            try await narrator.say("The operator looks at the list of credits and approves exactly that list.")
            try await api.must("\(path)/approval", ["list": credits.list.id, "hash": credits.list.hash])
        }
        let file = try await api.get("\(path)/export")
        guard file.status == 200, file.text.split(whereSeparator: \.isNewline).count == Story.robbed.count + 1 else {
            throw Caller.Unexpected(
                description: "the file of credits answered \(file.status): \(file.text.prefix(300))")
        }
        if try await !incident(id).creditStage.isUnderWay {
            try await narrator.say("The credits are exported, entered into the billing system, and said to be there.")
            try await api.must("\(path)/entry")
        }
        _ = try await wait("the credits") { try await incident(id).milestones[.credited] }
    }

    // MARK: - Afterwards

    private func examine(_ id: IncidentID) async throws {
        guard try await incident(id).milestones[.forensicsCompleted] == nil else { return }
        if try await !hasPublished(.update, id) {
            try await pass(.hours(2), to: "update")
            try await api.must("/api/v1/incidents/\(id)/updates", ["text": StoryTexts.update])
        }
        try await pass(.hours(17), to: "forensics")
        try await narrator.say("Forensics is done within a day.")
        try await api.must("/api/v1/incidents/\(id)/milestones", ["milestone": "forensics_completed"])
    }

    private func publish(_ id: IncidentID) async throws {
        guard try await incident(id).milestones[.postmortemPublished] == nil else { return }
        try await pass(.hours(26), to: "post-mortem")
        try await narrator.say("The post-mortem is published at the address that was reserved at confirmation.")
        try await api.must(
            "/api/v1/incidents/\(id)/postmortem", ["parts": StoryTexts.postMortem])
    }

    private func correct(_ id: IncidentID) async throws {
        if try await !hasPublished(.correction, id) {
            try await pass(.hours(3), to: "correction")
            try await api.must("/api/v1/incidents/\(id)/corrections", ["text": StoryTexts.correction])
        }
        if try await incident(id).milestones[.resolved] == nil {
            try await api.must("/api/v1/incidents/\(id)/milestones", ["milestone": "resolved"])
        }
    }

    // MARK: - Looking

    private var current: Incident? {
        get async { await server.house.state.allIncidents.first }
    }

    private func incident(_ id: IncidentID) async throws -> Incident {
        guard let incident = await server.house.state.incidents[id] else { throw Refusal.noIncident(id) }
        return incident
    }

    private func hasPublished(_ kind: Document.Kind, _ id: IncidentID) async throws -> Bool {
        try await incident(id).published.contains { $0.kind == kind }
    }

    private func useToken(of customer: CustomerID, from address: String) async throws -> Caller.Answer {
        try await edge.get(
            "/v1/secret",
            headers: ["Authorization": "Bearer \(try shelf.token(of: customer) ?? "")", "X-Forwarded-For": address])
    }

    private func pageLink() throws -> String? { try link(/\/ack\/[^\s"<>]+/, to: "oncall@") }

    private func reissueLink(of customer: CustomerID) throws -> String? {
        try link(/\/account\/reissue\/[^\s"<>]+/, to: "security@\(customer).example")
    }

    /// The first such link in a caught mail; with a real relay the mails lie elsewhere and the demo cannot read them.
    private func link(_ pattern: Regex<Substring>, to recipient: String) throws -> String? {
        guard let mails = try server.catcher?.mails() else { return nil }
        for mail in mails where mail.recipients.contains(where: { $0.hasPrefix(recipient) }) {
            if let found = mail.text.firstMatch(of: pattern) { return publicBase + String(found.output) }
        }
        return nil
    }

    private func pass(_ span: Duration, to chapter: String) async throws {
        try clock.leap(span, to: chapter)
        try await server.house.take(.tick)
        try await narrator.catchUp()
    }

    /// Looks until something is there. What does not come within a while never comes.
    private func wait<T>(_ what: String, _ look: () async throws -> T?) async throws -> T {
        for _ in 0..<600 {
            if let found = try await look() {
                try await narrator.catchUp()
                return found
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Caller.Unexpected(description: "\(what) did not come within 30 seconds")
    }
}
