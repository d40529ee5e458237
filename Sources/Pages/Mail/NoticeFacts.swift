import OnRecord

/// What the templates' names stand for in one incident, in one language.
struct NoticeFacts {
    enum Value {
        /// Nil: not known. `otherwise` stands where a template writes it out all the same.
        case text(String?, otherwise: String = "")
        case flag(Bool)
        case list([[String: String]])
        case lines([String])
    }

    let matter: NoticeMatter
    let draft: Draft
    let demand: NoticeDemand
    let particulars: Particulars
    let language: Language

    init(_ form: NoticeForm, _ matter: NoticeMatter, _ demand: NoticeDemand, in language: Language) {
        (self.matter, self.demand, self.language) = (matter, demand, language)
        particulars = Particulars(of: matter, in: language)
        draft = Draft(form, demand, from: particulars, update: UpdateMoment(after: matter))
    }

    private var organisation: Organisation { matter.policy.organisation }
    private var words: NoticeWords { NoticeWords(matter: matter, language: language) }

    var values: [String: Value] {
        var values: [String: Value] = [:]
        for key in ContentKey.allCases {
            values[key.rawValue] = .text(particulars.text(key), otherwise: draft.notYetKnown)
        }
        let words = words
        // The first notice lists facts for the reader's own filing; a gap shown there is not shown twice.
        let shown = draft.form == .breach && matter.mayStartClocks ? listed.map(\.key) : []
        let gaps = draft.checklist.missing.filter { !shown.contains($0.key) }
        values.merge(
            [
                "organisation": .text(organisation.name), "site": .text(organisation.site),
                "contact": .text(organisation.contact), "reference": .text(matter.incident.id),
                "title": .text(words.title), "severity": .text(matter.incident.severity),
                "day": .text(language.day(words.began.date)), "exposure": .text(words.exposure),
                "aware": .text(words.aware), "next_account": .text(words.next),
                "page": .text(matter.incident.page.map { organisation.site + $0.path }),
                "advice": .text(advice), "update_by": .text(draft.update.text(in: language)),
                "message": .text(matter.message), "citation": .text(demand.citation.map(language.citation)),
                "may_start_clocks": .flag(matter.mayStartClocks), "no_data_touched": .flag(isDataUntouched),
                "has_particulars": .flag(!listed.isEmpty), "has_missing": .flag(!draft.checklist.isComplete),
                "has_follow_ups": .flag(!(matter.postMortem?.followUps ?? []).isEmpty),
                "measures": .lines(measures),
                "unknown": .lines(words.unknown + gaps.map { "\($0.key.title(in: language)): \(draft.notYetKnown)" }),
                "missing": .lines(draft.checklist.missing.map { $0.key.title(in: language) }),
                "particulars": .list(listed.map(row)), "changes": .list(changes.map(row)),
                "post_mortem": .list(postMortem),
                "follow_ups": .list(
                    (matter.postMortem?.followUps ?? []).map {
                        ["title": $0.title, "owner": $0.owner, "target": $0.target]
                    }),
            ]
        ) { _, own in own }
        return values
    }

    private func row(_ item: Checklist.Item) -> [String: String] {
        ["title": item.key.title(in: language), "text": NoticeMarkup.flat(draft.text(of: item)).endingWithoutStop]
    }

    /// The checklist without what the notice says in sentences of its own.
    private var listed: [Checklist.Item] {
        guard matter.concernsPeople else { return [] }
        var told: Set<ContentKey> = [
            .whatHappened, .discoveredAt, .dataTypes, .measuresTaken, .userMeasures, .contactPoint, .stepsTimeline,
            .rootCause, .severityAndImpact, .preventiveMeasures, .statusUpdate, .undeterminedItems,
        ]
        if draft.form == .breach, particulars[.likelyConsequences] != nil { told.insert(.likelyConsequences) }
        return draft.checklist.items.filter { !told.contains($0.key) }
    }

    /// What is known now and was not, or was otherwise, when the last message left.
    private var changes: [Checklist.Item] {
        let before = matter.earlier.last
        // What was said in another language has not changed by being said in this one.
        let now = before.map { Particulars(of: matter, in: $0.language) } ?? particulars
        return draft.checklist.items.filter {
            $0.key != .statusUpdate && $0.isKnown && before?.contents[$0.key.rawValue] != now.text($0.key)
        }
    }

    private var measures: [String] {
        if let stated = particulars[.measuresTaken], stated.origin == .stated {
            return stated.text.split(whereSeparator: \.isNewline).map { NoticeMarkup.flat("\n\($0)") }
        }
        return words.measures
    }

    /// What people stated; else what follows from the data, without the tokens, which have a part of their own.
    private var advice: String? {
        if let stated = particulars[.userMeasures], stated.origin == .stated { return stated.text }
        let lines = words.advice
        return lines.isEmpty ? nil : lines.map { "- \($0)" }.joined(separator: "\n")
    }

    private var isDataUntouched: Bool {
        guard let scope = matter.incident.scope else { return matter.incident.assessment?[.personalData] == .no }
        return scope.data.isEmpty && matter.incident.assessment?[.personalData] != .yes
    }

    private var postMortem: [[String: String]] {
        guard let document = matter.postMortem else { return [] }
        let order = ["summary"] + matter.policy.postMortem.parts.map(\.id)
        let rest = document.parts.keys.filter { !order.contains($0) }.sorted()
        return (order + rest).compactMap { id in
            guard let text = document.parts[id] else { return nil }
            let title =
                id == "summary"
                ? language("In short", "Zusammenfassung")
                : matter.policy.postMortem.parts.first { $0.id == id }?.title ?? id.replacing("_", with: " ")
            return ["title": title, "text": text]
        }
    }
}

extension String {
    /// In a list of facts a last full stop would be one too many before the next line.
    fileprivate var endingWithoutStop: String {
        hasSuffix(".") && !dropLast().contains(". ") ? String(dropLast()) : self
    }
}
