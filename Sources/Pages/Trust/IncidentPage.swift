import OnRecord

/// `/trust/incidents/<slug>/`: from the reserved address with its deadline to the post-mortem with its corrections.
struct IncidentPage {
    let view: SiteView
    let it: PublicIncident

    private var milestones: [Milestone: Timestamp] { it.incident.milestones }

    var body: HTML {
        """
        <article>
        <p class="kicker"><a href="/trust/incidents/">Incidents</a> · \(it.began.date.html)</p>
        <h1>\(it.title)</h1>
        <p class="lead">\(standing)</p>
        \(AccountPanel(it: it, madeAt: view.madeAt).html)
        \(facts)
        \(it.postMortem == nil ? updates : nil)
        \(PostMortemText(it: it, today: view.madeAt.date).html)
        <h2 id="timeline">Timeline</h2>
        \(Timeline(milestones).html)
        \(it.postMortem == nil ? nil : updates)
        \(promises)
        \(RecordCheck(view: view).onIncidentPage(it))
        </article>
        """
    }

    private var standing: HTML {
        let name = view.policy.organisation.name
        if let resolved = milestones[.resolved] {
            return "This incident has been resolved since \(resolved.htmlInWords). \(told)"
        }
        if let contained = milestones[.contained] {
            return """
                This incident has been contained since \(contained.htmlInWords), and does no further harm that we know of. \
                \(told)
                """
        }
        return "This incident is not over. \(name) confirmed it and is working on it. \(told)"
    }

    private var told: HTML? {
        milestones[.customersNotified].map { "The customers we know to be affected were told by \($0.htmlInWords)." }
    }

    private var facts: HTML {
        var rows: [(HTML, HTML)] = [
            ("Severity", "\(it.incident.severity)"),
            ("Began", it.began.html),
        ]
        for milestone in [Milestone.confirmed, .contained, .resolved] {
            rows.append(("\(milestone.caption)", milestones[milestone]?.html ?? "not yet"))
        }
        rows.append(("Lasted", it.lasted.map { "\($0.tight)" } ?? "ongoing"))
        if !it.services.isEmpty { rows.append(("Services", "\(listed(it.services))")) }
        if let scope = it.incident.scope {
            rows.append(("Customers", "\(scope.customers) affected"))
            if scope.tokens > 0 { rows.append(("API tokens", "\(scope.tokens) involved")) }
            rows.append(
                ("Data", scope.data.isEmpty ? "none known" : "\(listed(scope.data.map(\.text)).capitalizedFirst)"))
        }
        if it.incident.impact.unavailableFor > .zero {
            rows.append(("Out of service", "\(it.incident.impact.unavailableFor.tight)"))
        }
        let impact: HTML? = it.documents(.impact).last.map { "<p>\($0.text)</p>" }
        return """
            <dl>
            \(rows.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>\n" })</dl>
            \(impact)
            """
    }

    private var updates: HTML? {
        let updates = it.updates.reversed()
        guard !updates.isEmpty else { return nil }
        let items = updates.map {
            "<li class=\"prose\">\n<p class=\"note\">\($0.at.html)</p>\n\(Markdown.html($0.text))</li>\n" as HTML
        }
        return """
            <h2 id="updates">\(it.postMortem == nil ? "Updates" : "What we said while it ran")</h2>
            <ul class="plain">
            \(items)</ul>
            """
    }

    private var promises: HTML? {
        let clocks = it.incident.clocks
        guard !clocks.isEmpty else { return nil }
        let items = clocks.map { clock -> HTML in
            let waiver = view.reason(forWaiving: clock.promise, in: it.incident.facts)
            return """
                <li>
                <p class="says"><a href="/trust/promises/#\(clock.promise)">\(clock.says)</a></p>
                \(PromiseEvidence.html(clock, waiver: waiver))</li>

                """
        }
        let sentence = Scoreboard.sentence(
            kept: clocks.count { $0.word == "kept" }, missed: clocks.count { $0.word == "missed" },
            running: clocks.count { $0.word == "pending" }, waived: clocks.count { $0.word == "waived" })
        return """
            <h2 id="promises">What we promised, and did</h2>
            <p>\(sentence.capitalizedFirst).</p>
            <ul class="plain">
            \(items)</ul>
            """
    }
}

/// When the account of the incident is due, or since when it is here.
struct AccountPanel {
    let it: PublicIncident
    let madeAt: Timestamp

    var html: HTML {
        switch it.account {
        case .published(let at): published(at)
        case .due(let due, let clock): running(due, clock)
        case .overdue(let since):
            """
            <div class="panel missed">
            <p class="kicker"><span class="mark missed">Post-mortem overdue</span></p>
            <p class="big">It was due \(since.htmlInWords)</p>
            <p>We have missed this promise, and it stays marked as missed. The post-mortem is still owed, and will appear \
            here.</p>
            </div>
            """
        case .notStarted(let promise):
            """
            <div class="panel running">
            <p class="kicker">Post-mortem</p>
            <p class="big">\(promise.limitInWords.capitalizedFirst)</p>
            <p>It will appear at this address. Its clock starts when the incident is \(promise.from.text); \
            from then on its deadline stands here.</p>
            </div>
            """
        case .waived: "<div class=\"panel\"><p>The post-mortem was waived; the reason stands below.</p></div>"
        case .notPromised:
            "<div class=\"panel\"><p>Our policy promises no post-mortem for this kind of incident.</p></div>"
        }
    }

    private func running(_ due: Timestamp, _ clock: PromiseClock) -> HTML {
        let left: HTML = due > madeAt ? " \((due - madeAt).tight) were left when this page was made." : .nothing
        return """
            <div class="panel running">
            <p class="kicker">Post-mortem due by</p>
            <p class="big">\(due.htmlInWords)</p>
            <p>It will appear at this address. \(clock.says)\(left)</p>
            </div>
            """
    }

    private func published(_ at: Timestamp) -> HTML {
        let count = it.corrections.count
        let were = "\(counted(count, "correction")) \(count == 1 ? "was" : "were")"
        let corrected: HTML? =
            count > 0 ? " \(were) appended: <a href=\"#corrections\">read below the text</a>." : nil
        return """
            <div class="panel kept">
            <p><a href="#post-mortem">The post-mortem</a> was published \(at.htmlInWords). It has not been edited since.\
            \(corrected)</p>
            </div>
            """
    }
}
