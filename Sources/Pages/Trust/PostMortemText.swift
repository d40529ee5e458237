import OnRecord

/// The post-mortem in the policy's parts, its follow-ups, and under it whatever had to be corrected.
struct PostMortemText {
    let it: PublicIncident
    /// Follow-ups whose target date lies before this day are overdue.
    let today: CivilDate

    var html: HTML? {
        guard let published = it.incident.postMortem else { return nil }
        guard it.postMortem != nil else {
            return """
                <h2 id="post-mortem">Post-mortem</h2>
                <p>Published \(published.at.html). Its text is withheld; the record still commits to it.</p>
                \(corrections)
                """
        }
        let parts = it.parts.map { "<h2>\($0.title)</h2>\n\(Markdown.html($0.text))" as HTML }
        return """
            <section id="post-mortem" aria-label="Post-mortem">
            <p class="kicker">The post-mortem, as published \(published.at.html)</p>
            \(parts.joined())
            \(followUps)
            </section>
            \(corrections)
            """
    }

    private var followUps: HTML? {
        let followUps = it.postMortem?.followUps ?? []
        let done = it.followUpsDone
        guard !followUps.isEmpty || !done.isEmpty else { return nil }
        let rows = followUps.map { followUp -> HTML in
            """
            <tr><td>\(followUp.title) <small>\(followUp.owner)</small></td><td class="day">\(followUp.target)</td>\
            <td>\(state(followUp, done: done))</td></tr>

            """
        }
        let titles = Set(followUps.map(\.title))
        let others = done.filter { !titles.contains($0.text.firstLine) }
            .map { "<li>Done, \($0.at.html): \($0.text)</li>\n" as HTML }
        return """
            <h2 id="follow-ups">Follow-ups</h2>
            <table>
            <thead><tr><th scope="col">What, and who owns it</th><th scope="col">Target</th>\
            <th scope="col">State</th></tr></thead>
            <tbody>
            \(rows)</tbody>
            </table>
            \(others.isEmpty ? .nothing : "<ul>\n\(others)</ul>")
            """
    }

    /// A follow-up is done when a published note of its completion begins with its title.
    private func state(_ followUp: FollowUp, done: [Document]) -> HTML {
        if let note = done.first(where: { $0.text.firstLine == followUp.title }) {
            return """
                <span class="mark kept">Done</span> \
                <small class="day"><time datetime="\(note.at.rfc3339)">\(note.at.date.text)</time></small>
                """
        }
        if let target = CivilDate(followUp.target), target < today {
            return "<span class=\"mark missed\">Overdue</span>"
        }
        return "<span class=\"mark running\">Open</span>"
    }

    private var corrections: HTML? {
        guard !it.corrections.isEmpty else { return nil }
        let items = it.corrections.map { correction -> HTML in
            """
            <div class="correction">
            <p class="note"><b>Correction</b>, appended \(correction.at.html)</p>
            \(Markdown.html(correction.text))</div>

            """
        }
        return """
            <section aria-labelledby="corrections">
            <h2 id="corrections">\(it.corrections.count == 1 ? "Correction" : "Corrections")</h2>
            <p class="note">The text above stands as it was published. What was wrong with it is said here.</p>
            \(items)</section>
            """
    }
}

extension String {
    fileprivate var firstLine: String { String(prefix { !$0.isNewline }) }
}
