import OnRecord

extension Console {
    /// Opens an incident by hand. An empty `severity` means the class's own.
    public static func declare(_ policy: Policy, refused: RefusedForm? = nil) -> HTML {
        func typed(_ field: String) -> String? { refused?.fields[field]?.first }
        let chosen = typed("class")
        let classes = policy.classes.enumerated().map { index, one -> HTML in
            let isChosen = chosen.map { $0 == one.id } ?? (index == 0)
            return """
                <label class="tick"><input type="radio" name="class" value="\(one.id)"\(isChosen ? " checked" : "")>
                <span>\(one.title) (\(one.severity))</span></label>

                """
        }
        let severities = policy.severities.map { one -> HTML in
            "<option value=\"\(one.id)\"\(typed("severity") == one.id ? " selected" : "")>\(one.id): \(one.criteria)</option>"
        }
        return page(
            title: "Declare an incident",
            """
            <div class="narrow">
            <h1>Declare an incident</h1>
            \(alert(refused?.reason))
            <section>
            <form method="post" action="/incidents">
            <div class="fields">
            <fieldset><legend>What kind of event is it?</legend>
            \(classes)</fieldset>
            <label>Severity<select name="severity">
            <option value=""\(typed("severity")?.isEmpty == false ? "" : " selected")>As the kind of event says</option>
            \(severities)</select></label>
            <label>What do you see?<span>A note for the room; never published. May stay empty.</span>
            <textarea name="title" rows="3">\(typed("title") ?? "")</textarea></label>
            </div>
            <p>On-call is paged and the clocks start at once.</p>
            <button class="primary">Declare it</button>
            </form>
            </section>
            </div>
            """)
    }
}
