import OnRecord

extension RoomForms {
    /// Says what will happen by itself before it can happen.
    func confirmation(_ main: Bool) -> HTML {
        let effects = ConfirmationEffects(policy: policy, incident: incident)
        let evidence = incident.milestones[.detected] ?? incident.openedAt
        return """
            <p><strong>\(effects.warning)</strong></p>
            \(effects.further.isEmpty
                ? HTML.nothing : "<ul class=\"effects\">\(effects.further.map { "<li>\($0)</li>" as HTML })</ul>" as HTML)
            \(send(
                "confirmation",
                fields: """
                    \(incident.milestones[.aware].map { aware in
                        "<p id=\"aware\">Aware since \(aware.text); the legal clocks count from there.</p>" as HTML
                    } ?? """
                    <label id="aware">Aware since<span>When you were reasonably certain. Legal clocks count from here, and never from \
                    the button; the first evidence stands in it, in UTC.</span>
                    <input name="aware_at" autocapitalize="off" spellcheck="false" placeholder="\(evidence.rfc3339)" \
                    value="\(typed("confirmation", "aware_at") ?? evidence.rfc3339)"></label>
                    """ as HTML)
                    """,
                button: "Confirm the incident", main))
            """
    }
}
