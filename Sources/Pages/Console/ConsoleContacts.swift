import OnRecord

extension Console {
    /// Customers whom a notice did not reach: each is to be told another way, and what was done is kept.
    public static func contacts(_ view: ContactsView) -> HTML {
        let open = view.tasks.filter(\.isOpen)
        let closed = view.tasks.filter { !$0.isOpen }
        return page(
            title: "Reach them another way",
            """
            <div class="narrow">
            \(alert(view.refused?.reason))
            \(backToRoom(view.incident))
            <h1>Reach them another way</h1>
            <p>The notice is owed to these customers, and the mail did not reach them. Tell each of them by phone or letter, or
            in any other way that works, and keep here what was done.</p>
            <p class="quiet small">\(publicTitle(view.incident, view.policy)) · \(view.incident.id)</p>
            \(open.isEmpty ? "<section><p class=\"good\">Nobody is left to be reached.</p></section>" as HTML : .nothing)
            \(open.map { task($0, view) })
            \(closed.isEmpty ? HTML.nothing : """
            <section aria-labelledby="closed-title"><h2 id="closed-title">Done</h2>
            <ul class="rows">\(closed.map(done))</ul></section>
            """ as HTML)
            </div>
            """)
    }

    private static func task(_ task: ContactTask, _ view: ContactsView) -> HTML {
        let refused = view.refused?.fields["task"] == [task.task] ? view.refused : nil
        let chosen = refused?.fields["way"]?.first ?? ContactWay.phone.rawValue
        let options = ContactWay.allCases.map { way -> HTML in
            "<option value=\"\(way.rawValue)\"\(way.rawValue == chosen ? " selected" : "")>\(way.text.capitalizedFirst)</option>"
        }
        return """
            <section>
            <h2>\(task.name ?? task.customer ?? "A customer who is not in the directory")</h2>
            <dl class="facts"><dt>Customer</dt><dd>\(task.customer ?? "–")</dd><dt>Mail</dt><dd>\(task.mail ?? "–")</dd>
            <dt>Why</dt><dd>\(why(task))</dd></dl>
            <form method="post" action="/incidents/\(view.incident.id)/contacts">
            <input type="hidden" name="task" value="\(task.task)">
            <div class="fields">
            <label>How were they told?<select name="way">\(options)</select></label>
            <label>What was done<span>When, by whom, what was said. It stays in the house as evidence.</span>
            <textarea name="text" rows="3" required>\(refused?.fields["text"]?.first ?? "")</textarea></label>
            </div><button>Keep it and close this task</button></form>
            </section>

            """
    }

    private static func why(_ task: ContactTask) -> String {
        let cause = ContactTaskText.cause(task)
        return task.answer.isEmpty ? cause : "\(cause): \(task.answer)"
    }

    private static func done(_ task: ContactTask) -> HTML {
        let way = task.way.flatMap { ContactWay(rawValue: $0) }
        return """
            <li><p class="split"><strong>\(task.name ?? task.customer ?? task.task)</strong>
            <span class="quiet small">\(task.closedAt.flatMap { Timestamp(rfc3339: $0)?.text } ?? "")</span></p>
            <p>\(way.map { $0 == .impossible ? "Could not be reached" : "Told \($0.text)" } ?? "A later mail was accepted")</p></li>

            """
    }
}

private enum ContactTaskText {
    static func cause(_ task: ContactTask) -> String {
        (Unreached.Cause(rawValue: task.cause)?.text ?? task.cause).capitalizedFirst
    }
}
