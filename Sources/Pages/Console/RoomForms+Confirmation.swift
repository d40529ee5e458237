import OnRecord

extension RoomForms {
    /// Says what will happen by itself before it can happen.
    func confirmation(_ main: Bool) -> HTML {
        let effects = ConfirmationEffects(policy: policy, incident: incident)
        let earliest = incident.milestones[.aware] ?? incident.milestones[.detected] ?? incident.openedAt
        return """
            <p><strong>\(effects.warning)</strong></p>
            \(effects.further.isEmpty
                ? HTML.nothing : "<ul class=\"effects\">\(effects.further.map { "<li>\($0)</li>" as HTML })</ul>" as HTML)
            \(send(
                "confirmation",
                fields: """
                    <details\(typed("confirmation", "aware_at") == nil ? "" : " open") id="aware">
                    <summary>Aware since another moment</summary>
                    <label>Aware since<span>Legal clocks count from here. Empty: \(earliest.text), the first evidence.</span>
                    <input name="aware_at" autocapitalize="off" spellcheck="false" placeholder="\(earliest.rfc3339)"
                    value="\(typed("confirmation", "aware_at") ?? "")"></label>
                    </details>
                    """,
                button: "Confirm the incident", main))
            """
    }
}
