import Foundation
import OnRecord

/// `/api/v2/*.json`: the state of the services in the shape of Statuspage's public API, version 2, so that programs made
/// for it read ours. It says no more than the pages do. Planned maintenance is not public here: those lists stay empty.
struct StatuspageAPI {
    static let summary = "/api/v2/summary.json"
    private static let incidentsMax = 50

    let view: SiteView
    let incidents: [PublicIncident]

    var files: [PublicFile] {
        let all = incidents.map(incident)
        let unresolved = all.filter { $0.resolved_at.text == nil }
        let status = Status(worst: incidents.filter { $0.ended == nil }.map(\.statuspageImpact))
        func file(_ name: String, _ body: Body) -> PublicFile {
            PublicFile(
                path: "/api/v2/\(name).json", contentType: "application/json; charset=utf-8",
                bytes: CanonicalJSON.encode(body))
        }
        var files = [
            file(
                "summary",
                Body(
                    page: page, components: components, incidents: unresolved, scheduled_maintenances: [],
                    status: status)),
            file("status", Body(page: page, status: status)),
            file("components", Body(page: page, components: components)),
            file("incidents", Body(page: page, incidents: Array(all.prefix(StatuspageAPI.incidentsMax)))),
            file("incidents/unresolved", Body(page: page, incidents: unresolved)),
        ]
        for name in ["scheduled-maintenances", "scheduled-maintenances/upcoming", "scheduled-maintenances/active"] {
            files.append(file(name, Body(page: page, scheduled_maintenances: [])))
        }
        return files
    }

    // MARK: - Page and components

    private var organisation: Organisation { view.policy.organisation }
    private var pageID: String { String(organisation.site.split(separator: "/").last ?? "page") }
    private var since: String { "\(organisation.since.text)T00:00:00.000Z" }

    /// Moves only with what the public reads, so that an unchanged answer stays the same bytes.
    private var page: Page {
        Page(
            id: pageID, name: organisation.name, url: organisation.site,
            time_zone: organisation.calendar.zone.identifier,
            updated_at: incidents.map(\.changedAt).max()?.statuspage ?? since)
    }

    private var components: [Component] {
        view.policy.services.enumerated().map { index, service in component(service, position: index + 1) }
    }

    private func component(_ service: Service, position: Int) -> Component {
        let touching = incidents.filter { $0.incident.scope?.services.contains(service.id) == true }
        let worst = touching.filter { $0.ended == nil }.map(\.componentStatus).max() ?? .operational
        return Component(
            id: service.id, name: service.title, status: worst, created_at: since,
            updated_at: touching.map(\.changedAt).max()?.statuspage ?? since, position: position,
            start_date: organisation.since.text, page_id: pageID)
    }

    // MARK: - Incidents

    private func incident(_ it: PublicIncident) -> Incident {
        let milestones = it.incident.milestones
        let resolved = milestones[.resolved]
        let touched = it.incident.scope?.services ?? []
        return Incident(
            id: it.page.slug, name: it.title, status: it.status(at: view.madeAt),
            created_at: it.page.reservedAt.statuspage, updated_at: it.changedAt.statuspage,
            monitoring_at: Null(milestones[.contained]?.statuspage), resolved_at: Null(resolved?.statuspage),
            impact: it.statuspageImpact, shortlink: it.url, started_at: it.began.statuspage, page_id: pageID,
            incident_updates: updates(of: it), components: components.filter { touched.contains($0.id) })
    }

    /// Newest first. Nothing is edited here either: a correction is one more update.
    private func updates(of it: PublicIncident) -> [Update] {
        let facts = it.incident.facts.compactMap { fact -> Update? in
            guard let bulletin = Bulletin(fact, of: it.incident), let text = body(bulletin, it) else { return nil }
            let at = bulletin.at.statuspage
            return Update(
                id: "\(it.page.slug).\(fact.sequence)", status: it.status(at: bulletin.at), body: text,
                incident_id: it.page.slug, created_at: at, updated_at: at, display_at: Null(at))
        }
        return facts.reversed()
    }

    private func body(_ bulletin: Bulletin, _ it: PublicIncident) -> String? {
        switch bulletin.event {
        case .pageReserved: "We have confirmed this incident. What we learn appears at \(it.url)"
        case .update: it.document(bulletin.document)?.text
        case .correction: it.document(bulletin.document).map { "Correction: \($0.text)" }
        case .postMortem:
            it.postMortem.map { $0.parts["summary"] ?? "The post-mortem is published." }.map { "\($0)\n\n\(it.url)" }
        case .resolved: "This incident has been resolved."
        }
    }
}

// MARK: - How bad it is

extension PublicIncident {
    /// Most customers, or an unknown share, cannot use the service.
    private var isOutOfService: Bool {
        let impact = incident.impact
        return impact.unavailableFor > .zero && (impact.customersShare == 0 || impact.customersShare >= 0.5)
    }

    /// A service that an open incident names is never called operational.
    fileprivate var componentStatus: StatuspageAPI.Component.Status {
        if isOutOfService { return .majorOutage }
        return incident.impact.unavailableFor > .zero ? .partialOutage : .degradedPerformance
    }

    fileprivate var statuspageImpact: StatuspageAPI.Impact {
        if isOutOfService { return .critical }
        let isWorst = incident.severity == view.policy.severities.first?.id
        return incident.impact.unavailableFor > .zero || isWorst ? .major : .minor
    }

    /// `postmortem` counts as closed for readers, so an incident that is not over never says it.
    fileprivate func status(at moment: Timestamp) -> String {
        func reached(_ milestone: Milestone) -> Bool { incident.milestones[milestone].map { $0 <= moment } ?? false }
        if reached(.resolved) { return reached(.postmortemPublished) ? "postmortem" : "resolved" }
        return reached(.contained) ? "monitoring" : "investigating"
    }
}

extension Timestamp {
    /// With milliseconds, as readers of this API expect.
    fileprivate var statuspage: String {
        let millisecond = String(fields.millisecond)
        let padded = String(repeating: "0", count: 3 - millisecond.count) + millisecond
        return rfc3339.dropLast() + ".\(padded)Z"
    }
}

// MARK: - The shapes, members named as the API names them

extension StatuspageAPI {
    private struct Body: Encodable {
        var page: Page
        var components: [Component]?
        var incidents: [Incident]?
        var scheduled_maintenances: [Incident]?
        var status: Status?
    }

    private struct Page: Encodable { var id, name, url, time_zone, updated_at: String }

    fileprivate enum Impact: String, Encodable, Comparable, CaseIterable {
        case none, minor, major, critical
        static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
        private var rank: Int { Impact.allCases.firstIndex(of: self) ?? 0 }
    }

    private struct Status: Encodable {
        var indicator: Impact
        var description: String

        init(worst all: [Impact]) {
            indicator = all.max() ?? .none
            description =
                switch indicator {
                case .none: "All Systems Operational"
                case .minor: "Minor Incident"
                case .major: "Major Incident"
                case .critical: "Service Outage"
                }
        }
    }

    fileprivate struct Component: Encodable {
        var id, name: String
        var status: Status
        var created_at, updated_at: String
        var position: Int
        var description = Null()
        var showcase = true
        var start_date: String
        var group_id = Null()
        var page_id: String
        var group = false
        var only_show_if_degraded = false

        enum Status: String, Encodable, Comparable, CaseIterable {
            case operational
            case degradedPerformance = "degraded_performance"
            case partialOutage = "partial_outage"
            case majorOutage = "major_outage"
            static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
            private var rank: Int { Status.allCases.firstIndex(of: self) ?? 0 }
        }
    }

    private struct Incident: Encodable {
        var id, name, status, created_at, updated_at: String
        var monitoring_at: Null
        var resolved_at: Null
        var impact: Impact
        var shortlink, started_at, page_id: String
        var incident_updates: [Update]
        var components: [Component]
        var reminder_intervals = Null()
    }

    private struct Update: Encodable {
        var id, status, body, incident_id, created_at, updated_at: String
        var display_at: Null
        var affected_components = Null()
        var deliver_notifications = true
        var custom_tweet = Null()
        var tweet_id = Null()
    }

    /// Every member is there, with null where it is empty.
    fileprivate struct Null: Encodable {
        var text: String?

        init(_ text: String? = nil) { self.text = text }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(text)
        }
    }
}
