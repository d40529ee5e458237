import OnRecord

/// `/trust/promises/`: each promise with what became of it, and the times that prove it.
struct PromisesPage {
    let view: SiteView
    let scoreboard: Scoreboard

    /// Instances beyond these stand on their incidents' pages. None is left out of a count.
    private static let keptShownMax = 6
    private static let othersShownMax = 20

    var body: HTML {
        """
        <h1>Promises, kept and missed</h1>
        <p class="lead">\(summary)</p>
        \(Drawing.bar([
            (scoreboard.kept, "kept"), (scoreboard.missed, "missed"), (scoreboard.running, "running"),
            (scoreboard.waived, "waived"),
        ]))
        <p class="note">Nobody fills in this page. A promise starts to run when its first moment is reached, and is kept or \
        missed by the clock. Some moments the software sees itself; others, such as containment, a person states, and the \
        time is that of the statement. It covers every <a href="/trust/incidents/">published incident</a> and every outside report; \
        each result is also an entry of <a href="/trust/#check">the public record</a>.</p>
        \(scoreboard.lines.map(section))
        """
    }

    private var summary: HTML {
        if scoreboard.lines.allSatisfy(\.instances.isEmpty) {
            return """
                \(counted(scoreboard.lines.count, "promise")), and nothing has put them to the test: \
                no reportable incidents since \(view.policy.organisation.since.html).
                """
        }
        return """
            \(scoreboard.sentence.capitalizedFirst), over \(counted(view.incidents.count, "published incident")) and \
            \(counted(view.state.allReports.count, "outside report")) since \(view.policy.organisation.since.html).
            """
    }

    private func section(_ line: Scoreboard.Line) -> HTML {
        """
        <section id="\(line.id)" aria-labelledby="\(line.id)-says">
        <h2 id="\(line.id)-says">\(line.says)</h2>
        \(PromiseTerms.html(line))
        \(line.instances.isEmpty ? untested : results(line))
        </section>

        """
    }

    private var untested: HTML { "<p><span class=\"mark waived\">Not tested yet</span></p>" }

    private func results(_ line: Scoreboard.Line) -> HTML {
        """
        <p><b class="num">\(line.sentence.capitalizedFirst).</b> \(pace(line))</p>
        \(line.bar)
        \(instances(line))
        """
    }

    private func pace(_ line: Scoreboard.Line) -> HTML? {
        let times = line.times
        guard times.count > 1, let slowest = times.last else { return nil }
        return "Median \(times[(times.count - 1) / 2].spent), slowest \(slowest.spent)."
    }

    private func instances(_ line: Scoreboard.Line) -> HTML {
        let kept = line.instances.filter { $0.clock.word == "kept" }.prefix(PromisesPage.keptShownMax)
        let others = line.instances.filter { $0.clock.word != "kept" }.prefix(PromisesPage.othersShownMax)
        let shown = (kept + others).sorted { $0.clock.started > $1.clock.started }
        let hidden = line.instances.count - shown.count
        let more: HTML? =
            hidden > 0
            ? "<p class=\"note\">\(counted(hidden, "earlier result")) on the pages of their incidents.</p>" : nil
        return """
            <ul class="plain">
            \(shown.map { "<li>\n<p>\(name($0.subject))</p>\n\(PromiseEvidence.html($0.clock, waiver: $0.waiver))</li>\n" })</ul>
            \(more)
            """
    }

    private func name(_ subject: Scoreboard.Subject) -> HTML {
        switch subject {
        case .incident(let title, let path): "<a href=\"\(path)\">\(title)</a>"
        case .report(let id): "Outside report \(id)"
        }
    }
}

/// What a promise binds us to: its limit, its condition, and what stands behind it.
enum PromiseTerms {
    static func html(_ line: Scoreboard.Line) -> HTML {
        guard let promise = line.promise else {
            return "<p class=\"note\">Made by an earlier version of the policy.</p>"
        }
        var terms: [HTML] = ["\(promise.limitInWords.capitalizedFirst)"]
        if !promise.when.inWords.isEmpty, promise.source.isStated { terms.append("\(promise.when.inWords)") }
        if promise.bestEffort { terms.append("<b>best effort</b>: we try, and do not vouch for it") }
        var text: HTML = "\(terms.joined(separator: "; "))."
        if case .duty(let citation, let recipient) = promise.source {
            text += " Duty under <cite>\(citation)</cite>. Recipient: \(recipient)."
        }
        return "<p class=\"note\">\(text)</p>"
    }
}

extension Promise.Source {
    /// Whether the condition needs saying: a severity's promise already names its severity.
    fileprivate var isStated: Bool { if case .severity = self { false } else { true } }
}
