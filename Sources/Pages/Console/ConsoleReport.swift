import OnRecord

extension Console {
    /// An outsider's message and its answer.
    public static func report(_ view: ReportView) -> HTML {
        let report = view.report
        return page(
            title: "Report \(report.id)", live: true,
            """
            <div class="narrow" data-now="\(view.now.milliseconds)">
            <h1>Report \(report.id)</h1>
            <p class="quiet small">\(report.milestones[.reported].map { "Arrived \($0.text)." } ?? "")</p>
            \(alert(view.refused?.reason))
            <section aria-labelledby="text-title"><h2 id="text-title">What it says</h2>
            <p class="words">\(text(.report, of: view))</p></section>
            \(answerOrForm(view))
            \(clocks(report.clocks, view.now))
            </div>
            """)
    }

    private static func answerOrForm(_ view: ReportView) -> HTML {
        if let outcome = view.report.outcome {
            return """
                <section aria-labelledby="answer-title"><h2 id="answer-title">Answered</h2>
                <p><strong>\(outcome.text)</strong></p>
                <p class="words">\(text(.answer, of: view))</p>
                <p class="quiet small">\(view.report.milestones[.answered]?.text ?? "")</p></section>
                """
        }
        let chosen = view.refused?.fields["outcome"]?.first
        let outcomes = ReportOutcome.allCases.map { outcome -> HTML in
            """
            <label class="tick"><input type="radio" name="outcome" value="\(outcome.rawValue)" required\
            \(chosen == outcome.rawValue ? " checked" : "")> <span>\(outcome.text)</span></label>

            """
        }
        return """
            <section id="next" aria-labelledby="answer-title"><h2 id="answer-title">Next: answer it</h2>
            <form method="post" action="/reports/\(view.report.id)/answer">
            <div class="fields">
            <fieldset><legend>Outcome</legend>\(outcomes)</fieldset>
            <label>Answer<span>Send it to the reporter yourself, then keep it here with its time. An answer is given once.</span>
            <textarea name="text" rows="6" required>\(view.refused?.fields["text"]?.first ?? "")</textarea></label>
            </div>
            <button class="primary">It is sent: keep it</button>
            </form></section>
            """
    }

    private static func clocks(_ clocks: [PromiseClock], _ now: Timestamp) -> HTML {
        guard !clocks.isEmpty else { return .nothing }
        let rows = clocks.map { clock -> HTML in
            let result: HTML =
                clock.state == .pending
                ? TimeLeft(due: clock.due, now: now).markup
                : "<strong class=\"\(clock.resultStyle)\">\(clock.word.capitalizedFirst)</strong>"
            return
                "<li><p>\(result) <span class=\"quiet small\">due \(clock.due.text)</span></p><p>\(clock.says)</p></li>"
        }
        return """
            <section aria-labelledby="clocks-title"><h2 id="clocks-title">Promises about it</h2>
            <ul class="rows">\(rows)</ul></section>
            """
    }

    private static func text(_ kind: Document.Kind, of view: ReportView) -> String {
        for fact in view.report.facts {
            if case .documented(let id, kind, _) = fact.what {
                return view.documents[id]?.text ?? "The text is withheld."
            }
        }
        return "There is no text."
    }
}
