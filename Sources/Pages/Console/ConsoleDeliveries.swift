import OnRecord

extension Console {
    /// Who was told or cut off, when, and what the other side answered. Counts on while mails leave.
    public static func deliveries(_ view: DeliveriesView) -> HTML {
        page(
            title: "Deliveries", live: true,
            """
            <div id="room" data-page="/incidents/\(view.incident.id)/deliveries" data-now="\(view.now.milliseconds)">
            <div class="narrow">
            \(backToRoom(view.incident))
            <h1>Who was told, and when</h1>
            <p class="quiet small">\(publicTitle(view.incident, view.policy)) · \(view.incident.id)</p>
            <p class="quiet small" id="live" role="status">Made at \(view.now.clock) UTC.\
             Reload this page to see what is new.</p>
            <section id="sum"><p id="state">\(sum(view))</p>
            \(contactsLink(view.incident))</section>
            \(view.batches.enumerated().map { batch($1, number: $0, view) })
            </div>
            </div>
            """)
    }

    private static func sum(_ view: DeliveriesView) -> String {
        let sentences = view.batches.map { WorkText.progress($0.task, $0.counts) + "." }
        return sentences.isEmpty
            ? "Nothing has been queued yet. Confirming the incident does that." : sentences.joined(separator: " ")
    }

    private static func contactsLink(_ incident: Incident) -> HTML {
        let open = incident.openContacts.count
        guard !incident.contacts.isEmpty else { return .nothing }
        return """
            <p><a class="touch" href="/incidents/\(incident.id)/contacts">\(open == 0 ? "Everybody else was reached another way"
                : "\(counted(open, "customer")) must be reached another way")</a></p>
            """
    }

    private static func batch(_ batch: DeliveriesView.Batch, number: Int, _ view: DeliveriesView) -> HTML {
        let unlisted = batch.counts.total - batch.deliveries.count
        let progress = WorkText.progress(batch.task, batch.counts)
        return """
            <section id="batch-\(number)">
            <h2>\(title(batch.task))</h2>
            <p>\(progress)</p>
            <progress max="\(max(batch.counts.total, 1))" value="\(batch.counts.done)" aria-label="\(progress)"></progress>
            \(batch.progress.map { pace($0, view.now) } ?? .nothing)
            <ul class="rows">\(batch.deliveries.map { row($0, batch.task, view.names) })</ul>
            \(unlisted > 0 ? "<p class=\"quiet\">\(unlisted) more are not listed here.</p>" as HTML : .nothing)
            </section>
            """
    }

    private static func title(_ task: Effect.Task) -> String {
        switch task {
        case .notifyCustomers: "Mails to customers"
        case .tell(let kind, _, _): WorkText.words(kind).capitalizedFirst
        case .grantCredits: "Credits"
        default: "Tokens revoked"
        }
    }

    private static func success(_ task: Effect.Task) -> String {
        switch task {
        case .notifyCustomers, .tell: "Accepted by the mail server"
        case .grantCredits: "Credited"
        default: "Revoked"
        }
    }

    /// Numbers for whoever watches mails leave: how many are where, how fast, and whether it is fast enough.
    private static func pace(_ progress: NoticeProgress, _ now: Timestamp) -> HTML {
        let due = progress.due.flatMap { Timestamp(rfc3339: $0) }
        return """
            <dl class="facts">
            <dt>Waiting</dt><dd>\(progress.waiting)</dd>
            <dt>Deferred</dt><dd>\(progress.deferred)</dd>
            <dt>Accepted</dt><dd>\(progress.accepted)</dd>
            <dt>Refused</dt><dd>\(progress.refused)</dd>
            <dt>Came back</dt><dd>\(progress.bounced)</dd>
            \(progress.complaints > 0 ? "<dt>Complaints</dt><dd>\(progress.complaints)</dd>" as HTML : .nothing)
            \(progress.isOver ? HTML.nothing : "<dt>Rate</dt><dd>\(rate(progress))</dd>" as HTML)
            \(due.map { "<dt>Promised</dt><dd>\(TimeLeft(due: $0, now: now).markup) · \(progress.promise ?? "")</dd>" as HTML }
                ?? .nothing)
            </dl>
            \(progress.trouble.map { "<p class=\"bad\">Mails stay here just now: \($0)</p>" as HTML } ?? .nothing)
            """
    }

    private static func rate(_ progress: NoticeProgress) -> String {
        guard let needed = progress.secondsNeeded else { return "not known yet" }
        let rest = Duration.seconds(Int64(max(1, needed))).text
        return "\(progress.perMinute) a minute; at this rate the last one leaves in \(rest)"
    }

    private static func row(_ delivery: Delivery, _ task: Effect.Task, _ names: [CustomerID: String]) -> HTML {
        let result: (word: String, style: String) =
            switch delivery.state {
            case .pending: (delivery.attempts == 0 ? "Waiting" : "Deferred", "quiet")
            case .done: (success(task), "good")
            case .failed: ("Failed", "bad")
            case .bounced: ("Came back", "bad")
            }
        let tries = delivery.attempts > 1 ? " after \(delivery.attempts) tries" : ""
        let again = delivery.state == .pending ? delivery.due.map { "; again \($0.clock) UTC" } ?? "" : ""
        let evidence = [
            delivery.detail, delivery.report.map { "\($0.at.text): \(words($0))" } ?? "",
            delivery.messageID.map { "Message-ID \($0)" } ?? "", delivery.textHash.map { "text \($0)" } ?? "",
        ].filter { !$0.isEmpty }
        return """
            <li><p class="split"><strong>\(names[delivery.member] ?? delivery.member)</strong>
            <span class="quiet small">\(delivery.at?.text ?? "")</span></p>
            <p class="\(result.style)">\(result.word)\(tries)\(again)</p>
            \(evidence.map { "<p class=\"quiet small\">\($0)</p>" as HTML })</li>

            """
    }

    private static func words(_ report: Delivery.Report) -> String {
        let kind =
            switch report.kind {
            case .bounce: "it came back"
            case .delay: "it is delayed"
            case .complaint: "its reader called it unwanted"
            }
        return report.detail.isEmpty ? kind : "\(kind): \(report.detail)"
    }
}
