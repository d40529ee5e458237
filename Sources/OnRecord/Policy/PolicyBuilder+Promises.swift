/// Reads what is promised: the published sentences, those that severities imply, and duties.
extension PolicyBuilder {
    /// A severity's `acknowledge` is a promise like any other; it only stands where readers look for it.
    func acknowledgePromise(_ severity: Severity, section: Section) -> Promise? {
        guard let limit = section.section("acknowledge", keys: ["within", "within_business_days", "best_effort"]) else {
            return nil
        }
        let within = readLimit(limit)
        var when = Condition()
        when.severities = [severity.id]
        let bestEffort = limit.bool("best_effort")
        let adverb = bestEffort ? ", best effort" : ""
        let span = within.text.hasPrefix("the ") ? "by \(within.text)" : "within \(within.text)"
        return Promise(
            id: "acknowledge-\(severity.id)", says: "Somebody is on a \(severity.id) incident \(span)\(adverb).",
            when: when, from: .detected, to: .acknowledged, within: within, bestEffort: bestEffort,
            source: .severity(severity.id))
    }

    func readPromises(_ conditions: ConditionReader) -> [Promise] {
        top.list("promises", keys: PolicyBuilder.promiseKeys).compactMap {
            readPromise($0, conditions, source: .promise)
        }
    }

    /// A duty is adopted from the catalogue by its id, or written out where the catalogue has none like it.
    func readDuties(_ conditions: ConditionReader) -> [Promise] {
        let entries = top.idsOrSections("duties", keys: PolicyBuilder.promiseKeys + ["citation", "recipient"])
        let read = entries.compactMap { entry -> (duty: Promise, place: DutyPlace)? in
            switch entry {
            case .id(let id, let node): adopted(id, node).map { ($0, .id(node, top.reader)) }
            case .section(let section): readDuty(section, conditions).map { ($0, .section(section)) }
            }
        }
        refuseDisagreements(read.filter { $0.duty.adoption != nil })
        return read.map(\.duty)
    }

    private func readDuty(_ section: Section, _ conditions: ConditionReader) -> Promise? {
        if !section.has("from"), section.has("id") { return adopted(section) }
        let source = Promise.Source.duty(
            citation: section.string("citation"), recipient: section.string("recipient"))
        return readPromise(section, conditions, source: source)
    }

    static let promiseKeys = [
        "id", "says", "when", "from", "to", "within", "within_business_days", "best_effort",
    ]

    func readPromise(_ section: Section, _ conditions: ConditionReader, source: Promise.Source) -> Promise? {
        let id = section.identifier()
        let says = section.string("says")
        let when = conditions.read(section)
        let within = readLimit(section)
        guard let from = section.word("from", Milestone.self), let to = section.word("to", Milestone.self) else {
            return nil
        }
        if from.subject != to.subject || from == to {
            section.refuse(
                "to", expected: "another milestone of the same life as `from: \(from.rawValue)`",
                remedy: "`reported` and `answered` belong to outside reports, all others to incidents.")
        }
        for (key, milestone) in [("from", from), ("to", to)] where milestone == .filed {
            section.refuse(
                key, expected: "a milestone that says what was filed",
                remedy: "Adopt the duty from the catalogue by its id, or use `authority_notified`.")
        }
        return Promise(
            id: id, says: says, when: when, from: from, to: to, within: within, bestEffort: section.bool("best_effort"),
            source: source)
    }

    func readLimit(_ section: Section) -> Limit {
        if section.has("within_business_days") {
            if section.has("within") {
                section.refuse(
                    "within", expected: "either `within` or `within_business_days`", remedy: "Remove one of the two.")
            }
            if let count = Int(section.string("within_business_days")), (1...365).contains(count) {
                return .businessDays(count)
            }
            section.refuse("within_business_days", expected: "a whole number from 1 to 365", remedy: "For example 3.")
            return .businessDays(1)
        }
        if section.has("within"), section.optionalString("within") == "next_monthly_note" { return .nextMonthlyNote }
        if let span = section.duration("within") { return .elapsed(span) }
        if !section.has("within") {
            section.refuse(
                "within", expected: "a span", remedy: "Every promise names its time, for example `within: 15m`.")
        }
        return .elapsed(.zero)
    }

    /// A promise that nothing in this policy can keep would be missed every time.
    func refuseUnreachable(
        _ promises: [Promise], by playbook: [PlaybookStep], _ actions: [ActionSpec], credits: Bool, pages: Bool
    ) {
        let verbs = Set(playbook.flatMap(\.verbs))
        for promise in promises {
            let remedy: String? =
                switch promise.to {
                case .tokensRevoked where !verbs.contains(.revokeTokens): "Add `revoke_tokens` to the playbook."
                case .customersNotified where !verbs.contains(.notifyCustomers):
                    "Add `notify_customers` to the playbook."
                case .reissueOpened where !verbs.contains(.openReissue): "Add `open_reissue` to the playbook."
                case .credited where !credits: "Add `credits:`."
                case .pageReserved where !pages, .postmortemPublished where !pages: "Give a class `publish: page`."
                case .rollbackStarted where !actions.contains { $0.starts == .rollbackStarted },
                    .rolledBack where !actions.contains { $0.reaches == .rolledBack }:
                    "Add an action that does it."
                default: nil
                }
            guard let remedy else { continue }
            let (list, verb) = promise.isDuty ? ("duties", "asks for") : ("promises", "promises")
            top.refuse(
                list, expected: "a way to reach \(promise.to.rawValue), which “\(promise.id)” \(verb)", remedy: remedy)
        }
    }
}
