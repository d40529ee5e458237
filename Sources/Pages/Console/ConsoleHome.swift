import OnRecord

extension Console {
    /// Incidents, reports and promises at a glance.
    public static func home(_ view: ConsoleView) -> HTML {
        let open = view.state.openIncidents.sorted { urgency($0) < urgency($1) }
        let closed = view.state.allIncidents.filter { !$0.isOpen }.reversed()
        let waiting = view.state.allReports.filter { $0.outcome == nil }
        let answered = view.state.allReports.filter { $0.outcome != nil }.reversed()
        return page(
            title: open.isEmpty ? "All quiet" : "\(open.count) open", live: true,
            """
            <div data-now="\(view.now.milliseconds)">
            <h1>\(open.isEmpty ? "All quiet." : "\(counted(open.count, "incident")) open.")</h1>
            <p class="quiet small">\(view.policy.organisation.name) · made at \(view.now.text). Reload to see what is new.</p>
            <div class="columns">
            <div>
            \(open.enumerated().map { openIncident($1, view, isFirst: $0 == 0) })
            \(waiting.map { openReport($0, view) })
            <p><a class="button" href="/declare">Declare an incident</a></p>
            \(past(closed.map { closedIncident($0, view) } + answered.map(answeredReport)))
            </div>
            <div>
            \(promises(view))
            <p class="links"><a class="touch" href="\(view.publicSite)/trust/">Public trust page</a>
            \(view.catcherRuns ? "<a class=\"touch\" href=\"/mail\">Caught mail</a>" as HTML : HTML.nothing)</p>
            </div>
            </div>
            </div>
            """)
    }

    /// What has to happen first stands first; without a clock, what opened first.
    private static func urgency(_ incident: Incident) -> (Int, Timestamp) {
        incident.clocks.owed.first.map { (0, $0.due) } ?? (1, incident.openedAt)
    }

    private static func openIncident(_ incident: Incident, _ view: ConsoleView, isFirst: Bool) -> HTML {
        let acts = RoomActs(policy: view.policy, incident: incident, now: view.now)
        let forms = RoomForms(
            view: RoomView(
                policy: view.policy, incident: incident, documents: [:], alerts: [], counts: [:],
                publicSite: view.publicSite, now: view.now))
        return """
            <section>
            <p class="tags"><span class="severity">\(incident.severity)</span>
            <span class="state">\(RoomStage(incident).text)</span></p>
            <h2>\(publicTitle(incident, view.policy))</h2>
            \(incident.clocks.owed.first.map { clock($0, view.now) })
            <a class="button\(isFirst ? " primary" : "")" href="/incidents/\(incident.id)">\
            \(acts.next.map { "Room: \(forms.title($0.act).lowercasedFirst)" } ?? "Room")</a>
            </section>
            """
    }

    private static func openReport(_ report: Report, _ view: ConsoleView) -> HTML {
        """
        <section>
        <p class="tags"><span class="state">Outside report, not answered</span></p>
        <h2>Report \(report.id)</h2>
        \(report.clocks.running.first.map { clock($0, view.now) })
        <a class="button" href="/reports/\(report.id)">Read and answer</a>
        </section>
        """
    }

    private static func clock(_ clock: PromiseClock, _ now: Timestamp) -> HTML {
        """
        <p class="small">\(TimeLeft(due: clock.due, now: now).markup) · \(clock.says)</p>
        """
    }

    private static func past(_ rows: [HTML]) -> HTML {
        guard !rows.isEmpty else { return .nothing }
        return """
            <section aria-labelledby="past-title"><h2 id="past-title">Closed and answered</h2>
            <ul class="rows">\(rows)</ul></section>
            """
    }

    private static func closedIncident(_ incident: Incident, _ view: ConsoleView) -> HTML {
        let owed = incident.clocks.owed.filter { $0.duty != nil }
        return """
            <li><p><a class="touch" href="/incidents/\(incident.id)">\(publicTitle(incident, view.policy))</a></p>
            \(owed.isEmpty
                ? HTML.nothing
                : "<p class=\"bad small\">\(counted(owed.count, "duty", "duties")) still owed; \(TimeLeft(due: owed[0].due, now: view.now).markup)</p>" as HTML)
            <p class="quiet small">\(incident.severity) · opened \(incident.openedAt.text)</p></li>

            """
    }

    private static func answeredReport(_ report: Report) -> HTML {
        """
        <li><p><a class="touch" href="/reports/\(report.id)">Report \(report.id)</a></p>
        <p class="quiet small">\(report.outcome?.text ?? "")</p></li>

        """
    }

    /// How the promises have fared: the sums, the missed ones by name, all of them folded away.
    private static func promises(_ view: ConsoleView) -> HTML {
        let clocks = view.state.allIncidents.flatMap(\.clocks) + view.state.allReports.flatMap(\.clocks)
        let rows = view.policy.promises.map { promise in
            (promise: promise, results: clocks.filter { $0.promise == promise.id })
        }
        let missed = rows.filter { $0.results.contains { $0.word == "missed" } }
        return """
            <section aria-labelledby="promises-title"><h2 id="promises-title">Promises</h2>
            <p>\(clocks.isEmpty ? "None has been due yet." : tally(clocks))</p>
            \(missed.isEmpty ? HTML.nothing : "<ul class=\"rows\">\(missed.map { row($0.promise, $0.results) })</ul>" as HTML)
            <details><summary>All \(counted(rows.count, "promise"))</summary>
            <ul class="rows">\(rows.map { row($0.promise, $0.results) })</ul></details></section>
            """
    }

    private static func row(_ promise: Promise, _ results: [PromiseClock]) -> HTML {
        """
        <li><p>\(promise.says)</p>
        <p class="small">\(results.isEmpty ? "<span class=\"quiet\">Not due yet.</span>" as HTML : tally(results))</p></li>

        """
    }

    private static func tally(_ clocks: [PromiseClock]) -> HTML {
        let styles = [
            ("pending", "running", "state"), ("kept", "kept", "good"), ("missed", "missed", "bad"),
            ("waived", "waived", "quiet"),
        ]
        return styles.compactMap { word, label, style -> HTML? in
            let count = clocks.count { $0.word == word }
            return count == 0 ? nil : "<span class=\"\(style)\">\(count) \(label)</span>"
        }.joined(separator: " · ")
    }
}
