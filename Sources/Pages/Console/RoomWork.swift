import OnRecord

extension RoomParts {
    /// What was queued to be done by itself and how far it is; pages to on-call stand in the timeline only.
    var work: HTML {
        let rows = incident.work.sorted { ($0.value.queuedAt, $0.key) < ($1.value.queuedAt, $1.key) }.filter {
            !$0.value.isPage
        }
        let open = incident.openContacts.count
        let mayDryRun = (incident.scope?.customers ?? 0) > 0 && !rows.contains { $0.value.task.isNotice }
        guard !rows.isEmpty || open > 0 || mayDryRun else { return "<section id=\"work\" hidden></section>" }
        let reachesMembers = rows.contains { $0.value.task.reachesMembers }
        let listsCredits = rows.contains { if case .listCredits = $0.value.task { true } else { false } }
        return """
            <section id="work" aria-labelledby="work-title">
            <h2 id="work-title">What runs by itself</h2>
            \(open > 0 ? "<p class=\"bad\">\(counted(open, "customer")) must be reached another way.</p>" as HTML : .nothing)
            <ul class="rows">\(rows.map { row($0.key, $0.value) })</ul>
            <p class="split">
            \(open > 0 ? link("contacts", "Reach them another way") : .nothing)
            \(mayDryRun ? link("dry-run", "What would be mailed, and to whom") : .nothing)
            \(reachesMembers ? link("deliveries", "Who was told, and when") : .nothing)
            \(listsCredits ? link("credits", "Credits") : .nothing)
            </p>
            </section>
            """
    }

    private func link(_ path: String, _ text: String) -> HTML {
        "<a class=\"touch\" href=\"/incidents/\(incident.id)/\(path)\">\(text)</a>"
    }

    private func row(_ id: EffectID, _ work: Incident.Work) -> HTML {
        // An audience that has not been expanded yet has no counts to show.
        if work.task.reachesMembers, let counts = view.counts[id],
            counts != DeliveryCounts(pending: 0, done: 0, failed: 0)
        {
            let progress = WorkText.progress(work.task, counts)
            return """
                <li><p>\(progress)</p>
                <progress max="\(counts.total)" value="\(counts.done)" aria-label="\(progress)"></progress></li>

                """
        }
        if let outcome = work.outcome {
            let sentence = WorkText.settled(WorkName(id, of: incident.id), outcome, policy: policy)
            return "<li><p class=\"\(outcome.succeeded ? "good" : "bad")\">\(sentence)</p></li>"
        }
        return
            """
            <li><p>\(WorkText.queued(work.task, policy: policy))
            <span class="quiet">Since \(work.queuedAt.clock) UTC.</span></p></li>

            """
    }

    /// Links to what the public can read.
    var published: HTML {
        guard let page = incident.page else { return "<section id=\"public\" hidden></section>" }
        let texts = incident.published.filter(\.kind.isPublic)
        return """
            <section id="public" aria-labelledby="public-title">
            <h2 id="public-title">Public</h2>
            <p><a class="touch" href="\(view.publicSite)\(page.path)">\(page.path)</a></p>
            <ul class="rows small">
            <li class="split"><span>Address reserved</span> <span class="quiet">\(page.reservedAt.text)</span></li>
            \(texts.map { text in
                """
                <li class="split"><span>\(FactText.sentence(text.kind))</span>
                <span class="quiet">\(text.at.text)</span></li>

                """ as HTML
            })</ul>
            </section>
            """
    }
}

extension Incident.Work {
    fileprivate var isPage: Bool { if case .page = task { true } else { false } }
}
