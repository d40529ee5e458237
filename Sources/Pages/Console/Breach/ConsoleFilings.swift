import OnRecord

extension Console {
    /// What was handed to authorities, and the form that records the next filing.
    public static func filings(_ view: FilingsView) -> HTML {
        page(
            title: "Filings \(view.incident.id)", live: true,
            """
            <div data-now="\(view.now.milliseconds)">
            \(backToRoom(view.incident))
            <h1>Filings</h1>
            <p class="quiet small">\(publicTitle(view.incident, view.policy)) · \(view.incident.id)</p>
            \(alert(view.refused?.reason))
            <div class="columns even">
            <div>
            \(FilingForm(view: view).html)
            </div>
            <div>
            \(otherDuties(view))
            \(filed(view))
            </div>
            </div>
            </div>
            """)
    }

    private static func otherDuties(_ view: FilingsView) -> HTML {
        let rows = view.filable.filter { $0.promise.id != view.chosen?.promise.id }.map { duty -> HTML in
            let standing = duty.standing(at: view.now)
            return """
                <li><p class="split"><strong class="\(DutyText.style(standing))">\(DutyText.headline(standing))</strong>
                <a class="touch" href="/incidents/\(view.incident.id)/filings?duty=\(duty.promise.id)">File under it</a></p>
                <p>\(duty.adoption.obligation.title) <span class="quiet">to \(duty.adoption.recipient)</span></p></li>

                """
        }
        guard !rows.isEmpty else { return .nothing }
        return """
            <section id="others" aria-labelledby="others-title"><h2 id="others-title">Other duties with a filing</h2>
            <ul class="rows">\(rows)</ul></section>
            """
    }

    private static func filed(_ view: FilingsView) -> HTML {
        let filings = view.filings
        return """
            <section id="filed" aria-labelledby="filed-title"><h2 id="filed-title">What was filed</h2>
            \(filings.isEmpty
                ? "<p>Nothing yet. A filing counts once it is sent and recorded here; a draft does not.</p>" as HTML
                : "<ol class=\"rows\">\(filings.reversed().map { filing($0, of: view.incident.id) })</ol>" as HTML)
            </section>
            """
    }

    /// One filing with what proves it.
    static func filing(_ filing: RegisterEntry.FilingLine, of incident: IncidentID) -> HTML {
        """
        <li>
        <p class="split"><strong>\(filing.phase == 1 ? "First filing" : "Filing \(filing.phase), a supplement")</strong>
        <span class="quiet small">sent <time datetime="\(filing.sent.at.rfc3339)">\(filing.sent.at.text)</time></span></p>
        <p>\(filing.recipient) <span class="quiet small"><code>\(filing.duty)</code></span></p>
        <dl class="facts small">
        \(filing.reference.isEmpty ? HTML.nothing : "<dt>Reference</dt><dd>\(filing.reference)</dd>" as HTML)
        \(filing.reasonsForDelay.isEmpty
            ? HTML.nothing : "<dt>Reasons for delay</dt><dd class=\"words\">\(filing.reasonsForDelay)</dd>" as HTML)
        \(filing.missing.isEmpty
            ? HTML.nothing
            : "<dt>Not yet known</dt><dd>\(listed(filing.missing.map(contentName)))</dd>" as HTML)
        <dt>Recorded</dt><dd>\(filing.recorded.at.text) by \(FactText.author(filing.by))</dd>
        \(filing.receiptName.map { name in
            """
            <dt>Receipt</dt><dd><a href="/incidents/\(incident)/receipts/\(filing.document)">\(name)</a><br>
            <span class="hash">SHA-256 \(filing.receiptSHA256 ?? "")</span></dd>
            """ as HTML
        } ?? "<dt>Receipt</dt><dd class=\"state\">None kept</dd>")
        \(filing.textSHA256.map { "<dt>Text</dt><dd><span class=\"hash\">SHA-256 \($0)</span></dd>" as HTML })
        <dt>Document</dt><dd><span class="hash">SHA-256 \(filing.documentSHA256)</span></dd>
        </dl>
        \(filing.text.map { text in
            text.isEmpty
                ? HTML.nothing
                : "<details id=\"text-\(filing.document)\"><summary>The text that was filed</summary><p class=\"words\">\(text)</p></details>"
        } ?? "<p class=\"quiet\">The text is withheld.</p>")
        </li>

        """
    }

    static func contentName(_ key: String) -> String {
        ContentKey(rawValue: key)?.title(in: .english) ?? key
    }
}

/// Records what was sent, and states the facts that it has to hold.
struct FilingForm {
    let view: FilingsView
    private var incident: Incident { view.incident }

    private func typed(_ form: String, _ field: String) -> String? {
        guard let refused = view.refused, refused.form == form else { return nil }
        return refused.fields[field]?.first ?? ""
    }

    var html: HTML {
        guard let duty = view.chosen else {
            return """
                <section><p>No duty that the policy has adopted is ended by a filing. Name one under <code>duties</code>; \
                <code>onrecord duty list</code> shows the catalogue.</p></section>
                """
        }
        let standing = duty.standing(at: view.now)
        let isAgain = incident.filings.contains { $0.filing == duty.adoption.filing }
        return """
            <section id="next" aria-labelledby="file-title">
            <h2 id="file-title">\(isAgain ? "Record a supplement" : "Record a filing"): \(duty.adoption.obligation.title)</h2>
            <p class="split"><strong class="\(DutyText.style(standing))">\(DutyText.headline(standing))</strong>
            \(standing == .running || standing == .overdue
                ? duty.dueAt.map { TimeLeft(due: $0, now: view.now).markup } ?? .nothing : .nothing)</p>
            <p>To \(duty.adoption.recipient).\
            \(duty.dueAt.map { " Due \($0.text)\(DutyText.local($0, view.policy.organisation.calendar).map { " · \($0)" } ?? "")." } ?? "")</p>
            <p class="links">\(sheet(duty, "Filing sheet", ""))
            \(sheet(duty, "auf Deutsch", "?language=de"))
            \(sheet(duty, "as Markdown", "/markdown"))</p>
            <p class="small quiet">No authority’s portal is driven from here: you send it, and this keeps that you did, with the proof.</p>
            \(form(duty, isLate: standing == .overdue))
            </section>
            \(facts(duty))
            """
    }

    /// Every content as it is known now, to print, to copy from, or to paste.
    private func sheet(_ duty: DutyView, _ text: String, _ suffix: String) -> HTML {
        "<a class=\"touch\" href=\"/incidents/\(incident.id)/sheets/\(duty.promise.id)\(suffix)\">\(text)</a>"
    }

    private func form(_ duty: DutyView, isLate: Bool) -> HTML {
        let missing =
            view.refused.flatMap { $0.form == "filings" ? $0.fields["missing"] ?? [] : nil }
            ?? duty.adoption.obligation.contents.filter { stated[$0.rawValue] == nil }.map(\.rawValue)
        return """
            <form method="post" action="/incidents/\(incident.id)/filings" enctype="multipart/form-data">
            <input type="hidden" name="duty" value="\(duty.promise.id)">
            <div class="fields">
            <label>Sent at<span>UTC, such as \(view.now.rfc3339). Empty: now. An earlier time needs the reference or the \
            receipt that proves it.</span>
            <input name="at" autocapitalize="off" spellcheck="false" placeholder="\(view.now.rfc3339)" \
            value="\(typed("filings", "at") ?? "")"></label>
            <label>The authority’s reference<span>As it stands in their answer.</span>
            <input name="reference" maxlength="200" value="\(typed("filings", "reference") ?? "")"></label>
            <label>Their receipt<span>A file of at most 4 MB: the confirmation page, mail or PDF.\
            \(view.refused?.form == "filings" ? " Choose it again: a browser does not keep files." : "")</span>
            <input type="file" name="receipt"></label>
            \(isLate ? reasons(required: true) : .nothing)
            <label>The text that was sent<span>Word for word; its hash is kept in the journal.</span>
            <textarea name="text" rows="8">\(typed("filings", "text") ?? "")</textarea></label>
            \(contents(duty, missing))
            \(isLate ? .nothing : """
            <details id="delay"\((typed("filings", "reasons_for_delay") ?? "").isEmpty ? "" : " open")>
            <summary>It is late or incomplete, and why</summary>\(reasons(required: false))</details>
            """ as HTML)
            </div>
            <button class="primary">It is sent: keep it</button>
            </form>
            """
    }

    private func reasons(required: Bool) -> HTML {
        """
        <label>Reasons for the delay<span>They belong into the filing itself (GDPR Art. 33(1)); late is late, and still owed.</span>
        <textarea name="reasons_for_delay" rows="3"\(required ? " required" : "")>\
        \(typed("filings", "reasons_for_delay") ?? "")</textarea></label>
        """
    }

    private func contents(_ duty: DutyView, _ missing: [String]) -> HTML {
        let contents = duty.adoption.obligation.contents
        guard !contents.isEmpty else { return .nothing }
        return """
            <fieldset><legend>Not yet known<span>Tick what the filing left open; a supplement owes it then.</span></legend>
            \(contents.map { key in
                """
                <label class="tick"><input type="checkbox" name="missing" value="\(key.rawValue)"\
                \(missing.contains(key.rawValue) ? " checked" : "")> <span>\(key.explanation.capitalizedFirst)</span></label>

                """ as HTML
            })</fieldset>
            """
    }

    // MARK: - Facts for notices and filings

    /// What was stated so far, by content key.
    private var stated: [String: String] {
        incident.published.filter { $0.kind == .particulars }.compactMap { view.documents[$0.document]?.parts }
            .reduce(into: [:]) { $0.merge($1) { _, later in later } }
    }

    private func facts(_ duty: DutyView) -> HTML {
        let contents = duty.adoption.obligation.contents
        guard !contents.isEmpty else { return .nothing }
        let stated = stated
        let isRefused = view.refused?.form == "particulars"
        return """
            <section id="facts" aria-labelledby="facts-title">
            <h2 id="facts-title">What it has to hold</h2>
            <p class="small">\(duty.adoption.obligation.contentsNote ?? "Stated once, it stands in every notice and filing.") \
            What is not known yet may be filed later.</p>
            <form method="post" action="/incidents/\(incident.id)/particulars"\(isRefused ? " data-kept" : "")>
            <input type="hidden" name="duty" value="\(duty.promise.id)">
            <div class="fields">
            \(contents.map { key in
                """
                <label>\(key.explanation.capitalizedFirst)
                <textarea name="particulars.\(key.rawValue)" rows="2">\
                \(typed("particulars", "particulars.\(key.rawValue)") ?? stated[key.rawValue] ?? "")</textarea></label>

                """ as HTML
            })</div>
            <button>Keep these facts</button>
            </form>
            </section>
            """
    }
}
