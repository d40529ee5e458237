import Yams

extension ObligationCatalogue {
    /// Reads a catalogue.
    /// - Throws: `PolicyProblems` with every mistake found.
    public static func parse(_ text: String, file: String) throws -> ObligationCatalogue {
        let reader = PolicyReader(file: file)
        let root: Node
        do {
            guard let node = try Yams.compose(yaml: text) else { throw Empty() }
            root = node
        } catch {
            throw PolicyProblems(problems: [
                PolicyProblem(
                    file: file, line: 1, key: "the file", found: "not readable as YAML (\(error))",
                    expected: "a YAML mapping",
                    remedy: "Check indentation and quotes, and that no key is written twice.")
            ])
        }
        var catalogue: ObligationCatalogue?
        if let top = reader.section(root, "", keys: ["onrecord_obligations", "as_of", "obligations"]) {
            catalogue = ObligationReader(top: top).read()
        }
        guard reader.problems.isEmpty, let catalogue else {
            throw PolicyProblems(problems: reader.problems.sorted { $0.line < $1.line })
        }
        return catalogue
    }

    private struct Empty: Error, CustomStringConvertible { var description: String { "it is empty" } }
}

/// Turns the rows of a catalogue into types and refuses what does not fit together.
private struct ObligationReader {
    let top: Section

    private static let keys = [
        "id", "title", "kind", "jurisdiction", "role", "recipient", "audience", "citation", "starts", "after", "within",
        "at_latest", "target", "standard", "rollover", "calendar", "formal_end", "group", "overtaken_by",
        "follows_latest",
        "contents",
        "recommended", "contents_note", "form", "late", "applies_when", "applies", "exception", "note", "keep",
        "status",
        "status_note",
        "confidence",
    ]
    private static let conditionKeys = ["needs", "lost", "role", "risk", "people", "any", "unless"]

    func read() -> ObligationCatalogue? {
        if top.string("onrecord_obligations") != "1" {
            top.refuse("onrecord_obligations", expected: "1", remedy: "This version reads format 1.")
        }
        let asOf = CivilDate(top.string("as_of"))
        if asOf == nil { top.refuse("as_of", expected: "a day", remedy: "For example `as_of: 2026-11-22`.") }
        let sections = top.list("obligations", keys: ObligationReader.keys)
        let rows = sections.map { ($0, readRow($0)) }
        refuseDisagreements(rows)
        return asOf.map { ObligationCatalogue(asOf: $0, obligations: rows.compactMap(\.1)) }
    }

    private func readRow(_ row: Section) -> Obligation? {
        let id = row.identifier()
        let applies = row.requiredSection("applies", keys: ObligationReader.conditionKeys).map(readCondition)
        // Read all before giving up on one, so that one reading names every mistake.
        let kind = row.word("kind", Obligation.Kind.self)
        let jurisdiction = row.word("jurisdiction", Jurisdiction.self)
        let audience = row.word("audience", Obligation.Audience.self)
        let starts = row.word("starts", DutyStart.self)
        let confidence = row.word("confidence", Obligation.Confidence.self)
        let (within, atLatest, target) = (term(row, "within"), term(row, "at_latest"), term(row, "target"))
        let standard = row.optionalWord("standard", Obligation.Standard.self)
        let rollover = row.optionalWord("rollover", Obligation.Rollover.self) ?? .none
        let calendar = row.optionalWord("calendar", CalendarName.self)
        let overtakenBy = row.optionalWord("overtaken_by", DutyStart.self)
        let contents = contentKeys(row, "contents")
        let recommended = contentKeys(row, "recommended")
        if let other = recommended.first(where: { !contents.contains($0) }) {
            row.refuse(
                "recommended", expected: "some of the row's `contents`",
                remedy: "Add \(other.rawValue) to `contents`, or remove it here.")
        }
        let form = row.words("form", Obligation.Form.self)
        let status = row.optionalWord("status", Obligation.Status.self) ?? .inForce
        let (title, role, recipient) = (row.string("title"), row.string("role"), row.string("recipient"))
        let (citation, appliesWhen) = (row.string("citation"), row.string("applies_when"))
        guard let kind, let jurisdiction, let audience, let starts, let confidence, let applies else { return nil }
        return Obligation(
            id: id, title: title, kind: kind, jurisdiction: jurisdiction, role: role, recipient: recipient,
            audience: audience, citation: citation, starts: starts, after: row.optionalString("after"), within: within,
            atLatest: atLatest, target: target, standard: standard, rollover: rollover, calendar: calendar,
            hasFormalEnd: row.bool("formal_end"), group: row.optionalString("group"), overtakenBy: overtakenBy,
            followsLatest: row.bool("follows_latest"),
            contents: contents, recommended: Set(recommended), contentsNote: row.optionalString("contents_note"),
            form: form,
            late: row.optionalString("late"), appliesWhen: appliesWhen, applies: applies,
            exception: row.optionalString("exception"), note: row.optionalString("note"), keep: term(row, "keep"),
            status: status, statusNote: row.optionalString("status_note"), confidence: confidence)
    }

    private func contentKeys(_ row: Section, _ key: String) -> [ContentKey] {
        row.each(key, expected: "a content key", remedy: "docs/duties.md lists them with what each asks for.") {
            ContentKey(rawValue: $0)
        }
    }

    private func term(_ row: Section, _ key: String) -> Term? {
        guard let text = row.optionalString(key) else { return nil }
        if let term = Term(text) { return term }
        row.refuse(
            key, expected: "a whole number and minutes, hours, days, business days or months",
            remedy: "For example `\(key): 72 hours` or `\(key): 4 business days`.")
        return nil
    }

    private func readCondition(_ section: Section) -> DutyCondition {
        var condition = DutyCondition()
        condition.needs = section.words("needs", Question.self)
        condition.lost = section.words("lost", Question.self)
        condition.roles = Set(section.words("role", Role.self))
        condition.risk = Set(section.words("risk", Risk.self))
        condition.unless = section.words("unless", Question.self)
        condition.people = section.section(
            "people", keys: DutyCondition.Threshold.Bound.allCases.map(\.rawValue) + ["of"]
        ).flatMap(readThreshold)
        condition.anyOf = section.list("any", keys: ObligationReader.conditionKeys).map(readCondition)
        let losses: [Question] = [.confidentiality, .integrity, .availability]
        if !condition.lost.allSatisfy(losses.contains) {
            section.refuse(
                "lost", expected: "confidentiality, integrity or availability",
                remedy: "Put other questions under `needs`.")
        }
        return condition
    }

    private func readThreshold(_ section: Section) -> DutyCondition.Threshold? {
        let bounds = DutyCondition.Threshold.Bound.allCases.filter { section.has($0.rawValue) }
        guard bounds.count == 1, let bound = bounds.first else {
            section.refuse("over", expected: "one of over, at_least, under", remedy: "Keep exactly one of them.")
            return nil
        }
        guard let count = Int(section.string(bound.rawValue)), count > 0 else {
            section.refuse(bound.rawValue, expected: "a whole number from 1", remedy: "For example `over: 500`.")
            return nil
        }
        return DutyCondition.Threshold(bound, count, of: section.optionalString("of") ?? Assessment.everywhere)
    }

    /// What each row may not say by itself, and what rows may not say about each other.
    private func refuseDisagreements(_ rows: [(Section, Obligation?)]) {
        let ids = rows.map { $0.0.optionalString("id") ?? "" }
        let groups = Dictionary(grouping: rows.compactMap { $0.1?.group }, by: \.self)
        for (index, (section, row)) in rows.enumerated() {
            if ids[..<index].contains(ids[index]) {
                section.refuse(
                    "id", expected: "an id of its own", remedy: "Another row has the same; rename one of them.")
            }
            guard let row else { continue }
            if (row.starts == .submitted) != (row.after != nil) {
                section.refuse(
                    "after", expected: "the id of the earlier filing, together with `starts: submitted`",
                    remedy: "Chained clocks name the filing they start at; all others name none.")
            }
            if let after = row.after, !ids.contains(after) || after == row.id {
                section.refuse("after", expected: "the id of another row", remedy: "Check its spelling.")
            }
            if let group = row.group, groups[group]?.count == 1 {
                section.refuse(
                    "group", expected: "a name that at least two rows share",
                    remedy: "Remove it, or check its spelling.")
            }
            refuseTerms(section, row)
            if row.status != .inForce && row.statusNote == nil {
                section.refuse(
                    "status_note", expected: "a text", remedy: "Say why it is not simply in force, with the date.")
            }
            if section.strings("contents").isEmpty {
                section.refuse("contents", expected: "at least one content key", remedy: "Say what has to be in it.")
            }
        }
    }

    private func refuseTerms(_ section: Section, _ row: Obligation) {
        if section.has("within") == section.has("target") {
            section.refuse(
                section.has("within") ? "target" : "within",
                expected: "either the law's `within` or a `target` of ours",
                remedy: "A duty with a number has no target; one without a number needs one.")
        }
        if row.within == nil && row.standard == nil && section.has("target") {
            section.refuse(
                "standard", expected: "the law's wording", remedy: "Without a number, the standard is the duty.")
        }
        var countsWorkingDays = row.rollover == .nextWorkingDayEnd || row.rollover == .noonNextWorkingDay
        for term in [row.within, row.atLatest, row.target] {
            if case .businessDays? = term { countsWorkingDays = true }
        }
        if countsWorkingDays && !section.has("calendar") {
            section.refuse(
                "calendar", expected: "the calendar whose working days count",
                remedy: "For example `calendar: us_federal`.")
        }
        if row.atLatest != nil && row.within == nil {
            section.refuse("at_latest", expected: "nothing without `within`", remedy: "Remove it, or add `within`.")
        }
    }
}
