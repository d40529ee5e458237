import OnRecord

extension Console {
    /// What each affected customer gets back, and the sum per currency.
    public static func credits(_ view: CreditsView) -> HTML {
        let rows = view.credits.map { credit -> HTML in
            """
            <li class="split"><span>\(view.names[credit.customer] ?? credit.customer)</span> <strong>\(credit.text)</strong></li>

            """
        }
        let content: HTML =
            rows.isEmpty
            ? "<section><p>No credits are listed yet.</p></section>"
            : """
            <section><ul class="rows">\(rows)\(sums(view.credits))</ul></section>
            """
        return page(
            title: "Credits",
            """
            <div class="narrow">
            \(backToRoom(view.incident))
            <h1>Credits</h1>
            <p>\(view.policy.credits?.says ?? "This policy promises no credits.")</p>
            <p class="quiet small">\(publicTitle(view.incident, view.policy)) · \(view.incident.id)</p>
            \(content)
            </div>
            """)
    }

    private static func sums(_ credits: [Credit]) -> [HTML] {
        Dictionary(grouping: credits, by: \.currency).sorted { $0.key < $1.key }.map { currency, credits in
            let sum = Credit(
                incident: credits[0].incident, customer: "", amount: credits.reduce(0) { $0 + $1.amount },
                currency: currency)
            return """
                <li class="split"><strong>\(counted(credits.count, "customer"))</strong> <strong>\(sum.text)</strong></li>

                """
        }
    }
}
