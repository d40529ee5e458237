/// What happened and when.
extension Derivation {
    private var title: String { policy.eventClass(incident.eventClass)?.title ?? incident.eventClass }

    var whatHappened: String {
        let seen = at(.detected) ?? incident.openedAt
        var text = language("\(title), first seen \(moment(seen))", "\(title), zuerst bemerkt am \(moment(seen))")
        if let confirmed = at(.confirmed) {
            text += language(" and confirmed \(moment(confirmed))", ", bestätigt am \(moment(confirmed))")
        }
        text += "."
        if let services { text += language(" It concerns: \(services).", " Betroffen: \(services).") }
        return matter.impact.isEmpty ? text : "\(text) \(matter.impact)"
    }

    /// Each of the three is a breach by itself (GDPR Art. 4(12)), so each is said, the open ones too.
    var breachNature: String? {
        guard let assessment else { return nil }
        let questions: [(Question, String)] = [
            (
                .confidentiality,
                language(
                    "Confidentiality (others read it, or could)",
                    "Vertraulichkeit (Daten von anderen gelesen oder lesbar)")
            ),
            (.integrity, language("Integrity (it was changed)", "Integrität (Daten verändert)")),
            (
                .availability,
                language(
                    "Availability (it was lost or out of reach)", "Verfügbarkeit (Daten verloren oder nicht zugänglich)"
                )
            ),
        ]
        guard questions.contains(where: { assessment[$0.0] != nil && assessment[$0.0] != .unknown }) else { return nil }
        return questions.map { question, words in
            let answer: String
            switch assessment[question] {
            case .yes: answer = language("lost", "verletzt")
            case .no: answer = language("kept", "gewahrt")
            case .unknown, nil: answer = language("not yet known", "noch nicht bekannt")
            }
            return "\(words): \(answer)"
        }.joined(separator: "; ") + "."
    }

    /// When it began is for people to find out; the facts hold when it showed and when it ended.
    var occurred: String {
        let seen = at(.detected) ?? incident.openedAt
        guard let contained = at(.contained) else {
            return language(
                "First sign: \(moment(seen)). Not contained yet. Whether it began earlier is not known.",
                "Erstes Anzeichen: \(moment(seen)). Noch nicht eingedämmt. Ob es früher begann, ist nicht bekannt.")
        }
        return language(
            "First sign: \(moment(seen)). Contained: \(moment(contained)). Whether it began earlier is not known.",
            "Erstes Anzeichen: \(moment(seen)). Eingedämmt: \(moment(contained)). Ob es früher begann, ist nicht bekannt."
        )
    }

    var discovered: String {
        let seen = at(.detected) ?? incident.openedAt
        guard let aware = at(.aware) else {
            return language(
                "First sign: \(moment(seen)). Not certain yet.",
                "Erstes Anzeichen: \(moment(seen)). Noch nicht gesichert.")
        }
        return language(
            "Reasonably certain since \(moment(aware)). First sign: \(moment(seen)).",
            "Mit hinreichender Sicherheit bekannt seit dem \(moment(aware)). Erstes Anzeichen: \(moment(seen)).")
    }

    var howDiscovered: String? {
        guard let author = incident.facts.first?.by else { return nil }
        if let rule = author.rule {
            guard let title = policy.openings[rule]?.title else {
                return language("By our own monitoring.", "Durch unsere eigene Überwachung.")
            }
            return language(
                "By our own monitoring (“\(title)”).", "Durch unsere eigene Überwachung („\(title)“).")
        }
        if author == .outsider { return language("By a report from outside.", "Durch einen Hinweis von außen.") }
        if author == .house { return language("By our own monitoring.", "Durch unsere eigene Überwachung.") }
        return language("By a member of our staff.", "Durch eine Person aus unserem Team.")
    }

    var suspectedMalicious: String? {
        switch assessment?[.malicious] {
        case .yes: language("Yes, intent is suspected.", "Ja, es besteht der Verdacht auf Absicht.")
        case .no: language("No, nothing points to intent.", "Nein, nichts deutet auf Absicht hin.")
        case .unknown, nil: nil
        }
    }

    var timeline: String? {
        // Steps of one moment stand in the order of a life.
        let steps = Milestone.allCases.enumerated().compactMap { index, milestone in
            // What is judged and filed under the law stays between us and the authority.
            reader == .authority || milestone.isPublic
                ? at(milestone).map { (at: $0, index: index, milestone: milestone) } : nil
        }
        guard !steps.isEmpty else { return nil }
        return bullets(
            steps.sorted { ($0.at, $0.index) < ($1.at, $1.index) }.map {
                "\(moment($0.at)): \($0.milestone.words(in: language))"
            })
    }

    var resolved: String? {
        var parts: [String] = []
        if let contained = at(.contained) {
            parts.append(language("Contained: \(moment(contained)).", "Eingedämmt: \(moment(contained))."))
        }
        if let resolved = at(.resolved) {
            parts.append(language("Resolved: \(moment(resolved)).", "Behoben: \(moment(resolved))."))
        }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// A part of the post-mortem that answers what a law asks, by the part's id in the policy.
    func postMortemPart(_ key: ContentKey) -> String? {
        let ids: [String] =
            switch key {
            case .rootCause: ["root_cause", "cause", "why"]
            case .howDiscovered: ["how_discovered", "how_found", "detection"]
            case .measuresTaken: ["measures_taken", "what_was_done", "measures", "response"]
            case .preventiveMeasures: ["preventive_measures", "what_changes", "prevention"]
            default: [key.rawValue]
            }
        return ids.lazy.compactMap { matter.postMortem?.parts[$0]?.trimmed }.first { !$0.isEmpty }
    }
}

extension Author {
    /// The rule that spoke.
    fileprivate var rule: String? { rawValue.hasPrefix("rule:") ? String(rawValue.dropFirst(5)) : nil }
}
