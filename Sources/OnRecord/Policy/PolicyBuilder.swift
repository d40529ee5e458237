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
        // A duty adopted twice is named where it stands.
        let adopted = promises.filter { $0.adoption != nil }.map(\.id).unique
        refuseRepeats((promises.filter { $0.adoption == nil }.map(\.id) + adopted).map { ($0, "promises") })
        if promises.isEmpty {
            top.refuse("promises", expected: "at least one promise", remedy: "Add one; `onrecord init` shows how.")
        }
        let playbook = readPlaybook(conditions, actions: actions.filter { $0.connector != .manual }.map(\.id))
        refuseUnreachable(
            promises, by: playbook, actions, credits: top.has("credits"),
            pages: classes.contains { $0.publish == .page })
        let organisation = readOrganisation()
        _ = top.optionalString("templates")
        let sources = readSources()
        let credits = readCredits(conditions)
        var policy = Policy(
            organisation: organisation,
            services: top.list("services", keys: ["id", "title"]).map {
                Service(id: $0.identifier(), title: $0.string("title"))
            },
            severities: severities.map(\.value), classes: classes, sources: sources,
            listeners: readListeners(sources: sources), signals: readSignalCare(), patterns: readPatterns(),
            rules: rules,
            openings: readOpenings(classes: classIDs), promises: promises, playbook: playbook, actions: actions,
            onCall: readOnCall(), mail: readMail(), postMortem: readPostMortem(), credits: credits,
            retention: RetentionPeriods(
                signals: top.section("retention", keys: ["signals"])?.duration("signals") ?? .days(90)),
            flood: readFlood(), version: version,
            probes: readProbes(), probeReferences: readProbeReferences(), upstreams: readUpstreams())
        policy.dataSets = readDataSets()
        return policy
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

    func refuseRepeats(_ ids: [(String, String)]) {
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
