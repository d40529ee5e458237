import Foundation
import Sigma
import Yams

/// Reads the sections of a policy in an order in which each may refer to those before it.
struct PolicyBuilder {
    let top: Section
    let rules: RuleSet

    func build(version: String) -> Policy? {
        if top.string("onrecord") != "1" {
            top.refuse("onrecord", expected: "1", remedy: "This program reads policies of format 1.")
        }
        let severities = readSeverities()
        let severityIDs = severities.map(\.value.id)
        let classes = readClasses(severities: severityIDs)
        let classIDs = classes.map(\.id)
        let actions = readActions()
        let conditions = ConditionReader(classes: classIDs, severities: severityIDs)
        let promises =
            readPromises(conditions) + severities.compactMap { acknowledgePromise($0.value, section: $0.section) }
            + readDuties(conditions)
        refuseRepeats(promises.map { ($0.id, "promises") })
        if promises.isEmpty {
            top.refuse("promises", expected: "at least one promise", remedy: "Add one; `onrecord init` shows how.")
        }
        let playbook = readPlaybook(conditions, actions: actions.filter { $0.connector != .manual }.map(\.id))
        refuseUnreachable(
            promises, by: playbook, actions, credits: top.has("credits"),
            pages: classes.contains { $0.publish == .page })
        let organisation = readOrganisation()
        let sources = top.list("sources", keys: ["id"]).map { Source(id: $0.identifier()) }
        if sources.isEmpty {
            top.refuse("sources", expected: "at least one sender", remedy: "Add `sources: [{id: service}]`.")
        }
        let credits = top.section("credits", keys: ["when", "says"]).map {
            CreditRule(when: conditions.read($0), says: $0.string("says"))
        }
        return Policy(
            organisation: organisation,
            services: top.list("services", keys: ["id", "title"]).map {
                Service(id: $0.identifier(), title: $0.string("title"))
            },
            severities: severities.map(\.value), classes: classes, sources: sources, patterns: readPatterns(),
            rules: rules,
            openings: readOpenings(classes: classIDs), promises: promises, playbook: playbook, actions: actions,
            onCall: readOnCall(), mail: readMail(), postMortem: readPostMortem(), credits: credits,
            retention: RetentionPeriods(
                signals: top.section("retention", keys: ["signals"])?.duration("signals") ?? .days(90)),
            version: version)
    }

    private func readOrganisation() -> Organisation {
        let nobody = Organisation(
            name: "", site: "", contact: "", calendar: BusinessCalendar(zone: .gmt, holidays: []),
            since: CivilDate(daysSinceEpoch: 0))
        guard
            let section = top.requiredSection(
                "organisation", keys: ["name", "site", "contact", "time_zone", "holidays", "since"])
        else { return nobody }
        var organisation = nobody
        organisation.name = section.string("name")
        organisation.contact = section.string("contact")
        let site = section.string("site")
        if let url = URL(string: site), url.scheme == "https" || url.scheme == "http", url.host != nil,
            url.path.isEmpty || url.path == "/"
        {
            organisation.site = site.hasSuffix("/") ? String(site.dropLast()) : site
        } else if !site.isEmpty {
            section.refuse("site", expected: "scheme and host", remedy: "For example `site: https://vault.example`.")
        }
        if let name = section.optionalString("time_zone") {
            if let zone = TimeZone(identifier: name) {
                organisation.calendar.zone = zone
            } else {
                section.refuse(
                    "time_zone", expected: "a name of the IANA time zone database",
                    remedy: "For example `Europe/Berlin`.")
            }
        }
        organisation.calendar.holidays = Set(
            section.each("holidays", expected: "a day as YYYY-MM-DD", remedy: "For example 2026-12-25.") {
                CivilDate($0)
            })
        if let since = section.optionalString("since") {
            if let date = CivilDate(since) {
                organisation.since = date
            } else {
                section.refuse("since", expected: "a day as YYYY-MM-DD", remedy: "Name the first day of operation.")
            }
        } else {
            section.refuse("since", expected: "a day as YYYY-MM-DD", remedy: "Name the first day of operation.")
        }
        return organisation
    }

    private func readSeverities() -> [(value: Severity, section: Section)] {
        let read = top.list("severities", keys: ["id", "criteria", "acknowledge"]).map {
            (value: Severity(id: $0.identifier(), criteria: $0.string("criteria")), section: $0)
        }
        refuseRepeats(read.map { ($0.value.id, "severities") })
        if read.isEmpty {
            top.refuse("severities", expected: "at least one severity", remedy: "Add `- {id: SEV-1, criteria: …}`.")
        }
        return read
    }

    /// A severity's `acknowledge` is a promise like any other; it only stands where readers look for it.
    private func acknowledgePromise(_ severity: Severity, section: Section) -> Promise? {
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

    private func readClasses(severities: [String]) -> [EventClass] {
        let classes = top.list("classes", keys: ["id", "title", "severity", "publish", "publish_when"]).map { section in
            let severity = section.string("severity")
            if !severity.isEmpty && !severities.isEmpty && !severities.contains(severity) {
                section.refuse(
                    "severity", expected: "one of \(severities.joined(separator: ", "))",
                    remedy: "Declare it under `severities:` or use one that is there.")
            }
            var when = Condition()
            if let threshold = section.section("publish_when", keys: ["unavailable_for", "customers_share_over"]) {
                when.unavailableFor = threshold.duration("unavailable_for")
                when.customersShareOver = readShare(threshold, "customers_share_over")
            }
            return EventClass(
                id: section.identifier(), title: section.string("title"), severity: severity,
                publish: section.word("publish", EventClass.Publication.self) ?? .none, publishWhen: when)
        }
        refuseRepeats(classes.map { ($0.id, "classes") })
        if classes.isEmpty {
            top.refuse("classes", expected: "at least one class of events", remedy: "Add `- {id: outage, …}`.")
        }
        return classes
    }

    private func readPatterns() -> [LinePattern] {
        top.list("patterns", keys: ["name", "expression"]).compactMap { section in
            let pattern = LinePattern(name: section.identifier("name"), expression: section.string("expression"))
            if (try? LineExpression(pattern.expression)) == nil || pattern.expression.isEmpty {
                section.refuse(
                    "expression", expected: "a regular expression with named groups",
                    remedy: "For example `^(?<client_ip>\\S+) `; test it on one line of your log.")
                return nil
            }
            return pattern
        }
    }

    private func readPromises(_ conditions: ConditionReader) -> [Promise] {
        top.list("promises", keys: PolicyBuilder.promiseKeys).compactMap {
            readPromise($0, conditions, source: .promise)
        }
    }

    private func readDuties(_ conditions: ConditionReader) -> [Promise] {
        top.list("duties", keys: PolicyBuilder.promiseKeys + ["citation", "recipient"]).compactMap { section in
            let source = Promise.Source.duty(
                citation: section.string("citation"), recipient: section.string("recipient"))
            return readPromise(section, conditions, source: source)
        }
    }

    private static let promiseKeys = [
        "id", "says", "when", "from", "to", "within", "within_business_days", "best_effort",
    ]

    private func readPromise(_ section: Section, _ conditions: ConditionReader, source: Promise.Source) -> Promise? {
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
        return Promise(
            id: id, says: says, when: when, from: from, to: to, within: within, bestEffort: section.bool("best_effort"),
            source: source)
    }

    private func readLimit(_ section: Section) -> Limit {
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

    private func readPlaybook(_ conditions: ConditionReader, actions: [String]) -> [PlaybookStep] {
        let known = PlaybookStep.Verb.builtIn.map(\.word) + actions
        return top.list("playbook", keys: ["on", "when", "after", "unless", "do"]).compactMap { section in
            let when = conditions.read(section)
            let verbs = section.each(
                "do", expected: "any of \(known.joined(separator: ", "))",
                remedy: "Use one of these, or declare it under `actions:` with a connector that needs no person."
            ) { word -> PlaybookStep.Verb? in
                PlaybookStep.Verb.builtIn.first { $0.word == word } ?? (actions.contains(word) ? .act(word) : nil)
            }
            if !section.has("do") {
                section.refuse("do", expected: "a list of steps", remedy: "For example `do: [page]`.")
            }
            let after = section.duration("after") ?? .zero
            let unless = section.optionalWord("unless", Milestone.self)
            guard let on = section.word("on", Milestone.self) else { return nil }
            return PlaybookStep(on: on, when: when, after: after, unless: unless, verbs: verbs)
        }
    }

    private func readActions() -> [ActionSpec] {
        let actions = top.list(
            "actions", keys: ["id", "title", "connector", "url_from", "timeout", "starts", "reaches"]
        ).map {
            section in
            let connector: ActionSpec.Connector
            switch section.string("connector") {
            case "webhook":
                connector = .webhook(variable: section.identifier("url_from"))
            case "manual":
                connector = .manual
            case let other:
                if !other.isEmpty {
                    section.refuse("connector", expected: "webhook or manual", remedy: "Use one of these words.")
                }
                connector = .manual
            }
            if section.optionalString("connector") == "manual", section.has("starts") {
                section.refuse(
                    "starts", expected: "no `starts` on a manual action",
                    remedy:
                        "A person says when it is done, so nothing could measure how long it took. Keep `reaches` only."
                )
            }
            return ActionSpec(
                id: section.identifier(), title: section.string("title"), connector: connector,
                timeout: section.duration("timeout") ?? .minutes(2),
                starts: section.optionalWord("starts", Milestone.self),
                reaches: section.optionalWord("reaches", Milestone.self))
        }
        refuseRepeats(actions.map { ($0.id, "actions") })
        return actions
    }

    private func readOnCall() -> [Responder] {
        let people = top.list("on_call", keys: ["id", "mail"]).map { section in
            let mail = section.string("mail")
            if !mail.isEmpty && !MailAddress.isPlausible(mail) {
                section.refuse("mail", expected: "one mail address", remedy: "For example `oncall@vault.example`.")
            }
            return Responder(id: section.identifier(), mail: mail)
        }
        if people.isEmpty {
            top.refuse(
                "on_call", expected: "at least one person",
                remedy: "Add `on_call: [{id: first, mail: you@vault.example}]`.")
        }
        return people
    }

    private func readMail() -> MailIdentity {
        guard let section = top.requiredSection("mail", keys: ["from", "name"]) else {
            return MailIdentity(from: "", name: "")
        }
        let from = section.string("from")
        if !from.isEmpty && !MailAddress.isPlausible(from) {
            section.refuse("from", expected: "one mail address", remedy: "For example `incidents@vault.example`.")
        }
        return MailIdentity(from: from, name: section.string("name"))
    }

    private func readPostMortem() -> PostMortemFormat {
        guard let section = top.requiredSection("post_mortem", keys: ["parts", "follow_ups"]) else {
            return PostMortemFormat(parts: [], followUps: false)
        }
        let parts = section.list("parts", keys: ["id", "title"]).map {
            PostMortemFormat.Part(id: $0.identifier(), title: $0.string("title"))
        }
        if parts.isEmpty {
            section.refuse(
                "parts", expected: "at least one part", remedy: "Add `- {id: cause, title: Why it happened}`.")
        }
        refuseRepeats(parts.map { ($0.id, "post_mortem") })
        if parts.contains(where: { $0.id == "summary" }) {
            section.refuse(
                "parts", expected: "ids other than `summary`",
                remedy: "Every post-mortem may have a summary; it needs no part of its own.")
        }
        return PostMortemFormat(parts: parts, followUps: section.bool("follow_ups"))
    }

    /// A promise that nothing in this policy can keep would be missed every time.
    private func refuseUnreachable(
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
            top.refuse(
                "promises", expected: "a way to reach \(promise.to.rawValue), which “\(promise.id)” promises",
                remedy: remedy)
        }
    }

    private func refuseRepeats(_ ids: [(String, String)]) {
        var seen: Set<String> = []
        for (id, list) in ids where !id.isEmpty && !seen.insert(id).inserted {
            top.reader.note(
                top.mapping[Node(list)], list, found: "a list with “\(id)” twice", expected: "each id once",
                remedy: "Rename one of the two.")
        }
    }
}

func readShare(_ section: Section, _ key: String) -> Double? {
    guard let text = section.optionalString(key) else { return nil }
    if text.hasSuffix("%"), let value = Double(text.dropLast().trimmingCharacters(in: .whitespaces)),
        (0...100).contains(value)
    {
        return value / 100
    }
    section.refuse(key, expected: "a percentage from 0 % to 100 %", remedy: "For example `\(key): 1%`.")
    return nil
}

/// Reads `when:` and checks that the classes and severities it names exist.
struct ConditionReader {
    let classes: [String]
    let severities: [String]

    func read(_ owner: Section) -> Condition {
        var condition = Condition()
        let keys = ["class", "severity", "involves", "risk", "unavailable_for", "customers_share_over"]
        guard let section = owner.section("when", keys: keys) else { return condition }
        condition.classes = known(section, "class", among: classes)
        condition.severities = known(section, "severity", among: severities)
        condition.involves = section.words("involves", DataKind.self)
        condition.risk = section.words("risk", Risk.self)
        condition.unavailableFor = section.duration("unavailable_for")
        condition.customersShareOver = readShare(section, "customers_share_over")
        return condition
    }

    private func known(_ section: Section, _ key: String, among ids: [String]) -> [String] {
        section.each(key, expected: "one of \(ids.joined(separator: ", "))", remedy: "Declare it in this policy first.")
        {
            // Without any, their absence is the mistake.
            ids.isEmpty || ids.contains($0) ? $0 : nil
        }
    }
}
