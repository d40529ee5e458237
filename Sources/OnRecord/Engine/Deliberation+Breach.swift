/// The breach: what was answered, what follows from it, what was filed.
extension Deliberation {
    mutating func stateRisk(_ id: IncidentID, _ risk: Risk, by author: Author) throws {
        var assessment = try incident(id).assessment ?? Assessment()
        assessment.risk = risk
        try assess(id, assessment, reasoning: "", by: author)
    }

    mutating func assess(
        _ id: IncidentID, _ assessment: Assessment, reasoning: String, by author: Author
    ) throws {
        _ = try incident(id)
        let checked = try policy.checked(assessment)
        let note =
            reasoning.trimmed.isEmpty
            ? nil : document(id, .reasoning, parts: ["text": reasoning.trimmed], by: author)
        record(.assessed(checked, reasoning: note), about: id, by: author)
        reachOnce(.assessed, id, by: author)
    }

    mutating func concludeAssessment(_ id: IncidentID, reasoning: String, by author: Author) throws {
        let incident = try incident(id)
        guard incident.assessment != nil else { throw Refusal.tooEarly("Concluding", needs: "a first assessment") }
        if let earlier = incident.conclusion, earlier.at >= incident.assessments.last?.at ?? earlier.at {
            throw Refusal.already("concluded", at: earlier.at)
        }
        let views = policy.duties(in: incident)
        let open = views.flatMap(\.verdict.questions).unique
        guard open.isEmpty else {
            throw Refusal.invalid(
                "Open questions: \(open.map(\.text).joined(separator: " ")) Answer each, with “unknown” where nobody can tell, then conclude."
            )
        }
        guard !reasoning.trimmed.isEmpty else {
            throw Refusal.invalid(
                "The reasoning is empty; expected at least a sentence. What is decided about a breach is documented (GDPR Art. 33(5))."
            )
        }
        let note = document(id, .reasoning, parts: ["text": reasoning.trimmed], by: author)
        // A register entry is owed for every breach; it tells nobody outside, so it makes none notifiable.
        let notifiable = views.contains(where: \.tellsSomebody)
        record(.assessmentConcluded(notifiable: notifiable, reasoning: note), about: id, by: author)
        reachOnce(.assessmentConcluded, id, by: author)
    }

    mutating func stateParticulars(_ id: IncidentID, _ parts: [String: String], by author: Author) throws {
        _ = try incident(id)
        let parts = parts.mapValues(\.trimmed).filter { !$0.value.isEmpty }
        if let stray = parts.keys.filter({ ContentKey(rawValue: $0) == nil }).min() {
            throw Refusal.unknown("A content key", stray, expected: ContentKey.allCases.map(\.rawValue))
        }
        if let long = parts.first(where: { $0.value.utf8.count > Assessment.textMax }) {
            throw Refusal.invalid(
                "\(long.key) has \(long.value.utf8.count) bytes; at most \(Assessment.textMax) are kept. Shorten it.")
        }
        guard !parts.isEmpty else {
            throw Refusal.invalid("Nothing was stated; expected a text for at least one content key. Write one.")
        }
        document(id, .particulars, parts: parts, by: author)
    }

    // MARK: - Filings

    mutating func file(_ id: IncidentID, _ statement: FilingStatement, by author: Author) throws {
        let incident = try incident(id)
        let filed = policy.promises.compactMap(\.adoption).filter { $0.filing != nil }
        guard let adoption = filed.first(where: { $0.obligation.id == statement.duty || $0.filing == statement.duty }),
            let filing = adoption.filing
        else { throw Refusal.unknown("The duty", statement.duty, expected: filed.map(\.obligation.id)) }
        let at = statement.at ?? now
        if at > now {
            throw Refusal.invalid(
                "The filing's time is \(at.text), in the future (it is \(now.text)). State what has been sent, when it has."
            )
        }
        if statement.at != nil, at < now, statement.receipt == nil && statement.reference.trimmed.isEmpty {
            throw Refusal.invalid(
                "The filing's time is \(at.text), and nothing proves it. Add the authority's receipt or reference, or leave the time out."
            )
        }
        if let size = statement.receipt?.bytes.count, size > FilingStatement.Receipt.bytesMax {
            throw Refusal.invalid(
                "The receipt has \(size) bytes; at most \(FilingStatement.Receipt.bytesMax) are kept. Keep it elsewhere and state its reference."
            )
        }
        if let stray = statement.missing.first(where: { ContentKey(rawValue: $0) == nil }) {
            throw Refusal.unknown(
                "A content key in `missing`", stray, expected: adoption.obligation.contents.map(\.rawValue))
        }
        let late = incident.clocks.filter { $0.duty?.filing == filing && $0.isOwed && $0.due < at }.map(\.due).min()
        if let late, statement.reasonsForDelay.trimmed.isEmpty {
            throw Refusal.invalid(
                "The filing was due \(late.text) and is late; it needs the reasons for the delay. State them in `reasons_for_delay`."
            )
        }
        let parts = [
            "duty": statement.duty, "text": statement.text.trimmed, "reference": statement.reference.trimmed,
            "reasons_for_delay": statement.reasonsForDelay.trimmed, "receipt_name": statement.receipt?.name ?? "",
            "receipt": statement.receipt?.base64 ?? "", "language": statement.language,
        ].merging(statement.contents.filter { ContentKey(rawValue: $0.key) != nil }) { stated, _ in stated }
        let document = document(id, .filing, parts: parts.filter { !$0.value.isEmpty }, by: author)
        let phase = incident.filings.count { $0.filing == filing } + 1
        record(
            .filed(
                Filing(
                    filing: filing, at: at, phase: phase, document: document, missing: statement.missing.unique,
                    hasReceipt: statement.receipt != nil)),
            about: id, by: author)
        if adoption.obligation.audience == .authority { reachOnce(.authorityNotified, id, at: at, by: author) }
    }

    // MARK: - Telling

    mutating func tell(_ id: IncidentID, _ kind: NoticeKind, text: String, by author: Author) throws {
        let incident = try incident(id)
        guard let scope = incident.scope, scope.customers > 0 else {
            throw Refusal.tooEarly("A notice", needs: "a scope that names customers")
        }
        switch kind {
        case .people:
            guard incident.milestones[.aware] != nil else {
                throw Refusal.tooEarly("A notice to the people concerned", needs: "awareness of the breach")
            }
            send(.people, about: id, saying: nil, by: author)
        case .update:
            guard incident.work.values.contains(where: { $0.task.isNotice }) else {
                throw Refusal.tooEarly("An update", needs: "the first notice")
            }
            guard !text.trimmed.isEmpty else {
                throw Refusal.invalid("The update is empty; expected what has been learnt since. Write a sentence.")
            }
            send(
                .update, about: id, saying: document(id, .noticeUpdate, parts: ["text": text.trimmed], by: author),
                by: author)
        case .report:
            try write(id, .incidentReport, parts: ["text": text], followUps: [], by: author)
        }
    }

    /// Queues one mail to everybody in the scope as it is now.
    mutating func send(_ kind: NoticeKind, about id: IncidentID, saying document: DocumentID?, by author: Author) {
        guard let incident = state.incidents[id], let scope = incident.scope else { return }
        let effect =
            document.map { "\(id).\(kind.rawValue).\($0)" } ?? "\(id).\(kind.rawValue).\(incident.scopeVersion)"
        queue(effect, .tell(kind, audience: scope.audience, document: document), for: id, by: author)
    }
}
