import Courier
import OnRecord
import Pages

/// Composes mails from the house's state and hands them to the relay.
struct MailRoom: Sendable {
    let house: House
    let smtp: SMTPClient
    let links: Links
    /// Nil: the relay signs, or nobody.
    let signer: DKIMSigner?
    let meter: SendingMeter
    let templates: NoticeTemplates

    /// Wakes one responder.
    func page(_ responder: String, round: Int, _ job: Job) async throws -> JobResult {
        guard let person = house.policy.onCall.first(where: { $0.id == responder }) else {
            return .failed(detail: "nobody called “\(responder)” is on call in the policy in force", final: true)
        }
        guard let incident = await house.state.incidents[job.effect.incident] else {
            return .failed(detail: "the incident is unknown", final: true)
        }
        if job.attempts > 0, let acknowledged = incident.milestones[.acknowledged] {
            return .done(detail: "not sent again: somebody acknowledged at \(acknowledged.text)")
        }
        let text = PageMail.compose(
            policy: house.policy, incident: incident, openingTitle: incident.title,
            ackURL: links.acknowledge(incident.id, responder), roomURL: links.room(incident.id), round: round)
        let envelope: MailEnvelope
        do {
            envelope = try self.envelope(text, id: job.effect.id, to: person.mail, name: nil, for: incident)
        } catch {
            return .failed(detail: "the address of “\(responder)” in the policy cannot be written to", final: true)
        }
        return await sent(envelope)
    }

    func sent(_ envelope: MailEnvelope) async -> JobResult {
        let outcome = await smtp.send([envelope], isUrgent: true)[0]
        // The server's words may repeat the address, and the journal holds none.
        let answer = outcome.code.map { "the mail server answered \($0)" } ?? "the mail server did not answer"
        switch outcome.verdict {
        case .accepted: return .done(detail: answer)
        case .deferred: return .failed(detail: answer, final: false)
        case .refused: return .failed(detail: answer, final: true)
        }
    }

    /// Tells the writer of a report that it has arrived.
    func confirmReceipt(_ job: Job) async throws -> JobResult {
        guard let report = await house.state.reports[job.effect.incident],
            let letter = try report.letter.flatMap({ try house.store.document($0) }), let from = letter.parts["from"]
        else { return .failed(detail: "the report came by no mail that could be answered", final: true) }
        let text = ReportReceipt.compose(
            policy: house.policy, report: report, subject: letter.parts["subject"] ?? "")
        let identity = house.policy.mail
        let envelope: MailEnvelope
        do {
            let reference = letter.parts["message_id"].flatMap { $0.isEmpty ? nil : $0 }
            let message = try MailMessage(
                messageID: "\(job.effect.id)@\(identity.domain)",
                from: MailAddress(name: identity.name, address: identity.from),
                to: MailAddress(name: "", address: from), subject: text.subject,
                date: house.clock.now().milliseconds, text: text.plain, html: text.html, inReplyTo: reference,
                references: reference.map { [$0] } ?? [], autoSubmitted: .replied)
            // Without a return path, so that no machine answers it (RFC 3834, section 3.3).
            envelope = try MailEnvelope(
                id: job.effect.id, sender: "", recipient: from, data: try signed(message.printed()))
        } catch {
            return .failed(detail: "the writer's address or Message-ID cannot be written to", final: true)
        }
        return await sent(envelope)
    }

    /// The id becomes the Message-ID, so that a mail sent again after a crash is the same mail.
    private func envelope(
        _ text: MailText, id: String, to address: String, name: String?, for incident: Incident
    ) throws -> MailEnvelope {
        let identity = house.policy.mail
        let message = try MailMessage(
            messageID: "\(id)@\(identity.domain)", from: MailAddress(name: identity.name, address: identity.from),
            to: MailAddress(name: name ?? "", address: address), subject: text.subject,
            date: house.clock.now().milliseconds,
            text: text.plain, html: text.html, references: ["\(incident.id)@\(identity.domain)"])
        return try MailEnvelope(
            id: id, sender: identity.from, recipient: address, data: try signed(message.printed()))
    }

    func signed(_ mail: RenderedMail) throws -> [UInt8] {
        try signer?.signed(mail, at: house.clock.now().milliseconds / 1000) ?? mail.data
    }
}
