import OnRecord
import Sigma

/// A supplier's status page as `/api/v2/summary.json` shows it (Statuspage's public API, version 2), read into signals.
public struct StatuspageSummary: Sendable, Equatable {
    /// Why a body is no summary. The supplier's state is unknown then, which is not the same as well.
    public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        public var description: String
    }

    private static let product = "statuspage"
    private static let incidentsMax = 1000
    private static let textMax = 1024

    /// One `firing` for each open incident, one `resolved` for each that was open before and is no longer.
    public var signals: [Signal]
    /// Keys of the incidents open now: what to hand in the next time.
    public var open: Set<String>

    /// - Parameters:
    ///   - open: what the last reading of this page left open.
    ///   - components: ids or names of the components we depend on; nil for all, and for incidents that name none.
    public static func read(
        _ body: [UInt8], open: Set<String>, touching components: Set<String>? = nil, receivedAt: Timestamp
    ) throws(Problem) -> StatuspageSummary {
        let summary: Value
        do { summary = try JSONReader.read(body[...]) } catch {
            throw Problem(description: "The summary is no JSON: \(error.description).")
        }
        guard let page = summary["page"]?["id"]?.string, let incidents = summary["incidents"]?.list else {
            throw Problem(
                description: "The summary has no page.id or no list of incidents; expected /api/v2/summary.json.")
        }
        guard incidents.count <= incidentsMax else {
            throw Problem(
                description: "The summary has \(incidents.count) incidents; at most \(incidentsMax) are read.")
        }
        let pageName = summary["page"]?["name"]?.string ?? page
        let prefix = "upstream:\(cut(page)):"
        var firing: [Signal] = []
        for incident in incidents {
            let touched = affected(by: incident)
            guard let id = incident["id"]?.string, isUnresolved(incident),
                components.map({ wanted in touched.contains { wanted.contains($0.id) || wanted.contains($0.name) } })
                    ?? true
            else { continue }
            firing.append(signal(incident, key: prefix + cut(id), page: pageName, touched, receivedAt))
        }
        let now = Set(firing.compactMap(\.key))
        let over = open.filter { $0.hasPrefix(prefix) && !now.contains($0) }.sorted().map { key in
            var fields = SignalFields()
            fields.set("page", .string(cut(pageName)))
            return Signal(state: .resolved, at: receivedAt, key: key, fields: fields.all(product: product))
        }
        return StatuspageSummary(signals: firing + over, open: now)
    }

    private static func isUnresolved(_ incident: Value) -> Bool {
        let status = incident["status"]?.string ?? ""
        return !["resolved", "postmortem", "completed"].contains(status) && incident["resolved_at"]?.string == nil
    }

    private static func signal(
        _ incident: Value, key: String, page: String, _ touched: [(id: String, name: String)], _ receivedAt: Timestamp
    ) -> Signal {
        let impact = incident["impact"]?.string ?? "none"
        var fields = SignalFields(.log)
        fields.set("impact", .string(cut(impact)))
        fields.set("status", incident["status"]?.string.map { .string(cut($0)) })
        fields.set("url", incident["shortlink"]?.string.map { .string(cut($0)) })
        fields.set("page", .string(cut(page)))
        fields.set("components", .list(touched.map { .string($0.name) }))
        fields.set("started_at", incident["started_at"]?.string.map { .string(cut($0)) })
        return Signal(
            state: .firing, at: SenderTime.at(incident["updated_at"], incident["created_at"], receivedAt: receivedAt),
            key: key, severity: Signal.Severity(word: impact) ?? .info, title: incident["name"]?.string?.asTitle,
            fields: fields.all(product: product),
            text: incident["incident_updates"]?.list?.first?["body"]?.string?.cut(toBytes: NDJSON.lineMax))
    }

    /// The components an incident names, and those that any of its updates names: a page may fill in only one of the
    /// two.
    private static func affected(by incident: Value) -> [(id: String, name: String)] {
        let updates = incident["incident_updates"]?.list ?? []
        let named = (incident["components"]?.list ?? []) + updates.flatMap { $0["affected_components"]?.list ?? [] }
        var seen: Set<String> = []
        var components: [(id: String, name: String)] = []
        for component in named {
            guard let id = (component["id"] ?? component["code"])?.string, seen.insert(id).inserted,
                seen.count <= incidentsMax
            else { continue }
            components.append((id: id, name: cut(component["name"]?.string ?? id)))
        }
        return components
    }

    private static func cut(_ text: String) -> String { text.cut(toBytes: textMax) }
}
