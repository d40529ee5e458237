import OnRecord
import Pages

/// Answers what is asked about notices.
struct NoticeDesk: Sendable {
    let house: House
    let links: Links
    let meter: SendingMeter
    let templates: NoticeTemplates

    /// In the order of queueing.
    func progress(of incident: Incident) throws -> [NoticeProgress] {
        try incident.work.filter { $0.value.task.tellsCustomers }
            .sorted { ($0.value.queuedAt, $0.key) < ($1.value.queuedAt, $1.key) }
            .map { effect, work in
                NoticeProgress(
                    effect, work, of: incident, counts: try house.store.deliveryCounts(of: effect),
                    perMinute: meter.perMinute(effect), trouble: meter.trouble(effect), now: house.clock.now())
            }
    }

    /// The scope as it is now: before the confirmation as well.
    func dryRun(of incident: Incident) async throws -> NoticeDryRun {
        guard let scope = incident.scope else {
            throw Refusal.invalid(
                "The incident has no scope yet, so nobody would be mailed. Set the scope, then look again.")
        }
        let store = house.store
        var sample: NoticeDryRun.Sample?
        if let first = try store.customers(in: scope.audience, limit: 1).first {
            let press = try await NoticePress(
                .breach, about: incident, from: house, templates: templates, links: links)
            let text = press.sample(for: first, tokens: try store.tokens(in: scope.audience, of: [first.id]))
            let identity = house.policy.mail
            sample = .init(
                from: "\(identity.name) <\(identity.from)>", to: "\(first.name) <\(first.mail)>",
                subject: text.subject, plain: text.plain, html: text.html)
        }
        return NoticeDryRun(
            count: scope.customers, domains: try store.mailDomains(in: scope.audience), sample: sample)
    }

    /// Tasks to reach customers another way, open ones first.
    func contacts(of incident: Incident) throws -> [ContactTask] {
        let contacts = incident.contacts.values.sorted {
            ($0.isOpen ? 0 : 1, $0.since, $0.task.key) < ($1.isOpen ? 0 : 1, $1.since, $1.task.key)
        }
        return try contacts.prefix(ContactTask.listedMax).map { contact in
            // One whose mail could never be written has no Message-ID to be found by.
            let delivery =
                try house.store.delivery(withKey: contact.task.key)
                ?? house.store.deliveries(of: contact.effect, in: [.failed], limit: ContactTask.listedMax)
                .first { $0.key == contact.task.key }
            return ContactTask(
                contact, delivery: delivery, customer: try delivery.flatMap { try house.store.customer($0.member) })
        }
    }
}
