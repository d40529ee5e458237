import HTTPTypes
import Hummingbird
import NIOCore
import OnRecord
import Pages

/// Credits of an incident, for the console and for the API: the list, its approval, and the file for the billing system.
struct CreditRoutes: Sendable {
    /// Lines of a list that a page or an answer holds.
    static let shown = 500
    static let shownMax = 1000
    static let nouns = ["approval", "withdrawal", "entry"]

    let house: House
    let access: Access

    func add(to router: Router<Context>) {
        router.get("/incidents/{id}/credits") { request, context in
            guard access.isOperator(request) else { return Answer.seeOther("/login") }
            do {
                return Answer.html(
                    try page(try await incident(context)), policy: Console.contentSecurityPolicy)
            } catch let refusal as Refusal {
                return Answer.html(
                    PublicForms.problem(title: "Not found", detail: refusal.description), status: .notFound)
            }
        }
        router.get("/incidents/{id}/credits/export") { request, context in
            guard access.isOperator(request) else { return Answer.seeOther("/login") }
            do { return try export(try await incident(context)) } catch let refusal as Refusal {
                return Answer.problem(refusal)
            }
        }
        router.get("/api/v1/incidents/{id}/credits") { request, context in
            try await guarded(request) { Answer.json(try view(try await incident(context), request)) }
        }
        router.get("/api/v1/incidents/{id}/credits/export") { request, context in
            try await guarded(request) { try export(try await incident(context)) }
        }
        for (path, noun) in [("", "list")] + CreditRoutes.nouns.map({ ("/\($0)", $0) }) {
            router.post("/incidents/{id}/credits\(path)") { request, context in
                try await form(noun, request, context)
            }
            router.post("/api/v1/incidents/{id}/credits\(path)") { request, context in
                try await guarded(request) {
                    let id = try await incident(context).id
                    try await house.take(input(noun, id, try await Fields.read(request)))
                    return Answer.json(try view(try await incident(context), request))
                }
            }
        }
    }

    private func input(_ noun: String, _ id: IncidentID, _ fields: Fields) -> Input {
        switch noun {
        case "approval":
            .approveCredits(id, list: fields.text("list") ?? "", hash: fields.text("hash") ?? "", by: .operator)
        case "withdrawal": .withdrawCredits(id, by: .operator)
        case "entry": .enterCredits(id, by: .operator)
        default: .listCredits(id, by: .operator)
        }
    }

    private func incident(_ context: Context) async throws -> Incident {
        let id = context.parameters.get("id") ?? ""
        guard let incident = await house.state.incidents[id] else { throw Refusal.noIncident(id) }
        return incident
    }

    private func guarded(_ request: Request, _ answer: () async throws -> Response) async throws -> Response {
        guard access.isOperator(request), access.isSameOrigin(request) else { return Answer.noOperator }
        do { return try await answer() } catch let refusal as Refusal { return Answer.problem(refusal) }
    }

    // MARK: - Console

    private func form(_ noun: String, _ request: Request, _ context: Context) async throws -> Response {
        guard access.isOperator(request) else { return Answer.seeOther("/login") }
        guard access.isSameOrigin(request) else { return Answer.foreign }
        do {
            let id = try await incident(context).id
            do {
                try await house.take(input(noun, id, try await Fields.read(request)))
                return Answer.seeOther("/incidents/\(id)/credits")
            } catch let refusal as Refusal {
                return Answer.html(
                    try page(try await incident(context), refused: refusal.description), status: .unprocessableContent,
                    policy: Console.contentSecurityPolicy)
            }
        } catch let refusal as Refusal { return Answer.problem(refusal) }
    }

    private func page(_ incident: Incident, refused: String? = nil) throws -> HTML {
        let list = try incident.creditStage.list.flatMap { try house.store.creditList($0) }
        let credits = try list.map { try house.store.credits(in: $0.id, after: nil, limit: CreditRoutes.shown) } ?? []
        var names: [CustomerID: String] = [:]
        for credit in credits { names[credit.customer] = try house.store.customer(credit.customer)?.name }
        var progress: DeliveryCounts?
        switch incident.creditStage {
        case .granting(_, let effect), .partlyGranted(_, let effect, _):
            progress = try house.store.deliveryCounts(of: effect)
        default: break
        }
        return Console.credits(
            CreditsView(
                policy: house.policy, incident: incident, list: list, credits: credits, names: names,
                progress: progress, refused: refused))
    }

    // MARK: - API

    private func view(_ incident: Incident, _ request: Request) throws -> CreditsAnswer {
        let stage = incident.creditStage
        guard let list = try stage.list.flatMap({ try house.store.creditList($0) }) else {
            return CreditsAnswer(stage: stage.word, credits: [])
        }
        let query = request.uri.queryParameters
        let limit = min(
            max(query["limit"].flatMap { Int($0) } ?? CreditRoutes.shown, 1), CreditRoutes.shownMax)
        let credits = try house.store.credits(in: list.id, after: query["after"].map { String($0) }, limit: limit)
        return CreditsAnswer(
            stage: stage.word, list: list, approved: incident.creditApproval?.list == list.id,
            credits: credits.map { CreditsAnswer.Line($0) }, next: credits.count == limit ? credits.last?.customer : nil
        )
    }

    /// Only what was approved leaves.
    private func export(_ incident: Incident) throws -> Response {
        guard let list = incident.creditApproval?.list, list == incident.creditStage.list else {
            throw Refusal.tooEarly("Exporting credits", needs: "the approval of their list")
        }
        let store = house.store
        var given: Set<CustomerID> = []
        switch incident.creditStage {
        case .granting: throw Refusal.tooEarly("Exporting credits", needs: "the end of their being carried out")
        // Whoever has the credit already must not get it again from a file.
        case .partlyGranted(_, let effect, _):
            given = Set(try store.deliveries(of: effect, in: [.done], limit: .max).map(\.member))
        default: break
        }
        let credited = given
        var headers = HTTPFields.secure()
        headers[.contentType] = "text/csv; charset=utf-8; header=present"
        headers[.contentDisposition] = "attachment; filename=\"\(list).csv\""
        headers[.cacheControl] = "no-store"
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: CreditCSV.header))
                var last: CustomerID?
                while true {
                    let credits = try store.credits(in: list, after: last, limit: CreditRoutes.shownMax)
                    guard let next = credits.last?.customer else { break }
                    last = next
                    let lines = credits.filter { !credited.contains($0.customer) }.map {
                        CreditCSV.line($0, incident: incident.id, list: list)
                    }.joined()
                    if !lines.isEmpty { try await writer.write(ByteBuffer(string: lines)) }
                }
                try await writer.finish(nil)
            })
    }
}
