import HTTPTypes
import Hummingbird
import OnRecord
import Pages

/// Alerts and what keeps them from waking people, for the console and for the API.
struct AlertRoutes: Sendable {
    /// Alerts of one page.
    static let shown = 50
    static let shownMax = 500

    let house: House
    let access: Access
    let inbox: Inbox

    func add(to router: Router<Context>) {
        router.get("/alerts") { request, _ in
            guard access.isOperator(request) else { return Answer.seeOther("/login") }
            let before = request.uri.queryParameters["before"].flatMap { Int64($0) }
            return Answer.html(try await page(before: before), policy: Console.contentSecurityPolicy)
        }
        for (path, noun) in [
            ("/alerts/{id}/noise", "noise"), ("/silences", "silences"), ("/silences/{id}/lift", "lift"),
            ("/maintenance", "maintenance"), ("/maintenance/{id}/cancel", "cancel"),
        ] {
            router.post("\(path)") { request, context in try await self.form(noun, request, context) }
            router.post("/api/v1\(path)") { request, context in
                try await guarded(request) {
                    let input = try input(
                        noun, context.parameters.get("id") ?? "", try await Fields.read(request))
                    try await house.take(input)
                    return try await Answer.json(quiet())
                }
            }
        }
        router.get("/api/v1/alerts") { request, _ in
            try await guarded(request) {
                let query = request.uri.queryParameters
                let limit = min(max(query["limit"].flatMap { Int($0) } ?? AlertRoutes.shown, 1), AlertRoutes.shownMax)
                let page = try house.store.alerts(before: query["before"].flatMap { Int64($0) }, limit: limit)
                var answer = Answer.json(page.alerts.map { AlertView($0) })
                if let next = page.next {
                    answer.headers[HTTPField.Name("Link")!] =
                        "</api/v1/alerts?before=\(next)&limit=\(limit)>; rel=\"next\""
                }
                return answer
            }
        }
        router.get("/api/v1/silences") { request, _ in
            try await guarded(request) { try await Answer.json(quiet()) }
        }
        router.get("/api/v1/detection") { request, _ in
            try await guarded(request) { Answer.json(await inbox.detection()) }
        }
    }

    // MARK: - Console

    private func page(before cursor: Int64? = nil, refused: RefusedForm? = nil) async throws -> HTML {
        let quiet = try await quiet()
        var reasons: [DocumentID: String] = [:]
        for id in quiet.silences.map(\.reason) + quiet.maintenance.map(\.reason) {
            reasons[id] = try house.store.document(id)?.text
        }
        return Console.alerts(
            AlertsView(
                policy: house.policy, page: try house.store.alerts(before: cursor, limit: AlertRoutes.shown),
                silences: quiet.silences, maintenance: quiet.maintenance, reasons: reasons, refused: refused,
                now: house.clock.now()))
    }

    private func form(_ noun: String, _ request: Request, _ context: Context) async throws -> Response {
        guard access.isOperator(request) else { return Answer.seeOther("/login") }
        guard access.isSameOrigin(request) else { return Answer.foreign }
        let fields = try await Fields.read(request)
        do {
            try await house.take(try input(noun, context.parameters.get("id") ?? "", fields))
            return Answer.seeOther("/alerts")
        } catch let refusal as Refusal {
            let form = RefusedForm(form: noun, fields: fields.all, reason: refusal.description)
            return Answer.html(
                try await page(refused: form), status: .unprocessableContent, policy: Console.contentSecurityPolicy)
        }
    }

    // MARK: - Acts

    private func input(_ noun: String, _ id: String, _ fields: Fields) throws -> Input {
        switch noun {
        case "noise":
            return .markNoise(
                id, by: .operator, quietFor: try fields.text("hours").map { try hours($0) } ?? .days(7))
        case "silences":
            let until = try fields.text("hours").map { house.clock.now() + (try hours($0)) } ?? moment("until", fields)
            return .silence(
                rule: fields.text("rule") ?? "", groupOf: fields.text("alert").flatMap { $0.isEmpty ? nil : $0 },
                until: until ?? house.clock.now(), reason: fields.text("reason") ?? "", by: .operator)
        case "lift": return .liftSilence(id, by: .operator)
        case "cancel": return .cancelMaintenance(id, by: .operator)
        default:
            return .planMaintenance(
                from: try moment("from", fields), until: try moment("until", fields) ?? house.clock.now(),
                rules: fields.list("rules"), classes: fields.list("classes"), reason: fields.text("reason") ?? "",
                by: .operator)
        }
    }

    private func hours(_ text: String) throws -> Duration {
        guard let hours = Int64(text.trimmed), (1...8784).contains(hours) else {
            throw Refusal.invalid(
                "hours is “\(text.prefix(40))”; expected a whole number from 1 to 8784. Correct it.")
        }
        return .hours(hours)
    }

    private func moment(_ name: String, _ fields: Fields) throws -> Timestamp? {
        guard let text = fields.text(name)?.trimmed, !text.isEmpty else { return nil }
        guard let moment = Timestamp(rfc3339: text) else {
            throw Refusal.invalid(
                "\(name) is “\(text.prefix(40))”; expected RFC 3339, such as 2026-11-22T10:00:00Z. Correct it.")
        }
        return moment
    }

    private func guarded(_ request: Request, _ answer: () async throws -> Response) async throws -> Response {
        guard access.isOperator(request), access.isSameOrigin(request) else { return Answer.noOperator }
        do { return try await answer() } catch let refusal as Refusal { return Answer.problem(refusal) }
    }

    /// What keeps alerts from waking people, now or soon.
    private struct Quiet: Encodable {
        var silences: [Silence]
        var maintenance: [Maintenance]
    }

    private func quiet() async throws -> Quiet {
        let (alerts, now) = (await house.state.alerts, house.clock.now())
        return Quiet(
            silences: alerts.silences.values.filter { $0.until > now }.sorted { $0.until < $1.until },
            maintenance: alerts.maintenance.values.filter { $0.until > now }.sorted { $0.from < $1.from })
    }
}

/// An alert as the API shows it.
struct AlertView: Encodable {
    var id, rule, kind: String
    var group: [String: String]
    /// `firing`, `acknowledged`, or how it ended: `resolved`, `expired`, `quiet`, `lost`.
    var state: String
    /// Why somebody was woken or was not: a word, what held it back, and a sentence.
    var verdict: String
    var heldBy: String?
    var reason: String
    var incident: String?
    var isNoise: Bool
    /// How often it fired.
    var count: Int
    /// RFC 3339.
    var at, lastAt: String
    var endedAt: String?

    init(_ stored: StoredAlert) {
        (id, rule, kind) = (stored.alert.id, stored.alert.rule, stored.alert.kind.rawValue)
        group = stored.alert.group
        state = stored.end?.rawValue ?? (stored.state == .open ? "firing" : stored.state.rawValue)
        (verdict, heldBy, reason) = (stored.verdict.word, stored.verdict.cause, stored.verdict.text)
        (incident, isNoise, count) = (stored.incident, stored.isNoise, stored.firings)
        (at, lastAt, endedAt) = (stored.alert.at.rfc3339, stored.lastAt.rfc3339, stored.endedAt?.rfc3339)
    }
}
