import OnRecord

/// `/trust/changelog/`: what went wrong without touching anybody's data, a few lines each, newest first.
struct ChangelogPage {
    let view: SiteView

    var body: HTML {
        let entries = view.changelog
        return """
            <h1>Service changelog</h1>
            <p class="lead">Incidents without effect on data. Those that had one are among <a href="/trust/incidents/">the \
            incidents</a>, with a report to everybody affected.</p>
            \(entries.isEmpty ? empty : "<ul class=\"plain\">\n\(entries.map(item))</ul>" as HTML)
            """
    }

    private var empty: HTML {
        """
        <div class="panel kept">
        <p class="says">No entries since \(view.policy.organisation.since.html).</p>
        </div>
        """
    }

    private func item(_ entry: SiteView.ChangelogEntry) -> HTML {
        let link: HTML? = entry.incident.page.map { " <a href=\"\($0.path)\">The incident</a>" }
        return """
            <li>
            <p class="kicker">\(entry.at.html)\(link)</p>
            \(Markdown.html(entry.text))
            </li>

            """
    }
}

extension SiteView {
    struct ChangelogEntry {
        var incident: Incident
        var at: Timestamp
        var text: String
    }

    /// Newest first.
    var changelog: [ChangelogEntry] {
        state.allIncidents.flatMap { incident in
            incident.published.filter { $0.kind == .changelog }.compactMap { published in
                documents[published.document].map {
                    ChangelogEntry(incident: incident, at: published.at, text: $0.text)
                }
            }
        }.sorted { $0.at > $1.at }
    }
}
