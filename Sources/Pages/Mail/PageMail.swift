import OnRecord

/// The mail that wakes somebody.
public enum PageMail {
    /// - Parameter openingTitle: what fired, or what was declared; for people inside.
    /// - Parameter ackURL: the one link to press; it opens a page with a button.
    /// - Parameter roomURL: where the response happens; nil when it cannot be reached from outside.
    /// - Parameter round: 1 for the first page; from 2 on the mail says that nobody has answered.
    public static func compose(
        policy: Policy, incident: Incident, openingTitle: String, ackURL: String, roomURL: String?, round: Int = 1
    ) -> MailText {
        let detected = incident.milestones[.detected] ?? incident.openedAt
        let eventClass = policy.eventClass(incident.eventClass)?.title ?? incident.eventClass
        let again = round > 1 ? "call \(round), still unacknowledged: " : ""
        var blocks: [MailBlock] = [.title("\(incident.severity): \(openingTitle)")]
        if round > 1 {
            blocks.append(
                .paragraph("Escalated, call \(round): nobody has acknowledged, so everybody on call is paged again."))
        }
        blocks.append(.paragraph("\(eventClass). Detected \(detected.text)."))
        blocks.append(.paragraph(deadline(policy, incident)))
        blocks.append(.button("Acknowledge", url: ackURL))
        blocks.append(.paragraph("The link opens a page with one button. Opening it does nothing yet."))
        if let roomURL { blocks.append(.address("Incident room, in the console", url: roomURL)) }
        blocks.append(.paragraph("\(policy.organisation.name), incident \(incident.id)"))
        return MailText(subject: "\(incident.severity): \(again)\(openingTitle) (\(incident.id))", blocks)
    }

    private static func deadline(_ policy: Policy, _ incident: Incident) -> String {
        let clocks = incident.clocks.filter { $0.to == .acknowledged }
        if let pending = clocks.filter({ $0.state == .pending }).min(by: { $0.due < $1.due }) {
            return "Acknowledge by \(pending.due.text): \(pending.says)"
        }
        if let missed = clocks.first(where: { $0.word == "missed" }) {
            return
                "It was due to be acknowledged by \(missed.due.text). That promise is missed; the incident still waits."
        }
        return "No promise sets a time for this severity. Acknowledge as soon as you can."
    }
}
