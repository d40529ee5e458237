import OnRecord

/// What subscribers read. Every mail but the first says how to change or end the subscription.
public enum SubscriberMail {
    /// - Parameter link: the page with the button that confirms.
    public static func confirmation(policy: Policy, subscriber: Subscriber, link: String) -> MailText {
        let name = policy.organisation.name
        return MailText(
            subject: "\(name): confirm that you want our incident news",
            [
                .title("Do you want news from \(name)?"),
                .paragraph(
                    "Somebody, probably you, asked us at \(subscriber.requestedAt.text) to write to this address about: "
                        + "\(SubscriptionText.topics(subscriber.subscription)). "
                        + SubscriptionText.rest(subscriber.subscription, policy)),
                .button("Confirm", url: link),
                .paragraph("The link opens a page with one button. Opening it does nothing yet."),
                .paragraph(
                    "If it was not you, do nothing: without that button you get no news, and we forget this address "
                        + "after a day."),
                .paragraph(name),
            ])
    }

    /// For whoever asks again, or has somebody ask for them.
    /// - Parameter link: where the subscription is changed or ended.
    public static func reminder(policy: Policy, subscriber: Subscriber, link: String) -> MailText {
        let name = policy.organisation.name
        return MailText(
            subject: "\(name): you already get our incident news",
            [
                .title("You already get news from \(name)"),
                .paragraph(
                    "Somebody, probably you, asked us to write to this address. We do already, about: "
                        + "\(SubscriptionText.topics(subscriber.subscription)). "
                        + SubscriptionText.rest(subscriber.subscription, policy) + " Nothing was changed."),
                .address("Change what you get, or unsubscribe", url: link),
                .paragraph(name),
            ])
    }

    /// One piece of news.
    /// - Parameter documents: the incident's public texts.
    /// - Parameter isFirst: whether it opens the thread; all later mails about the incident answer it.
    /// - Parameter link: where the subscription is changed or ended.
    public static func news(
        policy: Policy, incident: Incident, bulletin: Bulletin, documents: [DocumentID: Document], isFirst: Bool,
        link: String, madeAt: Timestamp
    ) -> MailText? {
        guard let it = told(incident, policy, documents, madeAt) else { return nil }
        let subject = "\(policy.organisation.name): \(it.titleAndDay)"
        return MailText(
            subject: isFirst ? subject : "Re: \(subject)",
            [.title("\(bulletin.event.heading): \(it.title)")] + body(bulletin, it)
                + [.address("The page of this incident", url: it.url)] + footer(policy, link))
    }

    /// A day's news, by incident.
    public static func digest(
        policy: Policy, bulletins: [Bulletin], incidents: [IncidentID: Incident],
        documents: [DocumentID: Document], link: String, until: Timestamp
    ) -> MailText {
        var blocks: [MailBlock] = [.title("What \(policy.organisation.name) published")]
        var order: [IncidentID] = []
        for bulletin in bulletins where !order.contains(bulletin.incident) { order.append(bulletin.incident) }
        for id in order {
            guard let it = incidents[id].flatMap({ told($0, policy, documents, until) }) else { continue }
            blocks.append(.heading(it.titleAndDay))
            for bulletin in bulletins where bulletin.incident == id {
                blocks += [.paragraph("\(bulletin.event.heading), \(bulletin.at.text):")] + body(bulletin, it)
            }
            blocks.append(.address("The page of this incident", url: it.url))
        }
        let count = counted(order.count, "incident")
        return MailText(
            subject: "\(policy.organisation.name): news of \(count), until \(until.date.inWords)",
            blocks + footer(policy, link))
    }

    private static func told(
        _ incident: Incident, _ policy: Policy, _ documents: [DocumentID: Document], _ madeAt: Timestamp
    ) -> PublicIncident? {
        let view = SiteView(policy: policy, state: State(), documents: documents, record: nil, madeAt: madeAt)
        return PublicIncident(incident, in: view)
    }

    private static func body(_ bulletin: Bulletin, _ it: PublicIncident) -> [MailBlock] {
        switch bulletin.event {
        case .pageReserved: [.paragraph(opening(it))]
        case .update, .correction:
            [it.document(bulletin.document).map { .prose($0.text) } ?? .paragraph(withheld)]
        case .postMortem: postMortem(it)
        case .resolved:
            [.paragraph("Since \(bulletin.at.text) we consider this incident resolved. \(account(it))")]
        }
    }

    private static func opening(_ it: PublicIncident) -> String {
        var text = "We have confirmed an incident (\(it.incident.severity)). It began \(it.began.text)."
        if !it.services.isEmpty { text += " It concerns: \(listed(it.services))." }
        return text + " What we learn appears on its page. \(account(it))"
    }

    private static func account(_ it: PublicIncident) -> String {
        switch it.account {
        case .published: "The post-mortem is published."
        case .due(let due, _): "The post-mortem is due by \(due.text)."
        case .overdue(let since): "The post-mortem was due \(since.text) and is overdue."
        case .notStarted(let promise): "The post-mortem is due \(promise.limitInWords)."
        case .waived, .notPromised: "No post-mortem is promised for it."
        }
    }

    private static func postMortem(_ it: PublicIncident) -> [MailBlock] {
        guard let text = it.postMortem else { return [.paragraph(withheld)] }
        if let summary = text.parts["summary"] { return [.prose(summary)] }
        return [
            .paragraph("The post-mortem is published. It says:"),
            .bullets(it.parts.map(\.title)),
        ]
    }

    private static let withheld = "Its text is withheld; the page says why."

    private static func footer(_ policy: Policy, _ link: String) -> [MailBlock] {
        [
            .paragraph("You get this because you confirmed that you want news from \(policy.organisation.name)."),
            .address("Change what you get, or unsubscribe", url: link),
        ]
    }
}

extension Bulletin.Event {
    var heading: String {
        switch self {
        case .pageReserved: "Incident confirmed"
        case .update: "Update"
        case .postMortem: "Post-mortem"
        case .correction: "Correction"
        case .resolved: "Resolved"
        }
    }
}

/// A subscription in words.
enum SubscriptionText {
    static func name(_ topic: Subscription.Topic) -> String {
        switch topic {
        case .incidents: "Incidents: confirmed, updates, resolved"
        case .postMortems: "Post-mortems and corrections"
        case .maintenance: "Planned maintenance"
        case .notes: "The monthly note"
        }
    }

    static func name(_ pace: Subscription.Pace) -> String {
        switch pace {
        case .atOnce: "At once, one mail each"
        case .daily: "Once a day, all in one mail"
        }
    }

    static func topics(_ subscription: Subscription) -> String {
        listed(
            subscription.topics.map { topic in
                switch topic {
                case .incidents: "incidents"
                case .postMortems: "post-mortems"
                case .maintenance: "planned maintenance"
                case .notes: "the monthly note"
                }
            })
    }

    /// Services and pace: `For Data plane, as it happens.`
    static func rest(_ subscription: Subscription, _ policy: Policy) -> String {
        let titles = policy.services.filter { subscription.services.contains($0.id) }.map(\.title)
        let services = titles.isEmpty ? "all services" : listed(titles)
        return "For \(services), \(subscription.pace == .daily ? "in one mail a day" : "as it happens")."
    }
}
