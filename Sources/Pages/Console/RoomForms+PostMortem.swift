import OnRecord

extension RoomForms {
    /// One field per part the policy promises, below the milestones that the text is about.
    func postMortem(_ main: Bool) -> HTML {
        let parts = policy.postMortem.parts
        let missing = parts.filter { (typed("postmortem", $0.id) ?? "").allSatisfy(\.isWhitespace) }
        return """
            <p>\(missing.isEmpty
                ? "All \(parts.count) parts are written." : "Still missing: \(listed(missing.map(\.title))).")
            Once published it is never rewritten; corrections are appended.</p>
            <h3>The milestones</h3>
            <ol class="rows small">\(milestones)</ol>
            \(send("postmortem", fields: summary + fields(parts) + followUps, button: "Publish the post-mortem", main))
            """
    }

    private var milestones: [HTML] {
        let order = Dictionary(uniqueKeysWithValues: Milestone.allCases.enumerated().map { ($1, $0) })
        let reached = incident.milestones.sorted { ($0.value, order[$0.key] ?? 0) < ($1.value, order[$1.key] ?? 0) }
        let first = reached.first?.value ?? incident.openedAt
        return reached.map { milestone, at in
            """
            <li class="split"><span>\(milestone.text.capitalizedFirst)</span>
            <span class="quiet"><time datetime="\(at.rfc3339)">\(at.text)</time>\
            \(at == first ? "" : " (+\((at - first).text))")</span></li>

            """
        }
    }

    private var summary: HTML {
        """
        <label>Summary<span>Two sentences that anybody can follow. Optional.</span>
        <textarea name="summary" rows="2">\(typed("postmortem", "summary") ?? "")</textarea></label>

        """
    }

    private func fields(_ parts: [PostMortemFormat.Part]) -> HTML {
        let fields = parts.map { part -> HTML in
            """
            <label>\(part.title)
            <textarea name="\(part.id)" rows="5" required>\(typed("postmortem", part.id) ?? "")</textarea></label>

            """
        }
        return "\(fields)"
    }

    private var followUps: HTML {
        """
        <label>Follow-ups<span>One per line: title | owner (a role, it is published) | date.\
        \(policy.postMortem.followUps ? " At least one." : " Optional.")</span>
        <textarea name="follow_ups" rows="3"
        placeholder="Alert on token reuse | Edge team | \((view.now + .days(30)).date.text)"\
        \(policy.postMortem.followUps ? " required" : "")>\(typed("postmortem", "follow_ups") ?? "")</textarea></label>

        """
    }
}
