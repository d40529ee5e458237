import OnRecord

extension Console {
    /// Who was told or cut off, when, and what the other side answered.
    public static func deliveries(_ view: DeliveriesView) -> HTML {
        page(
            title: "Deliveries",
            """
            <div class="narrow">
            \(backToRoom(view.incident))
            <h1>Who was told, and when</h1>
            <p class="quiet small">\(publicTitle(view.incident, view.policy)) · \(view.incident.id)</p>
            \(view.batches.isEmpty ? nothingQueued : .nothing)
            \(view.batches.map { batch($0, view.names) })
            </div>
            """)
    }

    private static let nothingQueued: HTML = """
        <section><p>Nothing has been queued yet. Confirming the incident does that.</p></section>
        """

    private static func batch(_ batch: DeliveriesView.Batch, _ names: [CustomerID: String]) -> HTML {
        let total = batch.counts.pending + batch.counts.done + batch.counts.failed
        let unlisted = total - batch.deliveries.count
        let progress = WorkText.progress(batch.task, batch.counts)
        return """
            <section>
            <h2>\(title(batch.task))</h2>
            <p>\(progress)</p>
            <progress max="\(max(total, 1))" value="\(batch.counts.done)" aria-label="\(progress)"></progress>
            <ul class="rows">\(batch.deliveries.map { row($0, batch.task, names) })</ul>
            \(unlisted > 0 ? "<p class=\"quiet\">\(unlisted) more are not listed here.</p>" as HTML : .nothing)
            </section>
            """
    }

    private static func title(_ task: Effect.Task) -> String {
        switch task {
        case .notifyCustomers: "Mails to customers"
        case .grantCredits: "Credits"
        default: "Tokens revoked"
        }
    }

    private static func success(_ task: Effect.Task) -> String {
        switch task {
        case .notifyCustomers: "Accepted by the mail server"
        case .grantCredits: "Credited"
        default: "Revoked"
        }
    }

    private static func row(_ delivery: Delivery, _ task: Effect.Task, _ names: [CustomerID: String]) -> HTML {
        let result: (word: String, style: String) =
            switch delivery.state {
            case .pending: ("Waiting", "quiet")
            case .done: (success(task), "good")
            case .failed: ("Failed", "bad")
            }
        let tries = delivery.attempts > 1 ? " after \(delivery.attempts) tries" : ""
        return """
            <li><p class="split"><strong>\(names[delivery.member] ?? delivery.member)</strong>
            <span class="quiet small">\(delivery.at?.text ?? "")</span></p>
            <p class="\(result.style)">\(result.word)\(tries)</p>
            \(delivery.detail.isEmpty ? HTML.nothing : "<p class=\"quiet small\">\(delivery.detail)</p>" as HTML)</li>

            """
    }
}
