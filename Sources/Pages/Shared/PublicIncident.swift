import OnRecord

/// One incident as far as the public may know it: its class's words instead of its inner title; no rules, alerts or notes.
struct PublicIncident {
    let incident: Incident
    let page: Page
    let view: SiteView

    init?(_ incident: Incident, in view: SiteView) {
        guard let page = incident.page else { return nil }
        (self.incident, self.page, self.view) = (incident, page, view)
    }

    var title: String { view.policy.eventClass(incident.eventClass)?.title ?? incident.eventClass }
    var url: String { view.policy.organisation.site + page.path }
    var titleAndDay: String { "\(title), \(began.date.inWords)" }

    var began: Timestamp { incident.milestones[.detected] ?? incident.openedAt }
    /// When it stopped doing harm: resolved, else contained.
    var ended: Timestamp? { incident.milestones[.resolved] ?? incident.milestones[.contained] }
    var lasted: Duration? { ended.map { max(.zero, $0 - began) } }

    var services: [String] {
        (incident.scope?.services ?? []).map { id in view.policy.services.first { $0.id == id }?.title ?? id }
    }

    /// Public documents of one kind, oldest first; one whose text is withheld is absent.
    func documents(_ kind: Document.Kind) -> [Document] {
        incident.published.filter { $0.kind == kind && kind.isPublic }.compactMap { view.documents[$0.document] }
    }

    var updates: [Document] { documents(.update) }
    var postMortem: Document? { incident.postMortem.flatMap { view.documents[$0.document] } }
    var corrections: [Document] { documents(.correction) }
    var followUpsDone: [Document] { documents(.followUpDone) }

    /// The parts of the post-mortem in the policy's order, a summary first where there is one.
    var parts: [(title: String, text: String)] {
        guard let postMortem else { return [] }
        let order =
            [(id: "summary", title: "In short")] + view.policy.postMortem.parts.map { (id: $0.id, title: $0.title) }
        var known: [(title: String, text: String)] = []
        var shown: Set<String> = []
        for part in order where shown.insert(part.id).inserted {
            if let text = postMortem.parts[part.id] { known.append((part.title, text)) }
        }
        // Written under an earlier policy, with parts this one does not name: shown all the same.
        let rest = postMortem.parts.filter { !shown.contains($0.key) }.sorted { $0.key < $1.key }
        return known + rest.map { (title: $0.key.replacing("_", with: " "), text: $0.value) }
    }

    /// One of its public documents; nil when its text is withheld.
    func document(_ id: DocumentID?) -> Document? { id.flatMap { view.documents[$0] } }

    /// The last time something public was added, or that it was over.
    var changedAt: Timestamp {
        let texts = incident.published.filter { $0.kind.isPublic }.map(\.at)
        let ends = [Milestone.contained, .resolved].compactMap { incident.milestones[$0] }
        return (texts + ends).max().map { max($0, page.reservedAt) } ?? page.reservedAt
    }

    /// What the public is owed by way of an account, and when.
    var account: Account {
        if let published = incident.postMortem { return .published(published.at) }
        let clocks = incident.clocks.filter { $0.to == .postmortemPublished }
        if let missed = clocks.first(where: { $0.word == "missed" }) { return .overdue(since: missed.due) }
        if let next = clocks.filter({ $0.state == .pending }).min(by: { $0.due < $1.due }) {
            return .due(next.due, next)
        }
        if clocks.contains(where: { $0.word == "waived" }) { return .waived }
        let owed = view.policy.promises.first {
            $0.to == .postmortemPublished && $0.when.holds(in: incident.circumstances)
        }
        return owed.map { .notStarted($0) } ?? .notPromised
    }

    enum Account {
        case published(Timestamp)
        case due(Timestamp, PromiseClock)
        case overdue(since: Timestamp)
        case waived
        /// The promise applies; the milestone that starts its clock has not been reached.
        case notStarted(Promise)
        case notPromised
    }
}

extension SiteView {
    var incidents: [PublicIncident] { publicIncidents.compactMap { PublicIncident($0, in: self) } }
}
