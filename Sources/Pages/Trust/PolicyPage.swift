import OnRecord

/// `/trust/`: the policy in public words, made from the same file that arms the clocks.
struct PolicyPage {
    let view: SiteView
    let scoreboard: Scoreboard

    private var policy: Policy { view.policy }
    private var name: String { policy.organisation.name }

    var body: HTML {
        """
        <h1>What we promise when something goes wrong</h1>
        <p class="lead">These are \(name)’s promises about incidents. One file states them and runs the clocks that hold us \
        to them. Whether we kept each one is computed, and published, from a record that nobody can rewrite without \
        strangers noticing. Not even we can.</p>
        \(now)
        \(promises)
        \(severities)
        \(duties)
        \(PublicationRules(policy: policy).body)
        \(reporting)
        \(RecordCheck(view: view).onPolicyPage)
        <p class="note">This is policy version <code>\(policy.version)</code>.</p>
        """
    }

    private var now: HTML {
        let open = view.incidents.filter { $0.incident.isOpen && $0.ended == nil }
        let results: HTML = "<a href=\"/trust/promises/\">\(scoreboard.sentence.capitalizedFirst)</a>"
        guard open.isEmpty else {
            let links = open.map { it -> HTML in
                """
                <p class="says"><a href="\(it.page.path)">\(it.title)</a></p>
                <p class="note">\(it.incident.severity), since \(it.began.html), not contained yet.</p>

                """
            }
            return "<div class=\"panel running\">\n<p class=\"kicker\">Happening now</p>\n\(links)</div>"
        }
        guard let latest = view.incidents.first else {
            return """
                <div class="panel kept">
                <p class="says">No reportable incidents since \(policy.organisation.since.html).</p>
                <p class="note">\(counted(scoreboard.lines.count, "promise")) in force; \
                none has been put to the test in public yet.</p>
                </div>
                """
        }
        return """
            <div class="panel kept">
            <p class="says">No incident is open. Promises so far: \(results).</p>
            <p class="note">Latest: <a href="\(latest.page.path)">\(latest.title)</a>, \(latest.began.date.html).</p>
            </div>
            """
    }

    private var promises: HTML? {
        let lines = lines { if case .promise = $0 { true } else { false } }
        return lines.isEmpty ? nil : "<h2 id=\"promises\">Our promises</h2>\n\(list(lines))"
    }

    private var duties: HTML? {
        let lines = lines { if case .duty = $0 { true } else { false } }
        guard !lines.isEmpty else { return nil }
        return """
            <h2 id="duties">What the law asks of us</h2>
            <p>These clocks start when we are reasonably certain, not when it suits us.</p>
            \(list(lines))
            """
    }

    private func lines(_ wanted: (Promise.Source) -> Bool) -> [Scoreboard.Line] {
        scoreboard.lines.filter { $0.promise.map { wanted($0.source) } ?? false }
    }

    private func list(_ lines: [Scoreboard.Line]) -> HTML {
        let items = lines.map { line -> HTML in
            """
            <li class="ledger">
            <div><p class="says">\(line.says)</p>
            \(PromiseTerms.html(line))</div>
            \(standing(line))
            </li>

            """
        }
        return "<ul class=\"plain\">\n\(items)</ul>"
    }

    private func standing(_ line: Scoreboard.Line) -> HTML {
        guard !line.instances.isEmpty else { return "<p class=\"note\">Not tested yet</p>" }
        let style: HTML = line.missed > 0 ? "missed" : line.kept > 0 ? "kept" : line.running > 0 ? "running" : "waived"
        return """
            <p class="num"><a href="/trust/promises/#\(line.id)"><span class="mark \(style)">\(line.kept) kept</span>, \
            \(line.missed) missed</a>\(line.running > 0 ? ", \(line.running) running" : "")</p>
            """
    }

    private var severities: HTML {
        let rows = policy.severities.map { severity -> HTML in
            let promise = policy.promises.first { $0.source == .severity(severity.id) }
            let answer: HTML? = promise.map { promise in
                """
                <p class="note">Somebody is on it \(promise.limitInWords)\(promise.bestEffort ? ", best effort" : ""). \
                \(scoreboard.line(promise.id).map(standingInline))</p>
                """
            }
            return "<li>\n<p><b>\(severity.id)</b> \(severity.criteria)</p>\n\(answer)</li>\n"
        }
        return """
            <h2 id="severities">How we rank severity</h2>
            <ul class="plain">
            \(rows)</ul>
            """
    }

    private func standingInline(_ line: Scoreboard.Line) -> HTML {
        line.instances.isEmpty
            ? "Not tested yet." : "<a href=\"/trust/promises/#\(line.id)\">\(line.sentence.capitalizedFirst)</a>."
    }

    private var reporting: HTML {
        let clocks = policy.promises.filter { $0.from == .reported }
        let promised = clocks.map { "<p>\($0.says)</p>\n" as HTML }
        return """
            <h2 id="report">If you think we missed one</h2>
            <p>Write to \(policy.organisation.contactLink), or use <a href="/trust/report">the form</a>. You need no account, and \
            you need not be sure. You get one of three answers: we are tracking it; here is the post-mortem; or here is why it is \
            not what it looked like.</p>
            \(promised)
            """
    }
}
