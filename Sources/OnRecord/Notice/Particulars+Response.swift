/// Who reports, and what was done about it.
extension Derivation {
    var reporter: String { "\(policy.organisation.name), \(policy.organisation.site)" }

    var contact: String { "\(policy.organisation.name), \(policy.organisation.contact)" }

    var submission: String {
        matter.earlier.isEmpty
            ? language("First filing", "Erstmeldung")
            : language(
                "Follow-up, filing \(matter.earlier.count + 1)", "Nachmeldung, \(matter.earlier.count + 1). Meldung")
    }

    var references: String {
        let own = language("Ours: \(incident.id)", "Unseres: \(incident.id)")
        let theirs = matter.earlier.compactMap(\.reference).last { !$0.isEmpty }
        return own + (theirs.map { language("; the authority’s: \($0)", "; das der Behörde: \($0)") } ?? "")
    }

    var measures: String? {
        if let told = postMortemPart(.measuresTaken) { return told }
        let steps = measureSteps
        return steps.isEmpty ? nil : bullets(steps)
    }

    /// What was done, in the order of time, each step with its moment.
    var measureSteps: [String] {
        var steps: [(at: Timestamp, text: String)] = []
        func reached(_ milestone: Milestone, _ english: String, _ german: String) {
            guard let moment = at(milestone) else { return }
            steps.append(
                (moment, language("\(english): \(self.moment(moment)).", "\(german): \(self.moment(moment)).")))
        }
        reached(.tokensRevoked, "Every token involved revoked", "Alle beteiligten Token widerrufen")
        reached(.reissueOpened, "New tokens made available", "Neue Token verfügbar")
        reached(.rolledBack, "Back on a version known to be good", "Zurück auf einem geprüften Stand")
        reached(.contained, "Contained", "Eingedämmt")
        reached(.forensicsCompleted, "Forensic review completed", "Forensische Untersuchung abgeschlossen")
        reached(.resolved, "Resolved", "Behoben")
        for work in incident.work.values {
            guard case .act(let action) = work.task, work.outcome?.succeeded == true else { continue }
            let title = policy.action(action)?.title ?? action
            steps.append(
                (
                    work.queuedAt,
                    language(
                        "\(title): started \(moment(work.queuedAt)), done.",
                        "\(title): begonnen \(moment(work.queuedAt)), erledigt.")
                ))
        }
        return steps.sorted { ($0.at, $0.text) < ($1.at, $1.text) }.map(\.text)
    }

    /// Only what limits harm to those concerned (GDPR Art. 33(3)(d)), and only once it is done.
    var mitigation: String? {
        var steps: [String] = []
        if let revoked = at(.tokensRevoked) {
            steps.append(
                language(
                    "Since \(moment(revoked)) no token involved opens anything.",
                    "Seit dem \(moment(revoked)) öffnet keines der beteiligten Token mehr etwas."))
        }
        if assessment?[.highRiskRemoved] == .yes {
            steps.append(
                language(
                    "A later step made sure that the high risk cannot come about.",
                    "Eine spätere Maßnahme stellt sicher, dass das hohe Risiko nicht eintreten kann."))
        }
        return steps.isEmpty ? nil : bullets(steps)
    }

    var prevention: String? {
        let followUps = (matter.postMortem?.followUps ?? []).map {
            "\($0.title) (\($0.owner), \(language("by", "bis")) \($0.target))"
        }
        let told = postMortemPart(.preventiveMeasures)
        guard !followUps.isEmpty else { return told }
        return [told, bullets(followUps)].compactMap { $0 }.joined(separator: "\n\n")
    }

    /// What readers can do themselves, by the kinds of data in reach.
    var advice: [String] {
        var lines: [String] = []
        let data = Set(incident.scope?.data ?? [])
        if data.contains(.tokens) || data.contains(.keys) {
            lines.append(
                language(
                    "Replace the API tokens and keys you use with us, and look for use that was not yours.",
                    "Ersetzen Sie die API-Token und Schlüssel, die Sie bei uns nutzen, und prüfen Sie, ob sie fremd benutzt wurden."
                ))
        }
        return lines + otherAdvice
    }

    var otherAdvice: [String] {
        var lines: [String] = []
        let data = Set(incident.scope?.data ?? [])
        if data.contains(.credentials) {
            lines.append(
                language(
                    "Change your password here, and wherever else you use the same one.",
                    "Ändern Sie Ihr Passwort bei uns und überall, wo Sie dasselbe verwenden."))
        }
        if data.contains(.billing) {
            lines.append(
                language(
                    "Watch your statements for payments you did not make.",
                    "Achten Sie auf Abbuchungen, die nicht von Ihnen stammen."))
        }
        if data.contains(.personalData) || data.contains(.content) {
            lines.append(
                language(
                    "Be wary of mails and calls that use what you told us, and never give a password in answer to one.",
                    "Seien Sie misstrauisch bei Nachrichten und Anrufen, die Angaben aus Ihren Daten verwenden, und nennen Sie dabei nie ein Passwort."
                ))
        }
        return lines
    }

    var noticeStatus: String? {
        var parts: [String] = []
        if let told = at(.subjectsNotified) {
            parts.append(
                language(
                    "The people concerned were told: \(moment(told)).",
                    "Die betroffenen Personen wurden informiert: \(moment(told))."))
        }
        if let told = at(.customersNotified) {
            parts.append(
                language(
                    "Affected customers were told: \(moment(told)).",
                    "Betroffene Kunden wurden informiert: \(moment(told))."))
        }
        let pending = incident.clocks.filter { $0.state == .pending && $0.to == .subjectsNotified }.map(\.due).min()
        if let pending {
            parts.append(
                language(
                    "The people concerned will be told by \(moment(pending)).",
                    "Die betroffenen Personen werden informiert bis: \(moment(pending))."))
        }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    var publication: String? {
        guard let page = incident.page else { return nil }
        let url = policy.organisation.site + page.path
        if let published = at(.postmortemPublished) {
            return language(
                "Post-mortem published \(moment(published)): \(url)",
                "Bericht veröffentlicht am \(moment(published)): \(url)")
        }
        return language(
            "Public page since \(moment(page.reservedAt)): \(url)",
            "Öffentliche Seite seit dem \(moment(page.reservedAt)): \(url)")
    }
}

extension NoticeMatter {
    /// What readers can do themselves, by the kinds of data in reach. What to do about tokens is left out: a notice has a
    /// button for that.
    public func advice(in language: Language) -> [String] { Derivation(matter: self, language: language).otherAdvice }
}
