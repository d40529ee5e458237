import OnRecord

/// Who is affected, and how much.
extension RoomForms {
    func scope(_ main: Bool) -> HTML {
        let known = incident.scope
        let data =
            all("scope", "data") ?? known?.data.map(\.rawValue) ?? (view.suggestions.tokens.isEmpty ? [] : ["tokens"])
        let services = all("scope", "services") ?? known?.services ?? policy.services.prefix(1).map(\.id)
        let everyone = all("scope", "all_customers")?.isEmpty == false
        return send(
            "scope",
            fields: """
                \(known.map { "<p>Now: \(FactText.sentence($0, policy: policy))</p>" as HTML })
                <label>Customers<span>One id per line.</span>
                <textarea name="customers" rows="3" autocapitalize="off" spellcheck="false">\
                \(lines("customers", view.suggestions.customers))</textarea></label>
                <label class="tick"><input type="checkbox" name="all_customers"\(everyone ? " checked" : "")>
                All customers, whatever stands above</label>
                <label>Tokens<span>One id per line.</span>
                <textarea name="tokens" rows="3" autocapitalize="off" spellcheck="false">\
                \(lines("tokens", view.suggestions.tokens))</textarea></label>
                <fieldset><legend>What is touched</legend><div class="ticks">
                \(DataKind.allCases.map { tick("data", $0.rawValue, $0.text.capitalizedFirst, data) })</div></fieldset>
                <fieldset><legend>Services</legend><div class="ticks">
                \(policy.services.map { tick("services", $0.id, $0.title, services) })</div></fieldset>
                """,
            button: "Set the scope", main)
    }

    func impact(_ main: Bool) -> HTML {
        let known = incident.impact
        let said = incident.published.last { $0.kind == .impact }.flatMap { view.documents[$0.document]?.text } ?? ""
        let isStated = known != Impact()
        let minutes = typed("impact", "minutes") ?? (isStated ? "\(known.unavailableFor.milliseconds / 60_000)" : "")
        let share =
            typed("impact", "share") ?? (isStated ? String(FactText.percent(known.customersShare).dropLast(2)) : "")
        return send(
            "impact",
            fields: """
                <label>Minutes unavailable<input name="minutes" inputmode="numeric" value="\(minutes)" required></label>
                <label>Share of customers, in percent<input name="share" inputmode="decimal" value="\(share)" required></label>
                <label>In a sentence with numbers<span>For the public page. Nothing personal.</span>
                <textarea name="text" rows="2">\(typed("impact", "text") ?? said)</textarea></label>
                """,
            button: "State the impact", main)
    }

    private func lines(_ field: String, _ suggested: [String]) -> String {
        typed("scope", field) ?? suggested.joined(separator: "\n")
    }

    private func tick(_ name: String, _ value: String, _ label: String, _ chosen: [String]) -> HTML {
        """
        <label class="tick"><input type="checkbox" name="\(name)" value="\(value)"\
        \(chosen.contains(value) ? " checked" : "")> \(label)</label>

        """
    }
}
