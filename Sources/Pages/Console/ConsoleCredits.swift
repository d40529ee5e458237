import OnRecord

extension Console {
    /// The decision as a picture: what it comes to, who gets what and why, who gets nothing and why, and the one button.
    public static func credits(_ view: CreditsView) -> HTML {
        page(
            title: "Credits",
            """
            <div class="narrow">
            \(backToRoom(view.incident))
            <h1>Credits</h1>
            <p>\(view.policy.credits?.says ?? "This policy promises no credits.")</p>
            <p class="quiet small">\(publicTitle(view.incident, view.policy)) · \(view.incident.id)</p>
            \(alert(view.refused))
            \(CreditParts(view: view).all)
            </div>
            """)
    }
}

private struct CreditParts {
    let view: CreditsView
    var stage: CreditStage { view.incident.creditStage }

    var all: HTML {
        """
        \(decision)
        \(lines)
        \(nothing)
        """
    }

    // MARK: - What can be decided

    private var decision: HTML {
        switch stage {
        case .none:
            section(
                "No list yet", "<p>A list shows who gets what. It gives nobody anything.</p>", listing("List credits"))
        case .listing: section("The list is being made", "<p>Reload this page in a moment.</p>")
        case .listingFailed:
            section("The list could not be made", "<p>The log says why.</p>", listing("Try again"))
        case .listed: section("Waits for your approval", sums, approval, again)
        case .approved: section("Approved, not yet carried out", sums, entry("All of them are entered"), withdrawal)
        case .granting: section("Being carried out", sums, progress)
        case .granted: section("Carried out", sums, download, again)
        case .partlyGranted(_, let effect, let failed):
            section(
                "\(counted(missing ?? failed, "credit")) could not be given", sums, progress,
                """
                \(reason(of: effect))
                <p>The <a class="touch" href="/incidents/\(view.incident.id)/deliveries">deliveries</a> say why. Mend the cause and \
                list again: the new list has only those who have nothing yet. Or enter the missing ones by hand.</p>
                """, entry("The missing ones are entered"), again)
        }
    }

    private var missing: Int? { view.progress.map { $0.pending + $0.failed } }

    /// Why nobody was tried any more.
    private func reason(of effect: EffectID) -> HTML? {
        guard let detail = view.incident.work[effect]?.outcome?.detail, !detail.isEmpty else { return nil }
        return "<p class=\"bad\">\(detail.capitalizedFirst).</p>"
    }

    private func section(_ title: String, _ parts: HTML...) -> HTML {
        """
        <section aria-labelledby="decision-title"><h2 id="decision-title">\(title)</h2>
        \(parts)
        </section>
        """
    }

    private var sums: HTML {
        guard let list = view.list else { return .nothing }
        let totals: HTML? =
            list.totals.isEmpty ? nil : "<dt>Together</dt><dd><strong>\(together(list))</strong></dd>"
        let approval: HTML? = view.incident.creditApproval.flatMap { approval in
            approval.list == list.id ? "<dt>Approved</dt><dd>exactly this list</dd>" : nil
        }
        return """
            <dl class="facts">
            <dt>Credited</dt><dd><strong>\(counted(list.count, "customer"))</strong></dd>
            \(totals)
            <dt>Made</dt><dd>\(list.at.text)</dd>
            <dt>Rule</dt><dd>\(terms)</dd>
            \(approval)
            <dt>Hash</dt><dd class="quiet small">\(list.hash)</dd>
            </dl>
            """
    }

    private var terms: String {
        guard let id = stage.list, case .listCredits(_, let terms)? = view.incident.work[id]?.task else { return "" }
        let absence = terms.amount.needsImpact ? "; \(terms.unavailableFor.text) without service" : ""
        return "\(terms.amount.text); from \(terms.began.text) to \(terms.ended.text)\(absence)"
    }

    private var approval: HTML {
        guard let list = view.list else { return .nothing }
        let effect: String
        switch (list.count, view.policy.credits?.means) {
        case (0, _): effect = "Nobody gets anything. Approving says that this is right, and the matter is settled."
        case (_, .stripe?):
            effect =
                "Approving lowers the balance of \(counted(list.count, "customer")) at Stripe by \(together(list)), at once. It cannot be taken back here."
        default:
            effect =
                "Approving freezes this list and gives you the file for your billing system. Nothing is carried out by itself."
        }
        return """
            <p>\(effect)</p>
            <form method="post" action="/incidents/\(view.incident.id)/credits/approval">
            <input type="hidden" name="list" value="\(list.id)">
            <input type="hidden" name="hash" value="\(list.hash)">
            <button class="primary">Approve \(together(list))</button>
            </form>
            """
    }

    private func together(_ list: CreditList) -> String {
        list.totals.isEmpty
            ? "a list of nobody" : listed(list.totals.sorted { $0.key < $1.key }.map { Money.text($0.value, $0.key) })
    }

    private func entry(_ button: String) -> HTML {
        """
        \(download)
        <p>Enter the credits into your billing system, then say so here: that keeps the promise, and cannot be taken back.</p>
        <form method="post" action="/incidents/\(view.incident.id)/credits/entry">
        <button class="primary">\(button)</button></form>
        """
    }

    private var download: HTML {
        "<p><a class=\"touch\" href=\"/incidents/\(view.incident.id)/credits/export\">Download the list (CSV)</a></p>"
    }

    private var withdrawal: HTML {
        """
        <details><summary>Withdraw the approval</summary>
        <p>Only if nothing of it was entered. The list can then be made again.</p>
        <form method="post" action="/incidents/\(view.incident.id)/credits/withdrawal"><button>Withdraw it</button></form></details>
        """
    }

    private func listing(_ button: String) -> HTML {
        """
        <form method="post" action="/incidents/\(view.incident.id)/credits"><button>\(button)</button></form>
        """
    }

    private var again: HTML {
        """
        <details><summary>List again</summary>
        <p>After an import of customers, or when scope or impact have changed. Who has been credited for this incident gets \
        nothing more, and the new list needs an approval of its own.</p>
        \(listing("List again"))</details>
        """
    }

    private var progress: HTML {
        guard let counts = view.progress else { return .nothing }
        let total = counts.pending + counts.done + counts.failed
        let words = "\(counts.done) of \(counted(total, "customer")) credited"
        return """
            <p>\(words)\(counts.failed > 0 ? ", \(counts.failed) failed" : "").</p>
            <progress max="\(max(total, 1))" value="\(counts.done)" aria-label="\(words)"></progress>
            """
    }

    // MARK: - Who gets what

    private var lines: HTML {
        let given = view.credits.filter { $0.amount > 0 }
        guard let list = view.list, !given.isEmpty else { return .nothing }
        let unlisted = list.count - given.count
        return """
            <section aria-labelledby="lines-title"><h2 id="lines-title">Who gets what, and why</h2>
            <ul class="rows">\(given.map(line))</ul>
            \(unlisted > 0 ? "<p class=\"quiet\">\(unlisted) more are not shown here; the API and the file have all.</p>" as HTML : .nothing)
            </section>
            """
    }

    private func line(_ credit: Credit) -> HTML {
        """
        <li><p class="split"><span>\(view.names[credit.customer] ?? credit.customer)</span> <strong>\(credit.text)</strong></p>
        <p class="quiet small">\(credit.explanation)</p></li>

        """
    }

    private var nothing: HTML {
        guard let list = view.list, !list.without.isEmpty else { return .nothing }
        let reasons = Credit.Reason.allCases.compactMap { reason -> HTML? in
            guard let count = list.without[reason.rawValue] else { return nil }
            let names = view.credits.filter { $0.amount == 0 && $0.reason == reason }.map {
                view.names[$0.customer] ?? $0.customer
            }
            let more = count > names.count ? [" and \(count - names.count) more"] : []
            return """
                <li><p><strong>\(counted(count, "customer"))</strong>: \(reason.text)</p>
                <p class="quiet small">\(names.joined(separator: ", "))\(more.joined())</p></li>

                """
        }
        return """
            <section aria-labelledby="nothing-title"><h2 id="nothing-title">Who gets nothing, and why</h2>
            <ul class="rows">\(reasons)</ul></section>
            """
    }
}
