import OnRecord

extension Console {
    /// The breach register (GDPR Art. 33(5)), filtered.
    public static func register(_ view: RegisterView) -> HTML {
        let query = view.query.isEmpty ? "" : "?\(view.query)"
        return page(
            title: "Breach register",
            """
            <h1>Breach register</h1>
            <p class="quiet small">Every incident stands here with what was decided about it, those that were no breach included \
            (GDPR Art. 33(5)). \(view.policy.organisation.name), made at \(view.now.text).</p>
            \(alert(view.refused))
            <section class="screen" aria-labelledby="filter-title"><h2 id="filter-title">Filter</h2>
            \(filterForm(view))
            </section>
            <section aria-labelledby="entries-title">
            <h2 id="entries-title">\(view.entries.count) of \(counted(view.total, "entry", "entries"))</h2>
            <p class="links screen"><a class="touch" href="/register.csv\(query)">Download as CSV</a>
            <a class="touch" href="/register.json\(query)">Download as JSON</a></p>
            \(view.entries.isEmpty
                ? "<p>Nothing matches.</p>" as HTML : "<ul class=\"rows\">\(view.entries.map(registerRow))</ul>" as HTML)
            </section>
            """)
    }

    private static func registerRow(_ entry: RegisterEntry) -> HTML {
        let roles = entry.extent.roles.map(\.rawValue)
        let people = entry.extent.people.isEmpty ? nil : BreachWords.people(entry.extent.people)
        let facts = [
            entry.eventClass, roles.isEmpty ? nil : listed(roles), people.map { "people: \($0)" },
            entry.filings.isEmpty ? nil : counted(entry.filings.count, "filing"),
        ].compactMap(\.self)
        return """
            <li><p class="split"><a class="touch" href="/register/\(entry.id)"><strong>\(entry.id)</strong></a>
            <span class="quiet small">\(entry.openedAt.text)</span></p>
            <p>\(entry.nature.text.capitalizedFirst) · <strong>\(BreachWords.notifiable(entry.isNotifiable))</strong> · \
            \(entry.isOpen ? "open" : "closed")</p>
            <p class="quiet small">\(facts.joined(separator: " · "))</p></li>

            """
    }

    private static func filterForm(_ view: RegisterView) -> HTML {
        let filter = view.filter
        let state = filter.isOpen.map { $0 ? "open" : "closed" }
        return """
            <form method="get" action="/register"><div class="fields filter">
            \(choice("Year", "year", view.years.map { ("\($0)", "\($0)") }, filter.year.map(String.init)))
            \(choice("State", "state", [("open", "open"), ("closed", "closed")], state))
            \(choice(
                "What it was", "nature", RegisterEntry.Nature.allCases.map { ($0.rawValue, $0.text) },
                filter.nature?.rawValue))
            \(choice("Our role", "role", Role.allCases.map { ($0.rawValue, $0.rawValue) }, filter.role?.rawValue))
            \(choice(
                "Notifiable", "notifiable", [("yes", "yes"), ("no", "no"), ("undecided", "not concluded")],
                filter.notifiable?.rawValue))
            <label>Words<input type="search" name="text" maxlength="\(RegisterFilter.textMax)" value="\(filter.text)"></label>
            </div><p class="links"><button>Filter</button>
            \(filter == RegisterFilter() ? .nothing : "<a class=\"touch\" href=\"/register\">Show all</a>" as HTML)</p></form>
            """
    }

    private static func choice(_ label: String, _ name: String, _ options: [(String, String)], _ chosen: String?)
        -> HTML
    {
        """
        <label>\(label)<select name="\(name)"><option value="">any</option>
        \(options.map { value, text in
            "<option value=\"\(value)\"\(value == chosen ? " selected" : "")>\(text)</option>\n" as HTML
        })</select></label>

        """
    }
}
