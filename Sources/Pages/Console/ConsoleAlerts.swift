import OnRecord

/// What the page of alerts shows.
public struct AlertsView: Sendable {
    public var policy: Policy
    public var page: AlertPage
    public var silences: [Silence]
    public var maintenance: [Maintenance]
    /// Why, by the document that says it.
    public var reasons: [DocumentID: String]
    public var refused: RefusedForm?
    public var now: Timestamp

    public init(
        policy: Policy, page: AlertPage, silences: [Silence], maintenance: [Maintenance],
        reasons: [DocumentID: String], refused: RefusedForm? = nil, now: Timestamp
    ) {
        (self.policy, self.page, self.silences, self.maintenance) = (policy, page, silences, maintenance)
        (self.reasons, self.refused, self.now) = (reasons, refused, now)
    }
}

extension Console {
    /// Every alert with the reason why somebody was woken or was not, and what keeps people asleep just now.
    public static func alerts(_ view: AlertsView) -> HTML {
        page(
            title: "Alerts",
            """
            <h1>Alerts</h1>
            \(alert(view.refused?.reason))
            <div class="columns">
            <div>
            <section aria-labelledby="alerts-title"><h2 id="alerts-title">Newest first</h2>
            \(view.page.alerts.isEmpty
                ? "<p>No rule has fired yet.</p>" as HTML
                : "<ul class=\"rows\">\(view.page.alerts.map { row($0, view) })</ul>" as HTML)
            \(view.page.next.map { "<p><a class=\"touch\" href=\"/alerts?before=\($0)\">Older alerts</a></p>" as HTML })
            </section>
            </div>
            <div>
            \(silences(view))
            \(maintenance(view))
            </div>
            </div>
            """)
    }

    private static func row(_ stored: StoredAlert, _ view: AlertsView) -> HTML {
        let alert = stored.alert
        let title = view.policy.openings[alert.rule]?.title ?? alert.rule
        let group = alert.group.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let times = stored.firings == 1 ? "once" : "\(stored.firings) times, last \(stored.lastAt.text)"
        return """
            <li id="\(alert.id)">
            <p class="split"><strong>\(alert.kind == .flood ? "Storm: \(title)" : title)</strong>
            <span class="quiet small">\(alert.at.text)</span></p>
            \(group.isEmpty ? HTML.nothing : "<p class=\"small\">\(group)</p>" as HTML)
            <p class="small">\(state(stored)) Fired \(times).</p>
            <p class="small">\(stored.verdict.text)\
            \(stored.incident.map { " <a class=\"touch\" href=\"/incidents/\($0)\">Room \($0)</a>" as HTML })</p>
            \(acts(stored, view))
            </li>

            """
    }

    private static func state(_ stored: StoredAlert) -> HTML {
        if stored.isNoise { return "<span class=\"quiet\">Noise.</span>" }
        switch stored.state {
        case .open: return "<strong class=\"bad\">Firing.</strong>"
        case .acknowledged: return "<strong>Acknowledged where it came from.</strong>"
        case .ended: return "<span class=\"good\">Over: \(stored.end?.text ?? "").</span>"
        }
    }

    private static func acts(_ stored: StoredAlert, _ view: AlertsView) -> HTML {
        guard stored.verdict != .evidence else { return .nothing }
        let id = stored.alert.id
        let noise: HTML =
            stored.isNoise
            ? .nothing
            : """
            <form method="post" action="/alerts/\(id)/noise"><button>It was noise: quiet for 7 days</button></form>
            """
        return """
            \(noise)
            <details><summary>Silence it</summary>
            <form method="post" action="/silences">
            <input type="hidden" name="rule" value="\(stored.alert.rule)">
            <div class="fields">
            <label class="tick"><input type="radio" name="alert" value="\(id)" checked>
            <span>Only what is about the same</span></label>
            <label class="tick"><input type="radio" name="alert" value=""> <span>Everything from this rule</span></label>
            <label>For<span>Hours, at most 8,784 (366 days).</span>
            <input name="hours" inputmode="numeric" value="4" required></label>
            <label>Why<span>Whoever looks later reads it.</span><input name="reason" required maxlength="500"></label>
            </div>
            <button>Silence</button>
            </form></details>
            """
    }

    private static func silences(_ view: AlertsView) -> HTML {
        let rows = view.silences.sorted { $0.until < $1.until }.map { silence -> HTML in
            """
            <li><p><strong>\(view.policy.openings[silence.rule]?.title ?? silence.rule)</strong>\
            \(silence.fingerprint == nil ? ", everything" : ", one group")</p>
            <p class="small">Until \(silence.until.text), by \(FactText.author(silence.by)).
            \(view.reasons[silence.reason] ?? "")</p>
            <form method="post" action="/silences/\(silence.id)/lift"><button>Lift \(silence.id)</button></form></li>

            """
        }
        return """
            <section aria-labelledby="silences-title"><h2 id="silences-title">Silences</h2>
            \(rows.isEmpty
                ? "<p>None. What is silenced ends by itself; an alert that still fires then wakes somebody.</p>" as HTML
                : "<ul class=\"rows\">\(rows)</ul>" as HTML)
            </section>
            """
    }

    private static func maintenance(_ view: AlertsView) -> HTML {
        let rows = view.maintenance.sorted { $0.from < $1.from }.map { work -> HTML in
            let what = (work.classes.map { view.policy.eventClass($0)?.title ?? $0 } + work.rules).joined(
                separator: ", ")
            return """
                <li><p><strong>\(what)</strong></p>
                <p class="small">\(work.from.text) to \(work.until.text), by \(FactText.author(work.by)).
                \(view.reasons[work.reason] ?? "")</p>
                <form method="post" action="/maintenance/\(work.id)/cancel"><button>Cancel \(work.id)</button></form></li>

                """
        }
        let typed = view.refused?.form == "maintenance" ? view.refused?.fields : nil
        let classes = view.policy.classes.map { one -> HTML in
            """
            <label class="tick"><input type="checkbox" name="classes" value="\(one.id)"\
            \(typed?["classes"]?.contains(one.id) == true ? " checked" : "")> <span>\(one.title)</span></label>

            """
        }
        return """
            <section aria-labelledby="maintenance-title"><h2 id="maintenance-title">Planned maintenance</h2>
            \(rows.isEmpty ? "<p>None is planned.</p>" as HTML : "<ul class=\"rows\">\(rows)</ul>" as HTML)
            <details\(typed == nil ? "" : " open")><summary>Plan maintenance</summary>
            <form method="post" action="/maintenance">
            <div class="fields">
            <fieldset><legend>Alerts of these kinds wake nobody</legend>\(classes)</fieldset>
            <label>From<span>UTC, such as \(view.now.rfc3339); empty: now.</span>
            <input name="from" value="\(typed?["from"]?.first ?? "")"></label>
            <label>Until<span>UTC</span>
            <input name="until" required value="\(typed?["until"]?.first ?? "")"></label>
            <label>What is done<input name="reason" required maxlength="500" value="\(typed?["reason"]?.first ?? "")"></label>
            </div>
            <button>Plan it</button>
            </form></details></section>
            """
    }
}
