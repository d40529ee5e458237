import HTTPTypes
import Hummingbird
import OnRecord

/// Notices in the control API: what would be sent, how far it is, what became of each mail, and who has to be reached
/// another way.
struct NoticeRoutes: Sendable {
    /// Deliveries of one answer.
    private static let deliveriesMax = 1000

    let house: House
    let access: Access
    let acts: OperatorActs
    let notices: NoticeDesk

    func add(to router: Router<Context>) {
        get(router, "notices") { incident, _ in Answer.json(try notices.progress(of: incident)) }
        get(router, "notices/dry-run") { incident, _ in Answer.json(try await notices.dryRun(of: incident)) }
        get(router, "deliveries") { incident, request in Answer.json(try deliveries(of: incident, request)) }
        get(router, "contacts") { incident, _ in Answer.json(try notices.contacts(of: incident)) }
        // The router takes a literal part before a named one, whatever the method.
        router.post("/api/v1/incidents/{id}/notices") { request, context in
            try await guarded(request, context) { incident in
                try await house.take(acts.input("notices", incident.id, try await Fields.read(request)))
                return Answer.json(try notices.progress(of: try await self.incident(context)))
            }
        }
        router.post("/api/v1/incidents/{id}/contacts") { request, context in
            try await guarded(request, context) { incident in
                try await house.take(acts.input("contacts", incident.id, try await Fields.read(request)))
                return Answer.json(try notices.contacts(of: try await self.incident(context)))
            }
        }
    }

    /// Evidence of each mail; the next page begins `after` the last member of this one.
    private func deliveries(of incident: Incident, _ request: Request) throws -> [Delivery] {
        let asked = request.uri.queryParameters["limit"].flatMap { Int($0) } ?? NoticeRoutes.deliveriesMax
        return try house.store.deliveries(
            for: Effect.noticePurpose(of: incident.id), after: request.uri.queryParameters["after"].map { String($0) },
            limit: min(max(1, asked), NoticeRoutes.deliveriesMax))
    }

    private func incident(_ context: Context) async throws -> Incident {
        let id = context.parameters.get("id") ?? ""
        guard let incident = await house.state.incidents[id] else { throw Refusal.noIncident(id) }
        return incident
    }

    private func get(
        _ router: Router<Context>, _ noun: String,
        _ answer: @escaping @Sendable (Incident, Request) async throws -> Response
    ) {
        router.get("/api/v1/incidents/{id}/\(noun)") { request, context in
            try await guarded(request, context) { try await answer($0, request) }
        }
    }

    private func guarded(
        _ request: Request, _ context: Context, _ answer: (Incident) async throws -> Response
    ) async throws -> Response {
        guard access.isOperator(request), access.isSameOrigin(request) else { return Answer.noOperator }
        do { return try await answer(try await incident(context)) } catch let refusal as Refusal {
            return Answer.problem(refusal)
        }
    }
}
