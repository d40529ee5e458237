import HTTPTypes
import Hummingbird
import NIOCore
import OnRecord
import Pages

/// The register of every breach and false alarm: its pages and its files.
extension BreachRoutes {
    func entry(_ incident: Incident) async throws -> RegisterEntry {
        var counts: [EffectID: DeliveryCounts] = [:]
        for (effect, work) in incident.work where work.task.tellsCustomers {
            counts[effect] = try house.store.deliveryCounts(of: effect)
        }
        return Register.entry(
            incident, policy: house.policy, documents: try await house.documents(of: incident), counts: counts,
            at: house.clock.now())
    }

    func entries() async throws -> [RegisterEntry] {
        var entries: [RegisterEntry] = []
        for incident in await house.state.allIncidents.reversed() { entries.append(try await entry(incident)) }
        return entries
    }

    func filter(_ request: Request) throws -> RegisterFilter {
        let query = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
        return try RegisterFilter(Dictionary(query, uniquingKeysWith: { first, _ in first }))
    }

    func register(_ request: Request) async throws -> HTML {
        let all = try await entries()
        var filter = RegisterFilter()
        var refused: String?
        do { filter = try self.filter(request) } catch let refusal as Refusal { refused = refusal.description }
        return Console.register(
            RegisterView(
                policy: house.policy, entries: all.filter(filter.holds), total: all.count,
                years: Set(all.map(\.openedAt.date.year)).sorted(by: >), filter: filter,
                query: refused == nil ? request.uri.query ?? "" : "", refused: refused, now: house.clock.now()))
    }

    func export(_ request: Request, isCSV: Bool) async throws -> Response {
        let filter = try filter(request)
        let entries = try await entries().filter(filter.holds)
        return isCSV
            ? Answer.download(
                Array(RegisterCSV.text(entries).utf8), type: "text/csv; charset=utf-8", name: "breach-register.csv")
            : Answer.download(CanonicalJSON.encode(entries), type: "application/json", name: "breach-register.json")
    }
}
