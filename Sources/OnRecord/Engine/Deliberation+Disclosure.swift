/// What becomes public: pages, texts, results.
extension Deliberation {
    /// From confirmation on, an incident of a published class has an address, as soon as it crosses the class's threshold.
    mutating func reservePage(_ id: IncidentID) throws {
        guard let incident = state.incidents[id], incident.page == nil, incident.milestones[.confirmed] != nil,
            let eventClass = policy.eventClass(incident.eventClass), eventClass.publish == .page,
            eventClass.publishWhen.holds(in: incident.circumstances)
        else { return }
        let slug = Page.slug(for: incident, taken: state.slugs)
        record(.pageReserved(slug: slug), about: id)
        reachOnce(.pageReserved, id)
        guard let reserved = state.incidents[id], let page = reserved.page else { return }
        let values = [
            "class": reserved.eventClass, "severity": reserved.severity,
            "detected": reserved.milestones[.detected]?.rfc3339 ?? "",
            "confirmed": reserved.milestones[.confirmed]?.rfc3339 ?? "",
        ]
        // The sentence about the impact may be older than the page that now shows it.
        let impact = try reserved.published.last { $0.kind == .impact }.flatMap { try text(of: $0.document) }
        let texts = impact.map { ["impact": $0] } ?? [:]
        decision.entries.append(Entry(kind: .pageReserved, at: now, page: page.path, values: values, texts: texts))
        // What was kept or missed before the page had an address is published with it.
        for clock in reserved.clocks where clock.isJudged { publishResult(of: clock.promise, id) }
    }

    /// The text begins with the follow-up's title on a line of its own; words about it may follow.
    private func checkFollowUp(_ incident: Incident, _ text: String) throws {
        let title = text.split(whereSeparator: \.isNewline).first.map { String($0) } ?? ""
        let published = try incident.postMortem.flatMap { try shelf.document($0.document) }?.followUps ?? []
        guard published.contains(where: { $0.title == title }) else {
            throw Refusal.unknown("The follow-up", title, expected: published.map { "“\($0.title)”" })
        }
    }

    private func text(of id: DocumentID) throws -> String? {
        try (decision.documents.first { $0.id == id } ?? shelf.document(id))?.text
    }

    /// - Parameter reason: why a promise was waived, in the operator's words.
    mutating func publishResult(of promise: String, _ subject: String, reason: String? = nil) {
        let page: String
        let clock: PromiseClock?
        if let report = state.reports[subject] {
            page = "/trust/promises/"
            clock = report.clocks.first { $0.promise == promise }
        } else if let incident = state.incidents[subject], let reserved = incident.page {
            page = reserved.path
            clock = incident.clocks.first { $0.promise == promise }
        } else {
            return
        }
        guard let clock, clock.isPublic else { return }
        var values = [
            "promise": promise, "subject": subject, "result": clock.word, "started": clock.started.rfc3339,
            "due": clock.due.rfc3339,
        ]
        values["reached"] = clock.reachedAt?.rfc3339
        let texts = reason.map { ["reason": $0] } ?? [:]
        decision.entries.append(Entry(kind: .promiseResult, at: now, page: page, values: values, texts: texts))
    }

    mutating func write(
        _ id: IncidentID, _ kind: Document.Kind, parts: [String: String], followUps: [FollowUp], by author: Author
    ) throws {
        let incident = try incident(id)
        let parts = parts.mapValues(\.trimmed).filter { !$0.value.isEmpty }
        if kind.isPublic, kind != .changelog, incident.page == nil {
            throw Refusal.tooEarly("Publishing", needs: "the page's reservation, which confirmation makes")
        }
        switch kind {
        case .postMortem: try checkPostMortem(incident, parts, followUps)
        case .correction:
            guard incident.postMortem != nil else { throw Refusal.tooEarly("A correction", needs: "the post-mortem") }
        case .report, .answer:
            throw Refusal.invalid("A \(kind.rawValue) belongs to an outside report, not to an incident.")
        case .reasoning, .particulars, .filing, .noticeUpdate:
            throw Refusal.invalid("A \(kind.rawValue) is not written by itself. Use the form of the act it belongs to.")
        case .impact: throw Refusal.invalid("An impact is stated with its numbers. Use the form “impact”.")
        case .followUpDone: try checkFollowUp(incident, parts["text"] ?? "")
        case .changelog:
            guard !incident.circumstances.involves.contains(.personalData) else {
                throw Refusal.invalid(
                    "The scope names personal data; those affected get a report. The changelog is for incidents without effect "
                        + "on data. Send the report instead.")
            }
        case .incidentReport:
            guard incident.scope?.customers ?? 0 > 0 else {
                throw Refusal.tooEarly("A report to affected customers", needs: "a scope that names them")
            }
        case .update, .note: break
        }
        guard kind == .postMortem || parts["text"] != nil else {
            throw Refusal.invalid("The text is empty; expected at least a sentence. Write what should be kept.")
        }
        let written = document(id, kind, parts: parts, followUps: followUps, by: author)
        switch kind {
        case .postMortem: reachOnce(.postmortemPublished, id, by: author)
        case .changelog: reachOnce(.changelogPublished, id, by: author)
        case .incidentReport: send(.report, about: id, saying: written, by: author)
        default: break
        }
    }

    private func checkPostMortem(_ incident: Incident, _ parts: [String: String], _ followUps: [FollowUp]) throws {
        if let earlier = incident.postMortem {
            throw Refusal.invalid(
                "The post-mortem was published at \(earlier.at.text) and is never rewritten. Append a correction instead."
            )
        }
        let missing = policy.postMortem.parts.filter { parts[$0.id] == nil }
        guard missing.isEmpty else {
            throw Refusal.invalid(
                "The post-mortem lacks \(missing.map { "“\($0.title)” (\($0.id))" }.joined(separator: ", ")); "
                    + "the policy promises \(policy.postMortem.parts.count) parts. Write them, then publish.")
        }
        let known = Set(policy.postMortem.parts.map(\.id)).union(["summary"])
        if let stray = parts.keys.filter({ !known.contains($0) }).min() {
            throw Refusal.unknown("A part of the post-mortem", stray, expected: known.sorted())
        }
        if policy.postMortem.followUps && followUps.isEmpty {
            throw Refusal.invalid(
                "The post-mortem has no follow-ups; this policy promises them with owner and target date. Add at least one."
            )
        }
    }

    @discardableResult
    mutating func document(
        _ id: String, _ kind: Document.Kind, parts: [String: String], followUps: [FollowUp] = [], by author: Author
    ) -> DocumentID {
        let document = Document(
            id: "\(id).\(kind.rawValue).\(state.sequence + 1)", kind: kind, at: now, parts: parts, followUps: followUps)
        decision.documents.append(document)
        record(.documented(document: document.id, kind: kind, hash: document.hash), about: id, by: author)
        if kind.isPublic, let path = state.incidents[id]?.page?.path ?? (kind == .changelog ? Page.changelog : nil) {
            decision.entries.append(Entry(document, on: path))
        }
        return document.id
    }
}
