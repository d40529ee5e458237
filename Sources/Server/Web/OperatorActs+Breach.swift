import Foundation
import OnRecord

/// The acts about a breach. A form names an answer `answers.personal_data`; JSON has an object `answers`.
extension OperatorActs {
    func assessment(_ fields: Fields) throws -> Assessment {
        var assessment = Assessment()
        for (name, text) in fields.members(of: "answers") where !text.isEmpty {
            guard let question = Question(rawValue: name) else {
                throw Refusal.unknown("A question", name, expected: Question.allCases.map(\.rawValue))
            }
            assessment[question] = try word("answers.\(name)", text, OnRecord.Answer.self)
        }
        assessment.dataSets = fields.list("data_sets").filter { !$0.isEmpty }
        if let risk = fields.text("risk"), !risk.isEmpty { assessment.risk = try word("risk", risk, Risk.self) }
        for (place, text) in fields.members(of: "people") where !text.isEmpty {
            assessment.people[place] = try count("people.\(place)", text)
        }
        // One place a line, as a form has it: `US-CA 700`.
        for line in (fields.text("people_by_place") ?? "").split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count == 2 else {
                throw Refusal.invalid(
                    "A line of people_by_place is “\(line.prefix(40))”; expected a place and a number, such as `US-CA 700`. Correct it."
                )
            }
            assessment.people[String(words[0])] = try count("people_by_place", String(words[1]))
        }
        if let records = fields.text("records"), !records.isEmpty {
            assessment.records = try count("records", records)
        }
        assessment.severity = try severity(fields.members(of: "severity"))
        return assessment
    }

    /// Nil where the aid is not used.
    private func severity(_ inputs: [String: String]) throws -> SeverityAid? {
        let (context, identification) = (inputs["context"] ?? "", inputs["identification"] ?? "")
        if context.isEmpty && identification.isEmpty { return nil }
        guard !context.isEmpty, !identification.isEmpty else {
            throw Refusal.invalid(
                "The severity aid has \(context.isEmpty ? "no context" : "no identification"); expected both or neither. Choose it, or “Not used” for both."
            )
        }
        func step<T: RawRepresentable & CaseIterable>(_ name: String, _ type: T.Type, or usual: T) throws -> T
        where T.RawValue == String {
            guard let text = inputs[name], !text.isEmpty else { return usual }
            return try word("severity.\(name)", text, type)
        }
        return SeverityAid(
            context: try count("severity.context", context),
            identification: try word("severity.identification", identification, SeverityAid.Identification.self),
            confidentiality: try step("confidentiality", SeverityAid.Confidentiality.self, or: .noAccess),
            integrity: try step("integrity", SeverityAid.Integrity.self, or: .unaltered),
            availability: try step("availability", SeverityAid.Availability.self, or: .kept),
            isMalicious: ["on", "true", "1", "yes"].contains(inputs["malicious"] ?? ""))
    }

    func particulars(_ fields: Fields) -> [String: String] { fields.members(of: "particulars") }

    func filing(_ fields: Fields) throws -> FilingStatement {
        var receipt = fields.files["receipt"].map {
            FilingStatement.Receipt(name: $0.fileName ?? "receipt", bytes: $0.bytes)
        }
        if let text = fields.text("receipt"), !text.isEmpty {
            guard let data = Data(base64Encoded: text) else {
                throw Refusal.invalid(
                    "receipt is not Base64. Send the file's bytes encoded so, with its name in `receipt_name`.")
            }
            receipt = FilingStatement.Receipt(
                name: String((fields.text("receipt_name") ?? "receipt").prefix(120)), bytes: Array(data))
        }
        return FilingStatement(
            duty: fields.text("duty") ?? "", at: try moment("at", fields),
            // A form sends line breaks as two bytes; the hash is of the text as everybody else writes it.
            text: (fields.text("text") ?? "").replacing("\r\n", with: "\n"),
            reference: String((fields.text("reference") ?? "").prefix(200)),
            reasonsForDelay: fields.text("reasons_for_delay") ?? "",
            missing: fields.list("missing").filter { !$0.isEmpty }, receipt: receipt)
    }

    private func count(_ name: String, _ text: String) throws -> Int {
        guard text.utf8.count <= 15, text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text) else {
            throw Refusal.invalid(
                "\(name) is “\(text.prefix(40))”; expected a whole number of at most 15 digits. Correct it.")
        }
        return number
    }
}
