import Courier
import HTTPTypes
import Hummingbird
import NIOCore
import OnRecord
import Pages
import ServiceLifecycle

/// The operator's pages on the private listener.
struct ConsoleRoutes: Sendable {
    /// Deliveries of one effect that a page lists.
    static let deliveriesShown = 200
    static let mailsShown = 200
    /// Alerts of one incident: the newest.
    static let alertsShown = 500

    let house: House
    let access: Access
    let acts: OperatorActs
    let notices: NoticeDesk
    let publicURL: String
    let catcher: MailCatcher?

    func add(to router: Router<Context>) {
        addSession(to: router)
        get(router, "/") { _, _ in
            Console.home(
                ConsoleView(
                    policy: house.policy, state: await house.state, publicSite: publicURL, catcherRuns: catcher != nil,
                    now: house.clock.now()))
        }
        get(router, "/declare") { _, _ in Console.declare(house.policy) }
        get(router, "/incidents/{id}") { _, context in try await self.room(try await self.incident(context)) }
        get(router, "/reports/{id}") { _, context in try await self.report(context, refused: nil) }
        addNotices(to: router)
        addMailbox(to: router)
        addForms(to: router)
        for page in ["", "/deliveries"] {
            router.get("/incidents/{id}\(page)/events") { request, context in
                guard access.isOperator(request) else { return Response(status: .unauthorized) }
                return self.events()
            }
        }
    }

    // MARK: - Sessions

    private func addSession(to router: Router<Context>) {
        router.get("/login") { _, _ in Answer.html(Console.login(message: nil), policy: Console.contentSecurityPolicy) }
        router.post("/login") { request, _ in
            let key = try await Fields.read(request, upTo: 4 << 10).text("key") ?? ""
            guard access.secrets.isOperatorKey(key.trimmed) else {
                return Answer.html(
                    Console.login(message: "This is not the operator key."), status: .unauthorized,
                    policy: Console.contentSecurityPolicy)
            }
            var answer = Answer.seeOther("/")
            answer.headers[.setCookie] = access.sessionCookie()
            return answer
        }
        router.post("/logout") { request, _ in
            guard access.isSameOrigin(request) else { return Answer.foreign }
            var answer = Answer.seeOther("/login")
            answer.headers[.setCookie] = "\(Access.cookie)=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"
            return answer
        }
    }

    // MARK: - Pages

    func get(
        _ router: Router<Context>, _ path: RouterPath, policy: String = Console.contentSecurityPolicy,
        page: @escaping @Sendable (Request, Context) async throws -> HTML
    ) {
        router.get(path) { request, context in
            guard access.isOperator(request) else { return Answer.seeOther("/login") }
            do { return Answer.html(try await page(request, context), policy: policy) } catch let refusal as Refusal {
                return Answer.html(
                    PublicForms.problem(title: "Not found", detail: refusal.description), status: .notFound)
            }
        }
    }

    func incident(_ context: Context) async throws -> Incident {
        let id = context.parameters.get("id") ?? ""
        guard let incident = await house.state.incidents[id] else { throw Refusal.noIncident(id) }
        return incident
    }

    private func room(_ incident: Incident, refused: RefusedForm? = nil) async throws -> HTML {
        let store = house.store
        let alerts = try store.alerts(of: incident.id, limit: ConsoleRoutes.alertsShown)
        var counts: [EffectID: DeliveryCounts] = [:]
        for effect in incident.work.keys { counts[effect] = try store.deliveryCounts(of: effect) }
        return Console.room(
            RoomView(
                policy: house.policy, incident: incident, documents: try await house.documents(of: incident),
                alerts: alerts,
                counts: counts, suggestions: try suggestions(incident, alerts), refused: refused, publicSite: publicURL,
                now: house.clock.now()))
    }

    /// The last scope's members, or what the alerts' groups name.
    private func suggestions(_ incident: Incident, _ alerts: [Alert]) throws -> ScopeSuggestion {
        if let scope = incident.scope {
            let audience = try house.store.audience(scope.audience)
            return ScopeSuggestion(customers: audience?.customers ?? [], tokens: audience?.tokens ?? [])
        }
        let tokens = try house.store.tokens(Set(alerts.compactMap { $0.group["token_id"] }).sorted())
        let customers = Set(alerts.compactMap { $0.group["customer"] } + tokens.map(\.customer))
        return ScopeSuggestion(customers: customers.sorted(), tokens: tokens.map(\.id))
    }

    func names(_ ids: [CustomerID]) throws -> [CustomerID: String] {
        var names: [CustomerID: String] = [:]
        for customer in try house.store.customers(Set(ids).sorted()) { names[customer.id] = customer.name }
        return names
    }

    private func report(_ context: Context, refused: RefusedForm?) async throws -> HTML {
        let id = context.parameters.get("id") ?? ""
        guard let report = await house.state.reports[id] else { throw Refusal.noReport(id) }
        var documents: [DocumentID: Document] = [:]
        for fact in report.facts {
            if case .documented(let document, _, _) = fact.what {
                documents[document] = try house.store.document(document)
            }
        }
        return Console.report(
            ReportView(
                policy: house.policy, report: report, documents: documents, refused: refused, now: house.clock.now()))
    }

    private func addMailbox(to router: Router<Context>) {
        guard let catcher else { return }
        get(router, "/mail") { _, _ in
            Console.mailbox(try catcher.mails(limit: ConsoleRoutes.mailsShown).reversed().map { CaughtMailView($0) })
        }
        get(router, "/mail/{id}", policy: Console.mailContentSecurityPolicy) { _, context in
            let id = context.parameters.get("id") ?? ""
            guard let mail = catcher.mail(id) else {
                throw Refusal(
                    kind: .notFound, description: "There is no mail “\(id.prefix(60))”. Open the mailbox to find it.")
            }
            return Console.mail(CaughtMailView(mail))
        }
    }

    // MARK: - Forms

    private func addForms(to router: Router<Context>) {
        post(router, "/incidents") { fields, _ in
            do {
                let decision = try await house.take(
                    .declare(
                        eventClass: fields.text("class") ?? "",
                        severity: fields.text("severity").flatMap { $0.isEmpty ? nil : $0 },
                        title: fields.text("title") ?? "", by: .operator))
                return Answer.seeOther("/incidents/\(decision.facts.first?.subject ?? "")")
            } catch let refusal as Refusal {
                let form = RefusedForm(form: "incidents", fields: fields.all, reason: refusal.description)
                return Answer.html(
                    Console.declare(house.policy, refused: form), status: .unprocessableContent,
                    policy: Console.contentSecurityPolicy)
            }
        }
        post(router, "/incidents/{id}/{noun}") { fields, context in
            try await self.act(context.parameters.get("noun") ?? "", fields, context)
        }
        post(router, "/reports/{id}/answer") { fields, context in
            let id = context.parameters.get("id") ?? ""
            do {
                let outcome = fields.text("outcome") ?? ""
                guard let answer = ReportOutcome(rawValue: outcome) else {
                    throw Refusal.unknown("outcome", outcome, expected: ReportOutcome.allCases.map(\.rawValue))
                }
                try await house.take(.answerReport(id, answer, text: fields.text("text") ?? "", by: .operator))
                return Answer.seeOther("/reports/\(id)")
            } catch let refusal as Refusal {
                let form = RefusedForm(form: "answer", fields: fields.all, reason: refusal.description)
                return Answer.html(
                    try await self.report(context, refused: form), status: .unprocessableContent,
                    policy: Console.contentSecurityPolicy)
            }
        }
    }

    private func act(_ noun: String, _ fields: Fields, _ context: Context) async throws -> Response {
        let incident = try await self.incident(context)
        do {
            try await house.take(acts.input(noun, incident.id, fields))
            return Answer.seeOther("/incidents/\(incident.id)")
        } catch let refusal as Refusal {
            let form = RefusedForm(form: noun, fields: fields.all, reason: refusal.description)
            let now = await house.state.incidents[incident.id] ?? incident
            return Answer.html(
                try await self.room(now, refused: form), status: .unprocessableContent,
                policy: Console.contentSecurityPolicy)
        }
    }

    func post(
        _ router: Router<Context>, _ path: RouterPath,
        act: @escaping @Sendable (Fields, Context) async throws -> Response
    ) {
        router.post(path) { request, context in
            guard access.isOperator(request) else { return Answer.seeOther("/login") }
            guard access.isSameOrigin(request) else { return Answer.foreign }
            do { return try await act(try await Fields.read(request), context) } catch let refusal as Refusal {
                return Answer.problem(refusal)
            }
        }
    }

    // MARK: - Live updates

    /// Server-sent events (WHATWG HTML, section 9.2): one `changed` per change, until either side goes.
    private func events() -> Response {
        let changes = house.changes.stream()
        var headers = HTTPFields()
        headers[.contentType] = "text/event-stream"
        headers[.cacheControl] = "no-store"
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: ": listening\n\n"))
                for await sequence in changes.cancelOnGracefulShutdown() {
                    try await writer.write(ByteBuffer(string: "event: changed\ndata: \(sequence)\n\n"))
                }
                try await writer.finish(nil)
            })
    }
}

extension CaughtMailView {
    init(_ mail: CaughtMail) {
        self.init(
            id: mail.id, at: Timestamp(milliseconds: mail.receivedAt ?? 0), from: mail.from, to: mail.to,
            subject: mail.subject, plain: mail.text, html: mail.html)
    }
}
