/// What outsiders write, and what they are answered.
extension Deliberation {
    mutating func receiveReport(_ text: String, _ letter: Letter?) throws {
        if let letter, state.letters.contains(letter.hash) { return }
        guard !text.trimmed.isEmpty, text.utf8.count <= 20_000 else {
            throw Refusal.invalid(
                "The report has \(text.utf8.count) bytes; expected 1 to 20,000. Shorten it, or send the rest by mail.")
        }
        let recent = state.reports(after: now + (.zero - .hours(24)))
        if letter != nil { try checkRoom(for: recent.filter { $0.sender != nil }) }
        let id = nextReportID()
        let repliesToday = recent.contains { report in
            report.sender != nil && report.sender == letter?.sender
                && report.receiptQueuedAt.map { now - $0 < .hours(24) } == true
        }
        record(.reportReceived(letter: letter?.hash, sender: letter?.sender), about: id, by: .outsider)
        record(.milestoneReached(.reported, at: now), about: id, by: .outsider)
        var parts = ["text": text.trimmed]
        if let letter {
            parts.merge(["from": letter.from, "subject": letter.subject, "message_id": letter.messageID]) { $1 }
        }
        document(id, .report, parts: parts, by: .outsider)
        // One receipt a day and writer is what RFC 3834 advises against two machines that thank each other.
        if letter?.wantsReceipt == true, !repliesToday {
            let effect = Effect(id: "\(id).receipt", incident: id, task: .confirmReceipt, notBefore: now)
            record(.queued(effect: effect.id, task: effect.task), about: id)
            decision.effects.append(effect)
        }
    }

    /// What anybody can send leaves facts that stay, so there is an end to it.
    /// - Parameter letters: those of the last day.
    private func checkRoom(for letters: [Report]) throws {
        let hourAgo = now + (.zero - .hours(1))
        let lastHour = letters.prefix { $0.milestones[.reported].map { $0 > hourAgo } == true }.count
        guard lastHour < Letter.perHourMax, letters.count < Letter.perDayMax else {
            throw Refusal(
                kind: .conflict,
                description:
                    "\(lastHour) letters became reports within the last hour and \(letters.count) within the last day; "
                    + "at most \(Letter.perHourMax) and \(Letter.perDayMax) do. "
                    + "Read this one among the stored signals, and keep its sender from the mail listener.")
        }
    }

    /// Time does not go back in the journal, so the reports of a day are the last ones.
    private func nextReportID() -> String {
        let prefix = "r\(now.date.text.replacing("-", with: ""))-"
        let last = state.reportOrder.last.flatMap { $0.hasPrefix(prefix) ? Int($0.dropFirst(prefix.count)) : nil }
        return "\(prefix)\((last ?? 0) + 1)"
    }

    mutating func answerReport(_ id: String, _ outcome: ReportOutcome, text: String, by author: Author) throws {
        guard let report = state.reports[id] else { throw Refusal.noReport(id) }
        if let earlier = report.milestones[.answered] { throw Refusal.already("answered", at: earlier) }
        guard !text.trimmed.isEmpty else {
            throw Refusal.invalid("The answer is empty; expected what the reporter will read. Write it.")
        }
        document(id, .answer, parts: ["text": text.trimmed], by: author)
        record(.reportAnswered(outcome: outcome), about: id, by: author)
        record(.milestoneReached(.answered, at: now), about: id, by: author)
    }
}
