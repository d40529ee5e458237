import HTTPTypes
import Hummingbird
import NIOCore
import OnRecord
import Pages

/// The breach on the private listener, for the console and for the API: the assessment and what follows from it, filings
/// with their receipts, and the register.
struct BreachRoutes: Sendable {
    /// A receipt in Base64, and the text beside it.
    static let filingBytesMax = 8 << 20

    let house: House
    let access: Access
    let acts: OperatorActs

    func add(to router: Router<Context>) {
        addPages(to: router)
        addForms(to: router)
        addAPI(to: router)
    }

    // MARK: - Pages

    private func addPages(to router: Router<Context>) {
        page(router, "/incidents/{id}/assessment") { _, context in
            try await assessment(try await incident(context))
        }
        page(router, "/incidents/{id}/filings") { request, context in
            try await filings(try await incident(context), duty: request.uri.queryParameters["duty"].map { String($0) })
        }
        router.get("/incidents/{id}/sheets/{duty}") { request, context in
            try await sheet(request, context) { view in
                Answer.html(FilingSheet.html(view), policy: FilingSheet.contentSecurityPolicy)
            }
        }
        router.get("/incidents/{id}/sheets/{duty}/markdown") { request, context in
            try await sheet(request, context) { view in
                Answer.bytes(
                    Array(FilingSheet.markdown(view).utf8), type: "text/markdown; charset=utf-8", cache: "no-store")
            }
        }
        page(router, "/register") { request, _ in try await register(request) }
        page(router, "/register/{id}") { _, context in
            let incident = try await incident(context)
            return Console.registerEntry(try await entry(incident), policy: house.policy, now: house.clock.now())
        }
        router.get("/incidents/{id}/receipts/{document}") { request, context in
            guard access.isOperator(request) else { return Answer.seeOther("/login") }
            do { return try receipt(try await incident(context), context.parameters.get("document") ?? "") } catch let
                refusal as Refusal
            { return Answer.problem(refusal) }
        }
        for (path, isCSV) in [("/register.csv", true), ("/register.json", false)] {
            router.get(RouterPath(path)) { request, _ in
                guard access.isOperator(request) else { return Answer.seeOther("/login") }
                do { return try await export(request, isCSV: isCSV) } catch let refusal as Refusal {
                    return Answer.problem(refusal)
                }
            }
        }
    }

    func page(
        _ router: Router<Context>, _ path: RouterPath,
        _ page: @escaping @Sendable (Request, Context) async throws -> HTML
    ) {
        router.get(path) { request, context in
            guard access.isOperator(request) else { return Answer.seeOther("/login") }
            do { return Answer.html(try await page(request, context), policy: Console.contentSecurityPolicy) } catch let
                refusal as Refusal
            {
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

    private func assessment(_ incident: Incident, refused: RefusedForm? = nil) async throws -> HTML {
        Console.assessment(
            AssessmentView(
                policy: house.policy, incident: incident, documents: try await house.documents(of: incident),
                refused: refused, now: house.clock.now()))
    }

    private func filings(_ incident: Incident, duty: String?, refused: RefusedForm? = nil) async throws -> HTML {
        Console.filings(
            FilingsView(
                policy: house.policy, incident: incident, documents: try await house.documents(of: incident),
                duty: duty, refused: refused, now: house.clock.now()))
    }

    /// The sheet of an adopted duty that a filing ends; `language` is a tag such as `de`.
    private func sheet(
        _ request: Request, _ context: Context, _ answer: (FilingView) -> Response
    ) async throws -> Response {
        guard access.isOperator(request) else { return Answer.seeOther("/login") }
        do {
            let incident = try await incident(context)
            let id = context.parameters.get("duty") ?? ""
            let filable = house.policy.duties(in: incident).filter { $0.adoption.filing != nil }
            guard let duty = filable.first(where: { $0.promise.id == id }) else {
                throw Refusal(
                    kind: .notFound,
                    description:
                        "There is no filing sheet for “\(id.prefix(60))”. The incident's page of filings leads to those there are."
                )
            }
            let tag = request.uri.queryParameters["language"].map { String($0) } ?? ""
            let view = FilingView(
                duty, policy: house.policy, incident: incident, documents: try await house.documents(of: incident),
                now: house.clock.now(), in: Language(tag: tag))
            return answer(view)
        } catch let refusal as Refusal { return Answer.problem(refusal) }
    }

    func receipt(_ incident: Incident, _ id: DocumentID) throws -> Response {
        guard incident.filings.contains(where: { $0.document == id }), let document = try house.store.document(id),
            let receipt = FilingStatement.Receipt(of: document)
        else {
            throw Refusal(
                kind: .notFound,
                description: "There is no receipt “\(id.prefix(60))”. The page of filings lists those that are kept.")
        }
        return Answer.download(receipt.bytes, type: "application/octet-stream", name: receipt.name)
    }

    // MARK: - Forms

    /// A form, the page it stands on, and where its answer leads.
    private func addForms(to router: Router<Context>) {
        form(
            router, "assessment", refusal: { try await assessment($0, refused: $2) },
            then: { _ in "assessment#outcome" })
        form(
            router, "conclusion", refusal: { try await assessment($0, refused: $2) },
            then: { _ in "assessment#conclusion" })
        form(
            router, "filings", refusal: { try await filings($0, duty: $1, refused: $2) }, then: { _ in "filings#filed" }
        )
        form(
            router, "particulars", refusal: { try await filings($0, duty: $1, refused: $2) },
            then: { duty in "filings\(duty.map { "?duty=\($0)" } ?? "")#facts" })
    }

    private func form(
        _ router: Router<Context>, _ noun: String,
        refusal page: @escaping @Sendable (Incident, String?, RefusedForm) async throws -> HTML,
        then path: @escaping @Sendable (String?) -> String
    ) {
        router.post("/incidents/{id}/\(noun)") { request, context in
            guard access.isOperator(request) else { return Answer.seeOther("/login") }
            guard access.isSameOrigin(request) else { return Answer.foreign }
            do {
                let incident = try await incident(context)
                var fields = Fields(form: "")
                do {
                    fields = try await read(noun, request)
                    try await house.take(try await input(noun, incident, fields))
                    // Ids of the catalogue need no escaping; another text is none of them.
                    let duty = fields.text("duty").flatMap { ObligationCatalogue.shipped[$0]?.id }
                    return Answer.seeOther("/incidents/\(incident.id)/\(path(duty))")
                } catch let refusal as Refusal {
                    let form = RefusedForm(form: noun, fields: fields.all, reason: refusal.description)
                    let duty = request.uri.queryParameters["duty"].map { String($0) }
                    let now = await house.state.incidents[incident.id] ?? incident
                    return Answer.html(
                        try await page(now, duty, form), status: .unprocessableContent,
                        policy: Console.contentSecurityPolicy)
                }
            } catch let refusal as Refusal { return Answer.problem(refusal) }
        }
    }

    func read(_ noun: String, _ request: Request) async throws -> Fields {
        guard noun == "filings" else { return try await Fields.read(request) }
        do { return try await Fields.read(request, upTo: BreachRoutes.filingBytesMax) } catch let error
            as any HTTPResponseError where error.status == .contentTooLarge
        {
            throw Refusal.invalid(
                "The filing is larger than \(BreachRoutes.filingBytesMax >> 20) MB; a receipt may have \(FilingStatement.Receipt.bytesMax >> 20) MB. Keep the receipt elsewhere and state its reference."
            )
        }
    }

    /// A form of facts shows what was stated before; only what differs is stated anew.
    func input(_ noun: String, _ incident: Incident, _ fields: Fields) async throws -> Input {
        if noun == "filings" { return try await filing(incident, fields) }
        guard noun == "particulars" else { return try acts.input(noun, incident.id, fields) }
        let before = try await entry(incident).particulars
        let fresh = acts.particulars(fields).filter { name, text in
            before.first { $0.key.rawValue == name }?.text != text.replacing("\r\n", with: "\n").trimmed
        }
        return .stateParticulars(incident.id, fresh, by: acts.author)
    }

    /// What the sheet holds at this moment is kept with the filing.
    private func filing(_ incident: Incident, _ fields: Fields) async throws -> Input {
        var statement = try acts.filing(fields)
        if let duty = house.policy.duties(in: incident).first(where: { $0.promise.id == statement.duty }) {
            statement.language = fields.text("language") ?? ""
            statement.contents =
                FilingView(
                    duty, policy: house.policy, incident: incident, documents: try await house.documents(of: incident),
                    now: house.clock.now(), in: Language(tag: statement.language)
                ).contents
        }
        return .file(incident.id, statement, by: acts.author)
    }
}
