import OnRecord

/// `/trust/incidents/`: every incident that ever had a page, newest first.
struct IncidentTable {
    let view: SiteView
    let incidents: [PublicIncident]

    var body: HTML {
        """
        <h1>Incidents</h1>
        <p class="lead">Every incident our policy says we publish, from the moment it is confirmed. \
        An entry is never removed, and its address does not change.</p>
        \(incidents.isEmpty ? empty : table)
        <p class="note">Times are UTC. New entries and changes come \
        <a href="/trust/subscribe">by mail</a> and in <a href="/trust/subscribe#feeds">feeds</a>. \
        What touched nobody's data is in the <a href="\(Page.changelog)">service changelog</a>. \
        What we publish, and when, stands in <a href="/trust/#published">our policy</a>. \
        Did we miss one? <a href="/trust/report">Tell us</a>.</p>
        """
    }

    private var empty: HTML {
        """
        <div class="panel kept">
        <p class="says">No reportable incidents since \(view.policy.organisation.since.html).</p>
        <p class="note">That is the first day of operation. This page says so until it no longer can.</p>
        </div>
        """
    }

    private var table: HTML {
        let years = Dictionary(grouping: incidents) { $0.began.date.year }.sorted { $0.key > $1.key }
        return """
            <table>
            <thead><tr><th scope="col">Began</th><th scope="col">Incident</th><th scope="col">Lasted</th>\
            <th scope="col">Post-mortem</th></tr></thead>
            \(years.map { year, incidents in group(year, incidents) })</table>
            """
    }

    private func group(_ year: Int, _ incidents: [PublicIncident]) -> HTML {
        """
        <tbody>
        <tr class="year"><th scope="rowgroup" colspan="4">\(year)</th></tr>
        \(incidents.map(row))</tbody>

        """
    }

    private func row(_ it: PublicIncident) -> HTML {
        let details = ([it.incident.severity] + it.services).joined(separator: " · ")
        return """
            <tr><td class="day"><time datetime="\(it.began.rfc3339)">\(it.began.date.short)</time></td>\
            <td><a href="\(it.page.path)">\(it.title)</a> <small>\(details)</small></td>\
            <td>\(it.lasted?.tight ?? "ongoing")</td><td>\(account(it.account))</td></tr>

            """
    }

    private func account(_ account: PublicIncident.Account) -> HTML {
        switch account {
        case .published(let at): "Published <small>\(day(at))</small>"
        case .due(let at, _): "<span class=\"mark running\">Due</span> <small>\(at.htmlShort)</small>"
        case .overdue(let since): "<span class=\"mark missed\">Overdue</span> <small>since \(since.htmlShort)</small>"
        case .waived: "<span class=\"mark waived\">Waived</span>"
        case .notStarted(let promise):
            "\(promise.within.text.capitalizedFirst) <small>after \(promise.from.noun)</small>"
        case .notPromised: "None promised"
        }
    }

    private func day(_ at: Timestamp) -> HTML {
        "<time datetime=\"\(at.rfc3339)\">\(at.date.short) \(at.date.year)</time>"
    }
}
