import HTTPTypes
import Hummingbird
import NIOCore
import OnRecord
import Pages

/// The public listener: pages from the snapshot, the record's files, and the few forms that strangers and customers use.
struct PublicRoutes: Sendable {
    let house: House
    let links: Links
    let registry: RegistryRoutes
    let recordFolder: String
    let reportLimit = RateLimit(10, per: .minutes(1))
    /// For each customer, so that one who has the link keeps nobody else from a new token.
    let mintLimit = RateLimit(10, per: .minutes(1))

    func add(to router: Router<Context>) {
        router.add(middleware: PublicPages(house: house))
        router.get("/") { _, _ in Answer.seeOther("/trust/") }
        router.get("/healthz") { _, _ in Answer.bytes(Array("ok\n".utf8), type: "text/plain", cache: "no-store") }
        addAcknowledgement(to: router)
        addReissue(to: router)
        addReport(to: router)
        router.get("/trust/record/**") { request, context in
            try self.recordFile(context.parameters.getCatchAll().map(String.init))
        }
    }

    /// Types and caching as C2SP tlog-tiles asks; a missing tile must not be cached as missing.
    private func recordFile(_ parts: [String]) throws -> Response {
        let isPlain = parts.allSatisfy { part in
            // `.new` is a file that was not finished.
            !part.isEmpty && !part.hasPrefix(".") && !part.hasSuffix(".new") && part.utf8.allSatisfy(\.isFileNameByte)
        }
        guard isPlain, let first = parts.first, ["checkpoint", "vkey", "tile", "text"].contains(first),
            let bytes = try DurableFile.read(([recordFolder] + parts).joined(separator: "/"))
        else {
            return Answer.problem(
                .notFound, "No such file", "The record has no such file.", remedy: "Begin at /trust/record/checkpoint.")
        }
        let isTile = first == "tile"
        var answer = Answer.bytes(
            bytes, type: isTile ? "application/octet-stream" : "text/plain; charset=utf-8",
            cache: isTile || first == "text" ? "public, max-age=604800, immutable" : "no-cache")
        answer.headers[.accessControlAllowOrigin] = "*"
        return answer
    }

    /// Mail scanners fetch links, so looking never acknowledges: the page has one button, and only pressing it does.
    private func addAcknowledgement(to router: Router<Context>) {
        router.get("/ack/{incident}/{responder}/{code}") { _, context in
            guard let (incident, _) = await self.acknowledging(context) else { return self.deadLink }
            return Answer.html(
                PublicForms.acknowledge(
                    incidentTitle: incident.title, severity: incident.severity,
                    detectedAt: incident.milestones[.detected] ?? incident.openedAt,
                    alreadyAcknowledgedAt: incident.milestones[.acknowledged], policy: house.policy))
        }
        router.post("/ack/{incident}/{responder}/{code}") { _, context in
            guard let (incident, responder) = await self.acknowledging(context) else { return self.deadLink }
            do { try await house.take(.acknowledge(incident.id, by: .responder(responder))) } catch let refusal
                as Refusal
            {
                // Two taps are one acknowledgement.
                guard refusal.kind == .conflict else { throw refusal }
            }
            let acknowledgedAt = await house.state.incidents[incident.id]?.milestones[.acknowledged]
            return Answer.html(
                PublicForms.acknowledged(
                    incidentTitle: incident.title, severity: incident.severity,
                    acknowledgedAt: acknowledgedAt ?? house.clock.now(), policy: house.policy,
                    roomURL: links.room(incident.id)))
        }
    }

    private func acknowledging(_ context: Context) async -> (Incident, String)? {
        guard let id = context.parameters.get("incident"), let responder = context.parameters.get("responder"),
            let code = context.parameters.get("code"), links.isAcknowledgement(code, id, responder),
            let incident = await house.state.incidents[id]
        else { return nil }
        return (incident, responder)
    }

    private func addReissue(to router: Router<Context>) {
        router.get("/account/reissue/{incident}/{customer}/{code}") { _, context in
            guard let customer = try await self.reissuing(context) else { return self.deadLink }
            return Answer.html(PublicForms.reissue(customerName: customer.name, policy: house.policy))
        }
        router.post("/account/reissue/{incident}/{customer}/{code}") { _, context in
            guard let customer = try await self.reissuing(context) else { return self.deadLink }
            guard mintLimit.allows(customer.id, at: house.clock.now()) else {
                return Answer.html(
                    PublicForms.problem(
                        title: "One moment",
                        detail: "You have made several tokens just now. Please press the button again in a minute."),
                    status: .tooManyRequests)
            }
            let (_, secret) = try registry.mint(for: customer.id)
            return Answer.html(PublicForms.reissued(secret: secret, policy: house.policy))
        }
    }

    /// The link works while its incident is open: a mail found years later opens nothing.
    private func reissuing(_ context: Context) async throws -> Customer? {
        guard let id = context.parameters.get("incident"), let customer = context.parameters.get("customer"),
            let code = context.parameters.get("code"), links.isReissue(code, id, customer),
            await house.state.incidents[id]?.isOpen == true
        else { return nil }
        return try house.store.customer(customer)
    }

    private var deadLink: Response {
        Answer.html(
            PublicForms.problem(
                title: "This link does not work",
                detail: "It may be cut off, or its incident is closed. Open it again from the mail."), status: .notFound
        )
    }

    private func addReport(to router: Router<Context>) {
        router.post("/trust/report") { request, _ in
            guard reportLimit.allows(at: house.clock.now()) else {
                return Answer.html(
                    PublicForms.problem(
                        title: "Too many reports at once",
                        detail:
                            "We take a few reports a minute here. Please try again shortly, or write to \(house.policy.organisation.contact)."
                    ), status: .tooManyRequests)
            }
            let fields = try await Fields.read(request, upTo: 64 << 10)
            do {
                let decision = try await house.take(.receiveReport(text: fields.text("text") ?? ""))
                let id = decision.facts.first?.subject ?? ""
                return Answer.html(
                    PublicForms.problem(
                        title: "Thank you. Your report is \(id)",
                        detail: "It has reached us and its clock is running. Keep the number to refer to it."))
            } catch let refusal as Refusal {
                let form = TrustSite.reportForm(
                    house.policy, message: refusal.description, text: fields.text("text") ?? "")
                return Answer.html(form, status: .unprocessableContent)
            }
        }
    }
}

extension UInt8 {
    fileprivate var isFileNameByte: Bool {
        (97...122).contains(self) || (65...90).contains(self) || (48...57).contains(self) || self == 46 || self == 45
    }
}
