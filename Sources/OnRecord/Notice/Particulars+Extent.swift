/// Who and what is concerned, and how badly.
extension Derivation {
    /// The policy's data sets that the assessment names as touched.
    private var sets: [DataSet] {
        let touched = Set(assessment?.dataSets ?? [])
        return policy.dataSets.filter { touched.contains($0.id) }
    }

    var people: String? {
        let people = sets.map(\.people).filter { !$0.isEmpty }.unique
        return people.isEmpty ? nil : people.joined(separator: "; ")
    }

    var records: String? { sets.isEmpty ? nil : sets.map(\.title).unique.joined(separator: "; ") }

    var subjectCount: String? { assessment?.people[Assessment.everywhere].map(about) }

    var residents: String? {
        guard let places = assessment?.people.filter({ $0.key != Assessment.everywhere }), !places.isEmpty else {
            return nil
        }
        return places.sorted { $0.key < $1.key }.map { "\($0.key): \(about($0.value))" }.joined(separator: "; ")
    }

    /// Countries, from places such as `US-CA`.
    var states: String? {
        let places = (assessment?.people ?? [:]).filter { $0.key != Assessment.everywhere && $0.value > 0 }
        let countries = Set(places.keys.map { String($0.prefix { $0 != "-" }) })
        return countries.isEmpty ? nil : countries.sorted().joined(separator: ", ")
    }

    private func about(_ count: Int) -> String {
        language("about \(language.number(count))", "etwa \(language.number(count))")
    }

    var dataTypes: String? {
        let kinds = ((incident.scope?.data ?? []) + sets.flatMap(\.holds)).unique
        return kinds.isEmpty ? nil : language.list(kinds.map { $0.words(in: language) })
    }

    var services: String? {
        let ids = incident.scope?.services ?? []
        guard !ids.isEmpty else { return nil }
        return language.list(ids.map { id in policy.services.first { $0.id == id }?.title ?? id })
    }

    var protection: String? {
        switch assessment?[.unreadable] {
        case .yes:
            language(
                "The data was unreadable to whoever reached it, and the keys are safe.",
                "Die Daten waren für Unbefugte nicht lesbar, und die Schlüssel sind sicher.")
        case .no:
            language("The data was readable to whoever reached it.", "Die Daten waren für Unbefugte lesbar.")
        case .unknown, nil: nil
        }
    }

    /// A judgement, and the aid's number beside it; the number alone proves nothing.
    var harm: String? {
        let risk = assessment?.risk ?? (incident.risk == .unknown ? nil : incident.risk)
        guard let risk, risk != .unknown else { return nil }
        var text =
            switch risk {
            case .unlikely: language("Harm to people is unlikely.", "Ein Schaden für Menschen ist unwahrscheinlich.")
            case .risk: language("There is a risk to people.", "Es besteht ein Risiko für Menschen.")
            case .high: language("The risk to people is high.", "Das Risiko für Menschen ist hoch.")
            case .unknown: ""
            }
        if let aid = assessment?.severity {
            let score = String((aid.score * 100).rounded() / 100)
            text += language(
                " ENISA’s severity formula gives \(score), which it calls \(aid.level.rawValue.replacing("_", with: " ")).",
                " Die Formel der ENISA ergibt \(score.replacing(".", with: ",")) (\(aid.level.germanWord)).")
        }
        return text
    }

    var severity: String? {
        var parts: [String] = []
        if let severity = policy.severities.first(where: { $0.id == incident.severity }) {
            parts.append("\(severity.id): \(severity.criteria)")
        }
        if incident.impact.unavailableFor > .zero {
            let span = language.span(incident.impact.unavailableFor)
            parts.append(language("Unavailable for \(span).", "Nicht verfügbar: \(span)."))
        }
        if incident.impact.customersShare > 0 {
            let share = percent(incident.impact.customersShare)
            parts.append(
                language(
                    "Customers affected: \(share).",
                    "Betroffene Kunden: \(share.replacing(".", with: language(".", ",")))."))
        }
        if let count = incident.scope?.customers, count > 0 {
            parts.append(
                language(
                    "\(language.number(count)) customer\(count == 1 ? "" : "s") in scope.",
                    "\(language.number(count)) \(count == 1 ? "betroffener Kunde" : "betroffene Kunden")."))
        }
        if !matter.impact.isEmpty { parts.append(matter.impact) }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}

extension SeverityAid.Level {
    fileprivate var germanWord: String {
        switch self {
        case .low: "niedrig"
        case .medium: "mittel"
        case .high: "hoch"
        case .veryHigh: "sehr hoch"
        }
    }
}
