import Hummingbird
import OnRecord
import Pages

/// The console's pages about notices.
extension ConsoleRoutes {
    func addNotices(to router: Router<Context>) {
        get(router, "/incidents/{id}/deliveries") { _, context in
            try deliveries(of: try await incident(context))
        }
        get(router, "/incidents/{id}/dry-run", policy: Console.mailContentSecurityPolicy) { _, context in
            let incident = try await incident(context)
            return Console.dryRun(
                DryRunView(policy: house.policy, incident: incident, run: try await notices.dryRun(of: incident)))
        }
        get(router, "/incidents/{id}/contacts") { _, context in try contacts(of: try await incident(context)) }
        // The router takes a literal part before a named one, whatever the method.
        post(router, "/incidents/{id}/contacts") { fields, context in
            let incident = try await incident(context)
            do {
                try await house.take(acts.input("contacts", incident.id, fields))
                return Answer.seeOther("/incidents/\(incident.id)/contacts")
            } catch let refusal as Refusal {
                let form = RefusedForm(form: "contacts", fields: fields.all, reason: refusal.description)
                return Answer.html(
                    try contacts(of: incident, refused: form), status: .unprocessableContent,
                    policy: Console.contentSecurityPolicy)
            }
        }
    }

    private func contacts(of incident: Incident, refused: RefusedForm? = nil) throws -> HTML {
        Console.contacts(
            ContactsView(
                policy: house.policy, incident: incident, tasks: try notices.contacts(of: incident), refused: refused))
    }

    /// What went wrong comes first, and of the rest as many as a page holds.
    private func deliveries(of incident: Incident) throws -> HTML {
        let store = house.store
        let fanOuts = incident.work.filter { $0.value.task.reachesMembers }
            .sorted { ($0.value.queuedAt, $0.key) < ($1.value.queuedAt, $1.key) }
        let progress = try notices.progress(of: incident)
        let batches = try fanOuts.map { effect, work in
            var shown: [Delivery] = []
            for states: [Delivery.State] in [[.bounced, .failed], [.pending], [.done]] {
                let room = ConsoleRoutes.deliveriesShown - shown.count
                if room > 0 { shown += try store.deliveries(of: effect, in: states, limit: room) }
            }
            return DeliveriesView.Batch(
                task: work.task, counts: try store.deliveryCounts(of: effect), deliveries: shown,
                progress: progress.first { $0.effect == effect })
        }
        let members = batches.flatMap(\.deliveries).map(\.member)
        return Console.deliveries(
            DeliveriesView(
                policy: house.policy, incident: incident, batches: batches, names: try names(members),
                now: house.clock.now()))
    }
}
