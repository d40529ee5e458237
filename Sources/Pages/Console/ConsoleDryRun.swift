import OnRecord

extension Console {
    /// What would be mailed, and to whom: nothing has been sent. Send it with `mailContentSecurityPolicy`.
    public static func dryRun(_ view: DryRunView) -> HTML {
        let run = view.run
        return page(
            title: "Dry run",
            """
            <div class="narrow">
            \(backToRoom(view.incident))
            <h1>What would be mailed, and to whom</h1>
            <p>\(standing(view))</p>
            <p class="quiet small">\(publicTitle(view.incident, view.policy)) · \(view.incident.id)</p>
            \(run.unknown > 0 ? """
            <p class="bad">\(counted(run.unknown, "customer")) in scope cannot be found in the directory, so nobody could
            write to them.</p>
            """ as HTML : .nothing)
            <section aria-labelledby="domains-title"><h2 id="domains-title">Where they have their mail</h2>
            <ul class="rows small">\(run.domains.map { domain in
                "<li class=\"split\"><span>\(domain.domain)</span> <strong>\(domain.count)</strong></li>" as HTML
            })\(run.furtherDomains > 0 ? """
            <li class="split"><span>\(run.furtherDomains) further domains</span> <strong>\(run.inFurtherDomains)</strong></li>
            """ as HTML : .nothing)</ul></section>
            \(run.sample.map(sample) ?? "<section><p>There is nobody to show a sample for.</p></section>")
            </div>
            """)
    }

    private static func standing(_ view: DryRunView) -> HTML {
        let customers = counted(view.run.count, "customer")
        guard view.incident.work.values.contains(where: \.task.isNotice) else {
            return "Nothing has been sent. Confirming the incident mails \(customers) in scope, once each."
        }
        return """
            \(customers.capitalizedFirst) in scope; this is how the notice would read now. \
            <a href="/incidents/\(view.incident.id)/deliveries">Who was told, and when</a> stands on a page of its own.
            """
    }

    private static func sample(_ sample: NoticeDryRun.Sample) -> HTML {
        """
        <section aria-labelledby="sample-title"><h2 id="sample-title">\(sample.subject)</h2>
        <dl class="facts"><dt>From</dt><dd>\(sample.from)</dd><dt>To</dt><dd>\(sample.to)</dd></dl>
        <details open><summary>As HTML</summary>\(mailFrame(sample.html))</details>
        <details><summary>As plain text</summary><p class="words">\(sample.plain)</p></details>
        </section>
        """
    }
}
