import OnRecord

/// The sentences of a notice that follow from milestones, clocks and scope.
struct NoticeWords {
    let matter: NoticeMatter
    let language: Language

    private var incident: Incident { matter.incident }
    private func at(_ milestone: Milestone) -> Timestamp? { incident.milestones[milestone] }
    private var data: [DataKind] { incident.scope?.data ?? [] }
    /// What lies ahead is told without seconds.
    private func ahead(_ moment: Timestamp) -> String { language.minute(moment) }

    var title: String { matter.policy.eventClass(incident.eventClass)?.title ?? incident.eventClass }
    var began: Timestamp { at(.detected) ?? incident.openedAt }

    /// What was in reach counts as exposed; what was only lost or changed is not called read.
    var exposure: String {
        let assessment = incident.assessment
        let wasRead = assessment?[.confidentiality] != .no
        guard !data.isEmpty else {
            return wasRead
                ? language(
                    "We do not know yet which of your data was within reach. Until we do, treat all of it as exposed.",
                    "Wir wissen noch nicht, welche Ihrer Daten für andere erreichbar waren. Bitte gehen Sie bis auf Weiteres davon aus, dass alle offengelegt sind."
                )
                : language(
                    "We do not know yet which of your data is affected.",
                    "Wir wissen noch nicht, welche Ihrer Daten betroffen sind.")
        }
        let kinds = language.list(data.map { $0.words(in: language) })
        var sentences = [
            wasRead
                ? language(
                    "Within reach of others: \(kinds). We count that as exposed, used or not.",
                    "Für andere erreichbar: \(kinds). Das behandeln wir als offengelegt, ob es benutzt wurde oder nicht."
                )
                : language(
                    "Affected: \(kinds). Nothing shows that anybody read it.",
                    "Betroffen: \(kinds). Nichts deutet darauf hin, dass jemand die Daten gelesen hat.")
        ]
        if assessment?[.availability] == .yes {
            sentences.append(
                language(
                    "Some or all of it was lost or out of reach.",
                    "Teile davon oder alles gingen verloren oder waren nicht verfügbar."))
        }
        if assessment?[.integrity] == .yes {
            sentences.append(language("Some or all of it was changed.", "Teile davon oder alles wurden verändert."))
        }
        return sentences.joined(separator: " ")
    }

    var measures: [String] {
        var steps: [String] = []
        if let contained = at(.contained) {
            steps.append(
                language(
                    "The incident is contained since \(language.moment(contained)).",
                    "Der Vorfall ist eingedämmt seit dem \(language.moment(contained))."))
        }
        if let rolledBack = at(.rolledBack) {
            steps.append(
                language(
                    "The service runs on a version known to be good since \(language.moment(rolledBack)).",
                    "Der Dienst läuft auf einem geprüften Stand seit dem \(language.moment(rolledBack))."))
        }
        for work in incident.work.values.sorted(by: { $0.queuedAt < $1.queuedAt }) {
            guard case .act(let action) = work.task, work.outcome?.succeeded == true,
                let spec = matter.policy.action(action), spec.reaches == nil
            else { continue }
            steps.append(
                language(
                    "\(spec.title): done, started \(language.moment(work.queuedAt)).",
                    "\(spec.title): erledigt, begonnen am \(language.moment(work.queuedAt))."))
        }
        if at(.contained) == nil {
            steps.append(
                language(
                    "People are working on containing it now.", "Wir arbeiten gerade daran, den Vorfall einzudämmen."))
        }
        return steps
    }

    var advice: [String] { matter.advice(in: language) }

    var unknown: [String] {
        var gaps: [String] = []
        if at(.forensicsCompleted) == nil {
            let due = incident.clocks.first { $0.to == .forensicsCompleted && $0.state == .pending }?.due
            gaps.append(
                language(
                    "Exactly how access was gained, and everything that was done with it"
                        + (due.map { "; our forensic review is due \(ahead($0))." }
                            ?? "; our forensic review is not complete."),
                    "Wie genau es dazu kam und was dabei alles geschah"
                        + (due.map { "; unsere forensische Untersuchung ist fällig am \(ahead($0))." }
                            ?? "; unsere forensische Untersuchung ist nicht abgeschlossen.")))
        }
        if (incident.assessment?.risk ?? incident.risk) == .unknown {
            gaps.append(
                language(
                    "How likely it is that this harms you or people whose data you keep with us.",
                    "Wie wahrscheinlich es ist, dass Ihnen oder Menschen, deren Daten Sie bei uns verarbeiten, ein Schaden entsteht."
                ))
        }
        if at(.contained) == nil {
            gaps.append(
                language("Whether more customers or data are affected.", "Ob weitere Kunden oder Daten betroffen sind.")
            )
        }
        if at(.postmortemPublished) == nil {
            gaps.append(
                language(
                    "What we will change so that it does not happen again.",
                    "Was wir ändern werden, damit es nicht wieder geschieht."))
        }
        return gaps
    }

    var next: String {
        if let published = at(.postmortemPublished) {
            return language(
                "The post-mortem was published \(language.moment(published)). Corrections, if any, are appended there.",
                "Der ausführliche Bericht wurde veröffentlicht am \(language.moment(published)). Berichtigungen werden dort angefügt."
            )
        }
        let place =
            incident.page == nil
            ? language("on our public trust site", "auf unserer öffentlichen Seite")
            : language("at the address below", "unter der Adresse unten")
        let pending = incident.clocks.filter { $0.to == .postmortemPublished && $0.state == .pending }.map(\.due).min()
        if let pending {
            return language(
                "The next full account appears \(place), at the latest \(ahead(pending)).",
                "Der nächste vollständige Bericht erscheint \(place), spätestens am \(ahead(pending)).")
        }
        let owed = matter.policy.promises.first {
            $0.to == .postmortemPublished && $0.when.holds(in: incident.circumstances)
        }
        if let owed {
            return language(
                "The next full account appears \(place), \(owed.limitInWords). Its exact deadline stands there from then on.",
                "Der nächste vollständige Bericht erscheint \(place). Sobald seine Frist läuft, steht sie dort.")
        }
        return language("What we learn appears \(place).", "Was wir herausfinden, erscheint \(place).")
    }

    /// Since when the reader may count: our notice can start clocks of theirs (GDPR Art. 33(2)).
    var aware: String {
        guard let aware = at(.aware) else {
            return language(
                "We are still establishing since when we can be certain of this.",
                "Wir klären noch, seit wann wir dessen sicher sein können.")
        }
        return language(
            "We have been reasonably certain of this incident since \(language.moment(aware)).",
            "Wir wissen von diesem Vorfall mit hinreichender Sicherheit seit dem \(language.moment(aware)).")
    }
}

// MARK: - To one reader

extension NoticeWords {
    var holdsTokens: Bool { data.contains(.tokens) }
    var needsNewToken: Bool { data.contains(.tokens) || data.contains(.keys) }

    /// What became of the reader's tokens, or of all where theirs are not known.
    func revocation(_ tokens: [Token]) -> String {
        if tokens.isEmpty {
            if let all = at(.tokensRevoked) {
                return language(
                    "Every token involved was revoked, without waiting for a person: done \(all.text). None opens anything now.",
                    "Alle beteiligten Token wurden sofort und ohne menschliches Zutun widerrufen: erledigt am \(language.moment(all)). Keines öffnet mehr etwas."
                )
            }
            return language("Every token involved is", "Alle beteiligten Token werden") + running
        }
        let count = tokens.count
        let revoked = tokens.compactMap(\.revokedAt)
        if revoked.count == count, let last = revoked.max() {
            return language(
                count == 1
                    ? "1 token of yours was revoked, without waiting for a person: done \(last.text). It no longer opens anything."
                    : "\(count) tokens of yours were revoked, without waiting for a person: done \(last.text). They no longer open anything.",
                count == 1
                    ? "1 Token von Ihnen wurde sofort und ohne menschliches Zutun widerrufen: erledigt am \(language.moment(last)). Es öffnet nichts mehr."
                    : "\(count) Token von Ihnen wurden sofort und ohne menschliches Zutun widerrufen: erledigt am \(language.moment(last)). Sie öffnen nichts mehr."
            )
        }
        return language(
            count == 1 ? "1 token of yours is" : "\(count) tokens of yours are",
            count == 1 ? "1 Token von Ihnen wird" : "\(count) Token von Ihnen werden") + running
    }

    private var running: String {
        let since = at(.confirmed)
        return language(
            " being revoked, without waiting for a person."
                + (since.map { " That began \($0.text), with the confirmation." } ?? "")
                + " Do not count on the old token any more.",
            " gerade sofort und ohne menschliches Zutun widerrufen."
                + (since.map { " Das begann am \(language.moment($0)), mit der Bestätigung." } ?? "")
                + " Verlassen Sie sich nicht mehr auf das alte Token.")
    }
}
