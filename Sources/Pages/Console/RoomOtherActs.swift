import OnRecord

extension RoomParts {
    /// Everything that can be done besides the next act, folded away: at night one button is enough.
    var otherActs: HTML {
        let acts = forms.acts
        return """
            <section id="acts" aria-labelledby="acts-title">
            <h2 id="acts-title">Other things you can do</h2>
            \(actions(acts))
            \(acts.others.map(folded))
            \(followUps)
            \(milestones(acts.statableMilestones))
            </section>
            """
    }

    private func folded(_ act: RoomAct) -> HTML {
        // What was refused is shown open again, with what was typed.
        let isRefused = view.refused?.form == path(act) && isSame(act)
        return """
            <details id="act-\(name(act))"\(isRefused ? " open" : "")><summary>\(forms.title(act))</summary>
            \(forms.form(act))</details>

            """
    }

    private func actions(_ acts: RoomActs) -> HTML {
        let running = acts.runningActions
        let startable = acts.startableActions
        guard !running.isEmpty || !startable.isEmpty else { return .nothing }
        return """
            <details id="act-actions"><summary>Take a containment step</summary>
            \(running.map { "<p>“\($0.action.title)” is running since \($0.since.clock) UTC.</p>" as HTML })
            <form method="post" action="/incidents/\(incident.id)/actions"><div class="choices">
            \(startable.map { "<button name=\"action\" value=\"\($0.id)\">\(forms.button($0))</button>" as HTML })
            </div></form></details>
            """
    }

    /// Those of the post-mortem that are still open; its page shows each with its state.
    private var followUps: HTML {
        func document(_ published: Incident.Published) -> Document? { view.documents[published.document] }
        let done = incident.published.filter { $0.kind == .followUpDone }.compactMap { document($0)?.text }
        let open = (incident.postMortem.flatMap(document)?.followUps ?? []).filter { !done.contains($0.title) }
        guard !open.isEmpty else { return .nothing }
        return """
            <details id="act-followups"><summary>Mark a follow-up done</summary>
            <p>The public reads it at once; it cannot be taken back.</p>
            <form method="post" action="/incidents/\(incident.id)/followups"><div class="choices">
            \(open.map { "<button name=\"text\" value=\"\($0.title)\">Done: \($0.title)</button>" as HTML })
            </div></form></details>
            """
    }

    private func milestones(_ milestones: [Milestone]) -> HTML {
        guard !milestones.isEmpty else { return .nothing }
        return """
            <details id="act-milestones"><summary>State a milestone</summary>
            <p>Stated for this moment; it cannot be taken back.</p>
            <form method="post" action="/incidents/\(incident.id)/milestones"><div class="choices">
            \(milestones.map { "<button name=\"milestone\" value=\"\($0.rawValue)\">\(forms.answer($0))</button>" as HTML })
            </div></form></details>
            """
    }

    /// Several acts are notices; which one was refused, its kind says.
    private func isSame(_ act: RoomAct) -> Bool {
        kind(act).map { $0.rawValue == forms.typed("notices", "kind") } ?? true
    }

    private func kind(_ act: RoomAct) -> NoticeKind? {
        switch act {
        case .tellPeople: .people
        case .noticeUpdate: .update
        case .report: .report
        default: nil
        }
    }

    /// What stands once on the page.
    private func name(_ act: RoomAct) -> String { kind(act).map { "notices-\($0.rawValue)" } ?? path(act) }

    /// Last segment of the route an act is sent to.
    private func path(_ act: RoomAct) -> String {
        switch act {
        case .acknowledge: "acknowledgement"
        case .scope: "scope"
        case .impact: "impact"
        case .assessment: "assessment"
        case .confirm: "confirmation"
        case .action: "actions"
        case .milestone: "milestones"
        case .filing: "filings"
        case .tellPeople, .noticeUpdate, .report: "notices"
        case .changelog: "changelog"
        case .update: "updates"
        case .note: "notes"
        case .postMortem: "postmortem"
        case .correction: "corrections"
        case .credits: "credits"
        case .waiver: "waivers"
        case .dismissal: "dismissal"
        }
    }
}
