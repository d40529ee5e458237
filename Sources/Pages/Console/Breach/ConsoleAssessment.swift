import OnRecord

extension Console {
    /// The breach assessment: the questions, what follows from the answers, and every version there was.
    public static func assessment(_ view: AssessmentView) -> HTML {
        let outcome = AssessmentOutcome(view: view)
        return page(
            title: "Assessment \(view.incident.id)", live: true,
            """
            <div data-now="\(view.now.milliseconds)">
            \(backToRoom(view.incident))
            <h1>Was it a breach, and whom must we tell?</h1>
            <p class="quiet small">\(publicTitle(view.incident, view.policy)) · \(view.incident.id) · \
            \(moments(view))</p>
            \(alert(view.refused?.reason))
            \(DecisionPath(view: view).html)
            <div class="columns even">
            <div>
            \(AssessmentForm(view: view).html)
            </div>
            <div>
            \(outcome.html)
            \(AssessmentVersions(view: view).html)
            </div>
            </div>
            </div>
            """)
    }

    private static func moments(_ view: AssessmentView) -> HTML {
        guard let aware = view.incident.milestones[.aware] else {
            return """
                not yet aware: the legal clocks start when you are reasonably certain, at confirmation at the latest
                """
        }
        let local = DutyText.local(aware, view.calendar).map { " (\($0))" } ?? ""
        return "aware since <time datetime=\"\(aware.rfc3339)\">\(aware.text)</time>\(local)"
    }
}

/// What follows from the answers as they stand.
struct AssessmentOutcome {
    let view: AssessmentView

    private var list: DutyList {
        DutyList(views: view.duties, incident: view.incident.id, calendar: view.calendar, now: view.now)
    }

    var html: HTML {
        let list = list
        guard !list.views.isEmpty else {
            return """
                <section id="outcome" aria-labelledby="outcome-title">
                <h2 id="outcome-title">What follows</h2>
                <p>The policy has adopted no duty, so nothing is counted here. <code>onrecord duty list</code> shows the \
                catalogue; name what applies to you under <code>duties</code>.</p>
                </section>
                """
        }
        return """
            <section id="outcome" aria-labelledby="outcome-title" tabindex="-1">
            <h2 id="outcome-title">What follows</h2>
            \(questions)
            \(list.open.isEmpty ? HTML.nothing : "<ul class=\"rows\">\(list.open.map(list.row))</ul>" as HTML)
            \(folded("not-owed", "not owed, and why", list.notOwed))
            \(folded("over", "done or settled", list.over))
            </section>
            \(conclusion)
            """
    }

    private func folded(_ id: String, _ title: String, _ views: [DutyView]) -> HTML {
        guard !views.isEmpty else { return .nothing }
        return """
            <details id="\(id)"><summary>\(counted(views.count, "duty", "duties")) \(title)</summary>
            <ul class="rows">\(views.map(list.row))</ul></details>

            """
    }

    /// Open questions come first: nothing is decided before them.
    private var questions: HTML {
        let open = view.openQuestions
        guard !open.isEmpty else { return .nothing }
        return """
            <div class="asked"><p><strong>Open: answer \(counted(open.count, "question")) to decide the rest.</strong></p>
            <ul class="rows small">\(open.map { one in
                """
                <li class="split"><a class="touch" href="#\(BreachWords.anchor(one.question))">\(one.question.text)</a>
                <span class="quiet">\(counted(one.waiting, "duty", "duties")) \(one.waiting == 1 ? "waits" : "wait") for it</span></li>

                """ as HTML
            })</ul></div>
            """
    }

    // MARK: - The conclusion

    private var conclusion: HTML {
        let incident = view.incident
        if let last = incident.conclusion, incident.isConcluded {
            return """
                <section id="conclusion" aria-labelledby="conclusion-title">
                <h2 id="conclusion-title">\(last.isNotifiable ? "Concluded: somebody must be told" : "Concluded: not notifiable")</h2>
                <p class="quiet small">\(FactText.author(last.by)) · \(last.at.text)</p>
                <p class="words">\(view.documents[last.reasoning]?.text ?? "The reasoning is withheld.")</p>
                <p class="small">The <a href="/register/\(incident.id)">register</a> keeps it. Answers that change later make a new \
                version, which is concluded anew.</p>
                </section>
                """
        }
        guard incident.assessment != nil, view.openQuestions.isEmpty else { return .nothing }
        let isNotifiable = view.duties.contains(where: \.tellsSomebody)
        return """
            <section id="conclusion" aria-labelledby="conclusion-title">
            <h2 id="conclusion-title">\(isNotifiable ? "Conclude the assessment" : "Nobody needs to be told")</h2>
            <p>\(isNotifiable
                ? "Every question is settled. Concluding keeps who decided it, when and why; the clocks run on either way."
                : "By these answers it is not notifiable. Concluding keeps that decision in the register with its reasons, and closes the assessment.")\
            \(incident.conclusion == nil ? "" : " Answers have changed since the last conclusion.")</p>
            <form method="post" action="/incidents/\(incident.id)/conclusion">
            <div class="fields"><label>Reasoning<span>What the decision rests on. No names: roles will do.</span>
            <textarea name="reasoning" rows="4" required>\(typed)</textarea></label></div>
            <button>\(isNotifiable ? "Conclude: it is notifiable" : "Conclude: it is not notifiable")</button>
            </form>
            </section>
            """
    }

    private var typed: String {
        view.refused.flatMap { $0.form == "conclusion" ? $0.fields["reasoning"]?.first : nil } ?? ""
    }
}

/// Every version of the answers, newest first, with what changed.
struct AssessmentVersions {
    let view: AssessmentView

    var html: HTML {
        let versions = view.incident.assessments
        guard !versions.isEmpty else { return .nothing }
        let rows = versions.indices.reversed().map { index -> HTML in
            let version = versions[index]
            let earlier = index == 0 ? nil : versions[index - 1].assessment
            let changes = version.assessment.changes(since: earlier)
            return """
                <li><p class="split"><strong>Version \(index + 1)</strong>
                <span class="quiet small">\(FactText.author(version.by)) · \(version.at.text)</span></p>
                \(changes.isEmpty
                    ? "<p class=\"small quiet\">The same answers again.</p>" as HTML
                    : "<ul class=\"effects small\">\(changes.map { "<li>\(BreachWords.sentence($0))</li>" as HTML })</ul>" as HTML)
                \(version.reasoning.map { id in
                    "<p class=\"words small\">\(view.documents[id]?.text ?? "The reasoning is withheld.")</p>" as HTML
                })</li>

                """
        }
        return """
            <section id="versions" aria-labelledby="versions-title">
            <h2 id="versions-title">\(counted(versions.count, "version")) of the answers</h2>
            <ul class="rows">\(rows)</ul>
            </section>
            """
    }
}
