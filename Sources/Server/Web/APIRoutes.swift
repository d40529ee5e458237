import HTTPTypes
import Hummingbird
import NIOCore
import OnRecord

/// The control API of the private listener, below `/api/v1`. Its nouns are the console's nouns.
struct APIRoutes: Sendable {
    let house: House
    let access: Access
    let acts: OperatorActs

    func add(to router: Router<Context>) {
        router.get("/api/v1/incidents") { request, _ in
            try await self.guarded(request) {
                Answer.json(await house.state.allIncidents.map { IncidentView($0) })
            }
        }
        router.post("/api/v1/incidents") { request, _ in
            try await self.guarded(request) {
                let fields = try await Fields.read(request)
                let decision = try await house.take(
                    .declare(
                        eventClass: fields.text("class") ?? "", severity: fields.text("severity"),
                        title: fields.text("title") ?? "", by: .operator))
                let id = decision.facts.first?.subject ?? ""
                return Answer.json(await house.state.incidents[id].map { IncidentView($0) }, status: .created)
            }
        }
        router.get("/api/v1/incidents/{id}") { request, context in
            try await self.guarded(request) {
                let id = context.parameters.get("id") ?? ""
                guard let incident = await house.state.incidents[id] else { throw Refusal.noIncident(id) }
                return Answer.json(IncidentView(incident))
            }
        }
        router.post("/api/v1/incidents/{id}/{noun}") { request, context in
            try await self.act(context.parameters.get("noun") ?? "", request, context)
        }
        router.post("/api/v1/reports/{id}/answer") { request, context in
            try await self.guarded(request) {
                let id = context.parameters.get("id") ?? ""
                let fields = try await Fields.read(request)
                guard let outcome = ReportOutcome(rawValue: fields.text("outcome") ?? "") else {
                    throw Refusal.unknown(
                        "outcome", fields.text("outcome") ?? "", expected: ReportOutcome.allCases.map(\.rawValue))
                }
                try await house.take(.answerReport(id, outcome, text: fields.text("text") ?? "", by: .operator))
                return Answer.json(["id": id, "outcome": outcome.rawValue])
            }
        }
    }

    private func act(_ noun: String, _ request: Request, _ context: Context) async throws -> Response {
        try await guarded(request) {
            let id = context.parameters.get("id") ?? ""
            let fields = try await Fields.read(request)
            try await house.take(acts.input(noun, id, fields))
            guard let incident = await house.state.incidents[id] else { throw Refusal.noIncident(id) }
            return Answer.json(IncidentView(incident))
        }
    }

    private func guarded(_ request: Request, _ answer: () async throws -> Response) async throws -> Response {
        guard access.isOperator(request), access.isSameOrigin(request) else { return Answer.noOperator }
        do { return try await answer() } catch let refusal as Refusal { return Answer.problem(refusal) }
    }
}

/// An incident as the API shows it.
public struct IncidentView: Codable, Sendable {
    public var id: String
    public var eventClass, severity, title: String
    /// Milestone and its time, RFC 3339.
    public var milestones: [String: String]
    public var page: String?
    public var scope: Scope?
    public var promises: [PromiseView]
    public var alerts: [String]

    public struct PromiseView: Codable, Sendable {
        public var id, says, result, started, due: String
        public var reached: String?
    }

    init(_ incident: Incident) {
        id = incident.id
        (eventClass, severity, title) = (incident.eventClass, incident.severity, incident.title)
        milestones = Dictionary(uniqueKeysWithValues: incident.milestones.map { ($0.key.rawValue, $0.value.rfc3339) })
        page = incident.page?.path
        scope = incident.scope
        alerts = incident.alerts
        promises = incident.clocks.map {
            PromiseView(
                id: $0.promise, says: $0.says, result: $0.word, started: $0.started.rfc3339, due: $0.due.rfc3339,
                reached: $0.reachedAt?.rfc3339)
        }
    }
}
