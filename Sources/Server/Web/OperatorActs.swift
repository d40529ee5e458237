import OnRecord

/// What an operator does to an incident, by form or by API: one reading for both doors.
struct OperatorActs: Sendable {
    let house: House
    let author = Author.operator
    /// Minutes without service that can be stated: ten years. What the journal holds is computed with for ever.
    static let minutesMax: Int64 = 5_256_000

    static let nouns = [
        "acknowledgement", "scope", "impact", "risk", "confirmation", "milestones", "actions", "updates", "notes",
        "postmortem", "corrections", "waivers", "dismissal", "followups", "assessment", "conclusion", "particulars",
        "filings", "notices", "changelog", "contacts",
    ]

    /// - Throws: `Refusal`
    func input(_ noun: String, _ id: IncidentID, _ fields: Fields) throws -> Input {
        switch noun {
        case "acknowledgement": .acknowledge(id, by: author)
        case "scope": .setScope(id, try scope(fields), by: author)
        case "impact": .stateImpact(id, try impact(fields), text: fields.text("text") ?? "", by: author)
        case "risk": .stateRisk(id, try word("risk", Risk.self, fields), by: author)
        case "confirmation": .confirm(id, awareAt: try moment("aware_at", fields), by: author)
        case "milestones":
            .reach(id, try word("milestone", Milestone.self, fields), at: try moment("at", fields), by: author)
        case "actions": .act(id, action: fields.text("action") ?? "", by: author)
        case "updates": .write(id, .update, parts: ["text": fields.text("text") ?? ""], followUps: [], by: author)
        case "notes": .write(id, .note, parts: ["text": fields.text("text") ?? ""], followUps: [], by: author)
        case "corrections":
            .write(id, .correction, parts: ["text": fields.text("text") ?? ""], followUps: [], by: author)
        case "postmortem": .write(id, .postMortem, parts: parts(fields), followUps: try followUps(fields), by: author)
        case "waivers":
            .waive(promise: fields.text("promise") ?? "", id, reason: fields.text("reason") ?? "", by: author)
        case "followups":
            .write(id, .followUpDone, parts: ["text": fields.text("text") ?? ""], followUps: [], by: author)
        case "assessment":
            .assess(id, try assessment(fields), reasoning: fields.text("reasoning") ?? "", by: author)
        case "conclusion": .concludeAssessment(id, reasoning: fields.text("reasoning") ?? "", by: author)
        case "particulars": .stateParticulars(id, particulars(fields), by: author)
        case "filings": .file(id, try filing(fields), by: author)
        case "notices":
            .tell(id, try word("kind", NoticeKind.self, fields), text: fields.text("text") ?? "", by: author)
        case "changelog":
            .write(id, .changelog, parts: ["text": fields.text("text") ?? ""], followUps: [], by: author)
        case "dismissal": .dismiss(id, reason: fields.text("reason") ?? "", by: author)
        case "contacts":
            .contact(
                id, fields.text("task") ?? "", by: try word("way", ContactWay.self, fields),
                text: fields.text("text") ?? "", author: author)
        default: throw Refusal.unknown("The act", noun, expected: OperatorActs.nouns)
        }
    }

    /// Owners of named tokens belong to the scope, and so do the tokens of named customers when tokens are involved.
    private func scope(_ fields: Fields) throws -> ScopeSelection {
        let store = house.store
        let data = try fields.list("data").map { try word("data", $0, DataKind.self) }
        var tokens = fields.list("tokens").flatMap(lines)
        var customers =
            fields.isOn("all_customers") ? try store.customerIDs() : fields.list("customers").flatMap(lines)
        for id in customers where try store.customer(id) == nil {
            throw Refusal.invalid(
                "There is no customer “\(id.prefix(60))” in the directory. Add the customer, or correct the id.")
        }
        let known = try store.tokens(tokens)
        for id in tokens where !known.contains(where: { $0.id == id }) {
            throw Refusal.invalid("There is no token “\(id.prefix(60))” in the registry. Correct the id.")
        }
        customers += known.map(\.customer)
        if data.contains(.tokens) && tokens.isEmpty {
            tokens = try customers.flatMap { try store.tokens(of: $0) }.filter(\.isActive).map(\.id)
        }
        return ScopeSelection(customers: customers, tokens: tokens, data: data, services: fields.list("services"))
    }

    private func impact(_ fields: Fields) throws -> Impact {
        guard let minutes = Int64(fields.text("minutes") ?? "0"), (0...OperatorActs.minutesMax).contains(minutes) else {
            throw Refusal.invalid(
                "minutes is “\((fields.text("minutes") ?? "").prefix(40))”; expected a whole number, "
                    + "0 to \(OperatorActs.minutesMax). Correct it.")
        }
        guard let share = Double(fields.text("share") ?? "0"), (0...100).contains(share) else {
            throw Refusal.invalid(
                "share is “\(fields.text("share") ?? "")”; expected a percentage, 0 to 100. Correct it.")
        }
        return Impact(unavailableFor: .minutes(minutes), customersShare: share / 100)
    }

    private func parts(_ fields: Fields) -> [String: String] {
        if let parts = fields.maps["parts"] { return parts }
        let ids = house.policy.postMortem.parts.map(\.id) + ["summary"]
        return Dictionary(
            ids.compactMap { id in fields.text(id).map { (id, $0) } }, uniquingKeysWith: { first, _ in first })
    }

    /// JSON objects, or one `title | owner | YYYY-MM-DD` a line.
    private func followUps(_ fields: Fields) throws -> [FollowUp] {
        let rows =
            fields.objects["follow_ups"]?.map { [$0["title"] ?? "", $0["owner"] ?? "", $0["target"] ?? ""] }
            ?? fields.list("follow_ups").flatMap(lines).map { $0.split(separator: "|").map { String($0).trimmed } }
        return try rows.map { row in
            guard row.count == 3, !row[0].isEmpty, !row[1].isEmpty, CivilDate(row[2]) != nil else {
                throw Refusal.invalid(
                    "A follow-up is “\(row.joined(separator: " | ").prefix(80))”; expected `title | owner | YYYY-MM-DD`. Correct it."
                )
            }
            return FollowUp(title: row[0], owner: row[1], target: row[2])
        }
    }

    func moment(_ name: String, _ fields: Fields) throws -> Timestamp? {
        guard let text = fields.text(name), !text.isEmpty else { return nil }
        guard let moment = Timestamp(rfc3339: text) else {
            throw Refusal.invalid(
                "\(name) is “\(text.prefix(40))”; expected RFC 3339, such as 2026-11-22T10:00:00Z. Correct it.")
        }
        return moment
    }

    func word<T: RawRepresentable & CaseIterable>(_ name: String, _ type: T.Type, _ fields: Fields) throws -> T
    where T.RawValue == String {
        try word(name, fields.text(name) ?? "", type)
    }

    func word<T: RawRepresentable & CaseIterable>(_ name: String, _ text: String, _: T.Type) throws -> T
    where T.RawValue == String {
        guard let value = T(rawValue: text) else {
            throw Refusal.unknown(name, text, expected: T.allCases.map(\.rawValue))
        }
        return value
    }

    private func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map { String($0).trimmed }.filter { !$0.isEmpty }
    }
}

extension String {
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
