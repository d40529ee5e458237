import HTTPTypes
import Hummingbird
import NIOCore
import OnRecord
import Pages

/// The breach in the control API: what the console shows, and the acts whose names are also read under.
extension BreachRoutes {
    func addAPI(to router: Router<Context>) {
        api(router, "/api/v1/incidents/{id}/assessment") { _, context in
            let incident = try await incident(context)
            return Answer.json(
                AssessmentAnswer(
                    incident, policy: house.policy, documents: try await house.documents(of: incident)))
        }
        api(router, "/api/v1/incidents/{id}/duties") { _, context in
            let (incident, now) = (try await incident(context), house.clock.now())
            return Answer.json(house.policy.duties(in: incident).map { DutyAnswer($0, at: now) })
        }
        api(router, "/api/v1/incidents/{id}/filings") { _, context in
            Answer.json(try await entry(try await incident(context)).filings)
        }
        api(router, "/api/v1/incidents/{id}/receipts/{document}") { _, context in
            try receipt(try await incident(context), context.parameters.get("document") ?? "")
        }
        api(router, "/api/v1/register") { request, _ in
            let filter = try filter(request)
            return Answer.json(try await entries().filter(filter.holds))
        }
        api(router, "/api/v1/register.csv") { request, _ in try await export(request, isCSV: true) }
        // What can be read under a name is written under it here: the router takes a literal part before a named one,
        // whatever the method.
        for noun in ["assessment", "filings"] {
            router.post("/api/v1/incidents/{id}/\(noun)") { request, context in
                try await guarded(request) {
                    let incident = try await self.incident(context)
                    try await house.take(try await input(noun, incident, try await read(noun, request)))
                    return Answer.json(IncidentView(try await self.incident(context)))
                }
            }
        }
    }

    private func api(
        _ router: Router<Context>, _ path: RouterPath,
        _ answer: @escaping @Sendable (Request, Context) async throws -> Response
    ) {
        router.get(path) { request, context in try await guarded(request) { try await answer(request, context) } }
    }

    private func guarded(_ request: Request, _ answer: () async throws -> Response) async throws -> Response {
        guard access.isOperator(request), access.isSameOrigin(request) else { return Answer.noOperator }
        do { return try await answer() } catch let refusal as Refusal { return Answer.problem(refusal) }
    }
}
