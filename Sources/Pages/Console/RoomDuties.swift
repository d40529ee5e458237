import OnRecord

extension RoomParts {
    /// Every adopted duty with its clock, and what ends it. What the law asks stands apart from what we promised.
    var duties: HTML {
        let list = DutyList(
            views: policy.duties(in: incident), incident: incident.id, calendar: policy.organisation.calendar,
            now: view.now)
        guard !list.views.isEmpty else { return "<section id=\"duties\" hidden></section>" }
        let (open, over, notOwed) = (list.open, list.over, list.notOwed)
        let late = open.count { $0.standing(at: view.now) == .overdue }
        return """
            <section id="duties" aria-labelledby="duties-title">
            <h2 id="duties-title">\(title(open: open, late: late))</h2>
            \(open.isEmpty ? HTML.nothing : "<ul class=\"rows\">\(open.map(list.clock))</ul>" as HTML)
            \(folded("duties-over", "done or settled", over, list))
            \(folded("duties-not-owed", "not owed", notOwed, list))
            <p class="split"><a class="touch" href="/incidents/\(incident.id)/assessment">Assessment</a>
            <a class="touch" href="/incidents/\(incident.id)/filings">Filings</a>
            <a class="touch" href="/register/\(incident.id)">Register</a></p>
            </section>
            """
    }

    private func title(open: [DutyView], late: Int) -> String {
        if late > 0 { return "\(counted(late, "duty", "duties")) \(late == 1 ? "is" : "are") late, and still owed" }
        let running = open.count { $0.standing(at: view.now) == .running }
        if running > 0 { return "\(counted(running, "duty", "duties")) owed" }
        let undecided = open.count { $0.standing(at: view.now) == .undecided }
        return undecided > 0 ? "\(counted(undecided, "duty", "duties")) undecided" : "No duty is owed"
    }

    private func folded(_ id: String, _ title: String, _ views: [DutyView], _ list: DutyList) -> HTML {
        guard !views.isEmpty else { return .nothing }
        return """
            <details id="\(id)"><summary>\(counted(views.count, "duty", "duties")) \(title)</summary>
            <ul class="rows">\(views.map(list.clock))</ul></details>

            """
    }
}
