import OnRecord
import Sigma

/// A mail that came in, sorted before anything is done about it (RFC 3834): a person's report, an alert of a tool that can
/// only mail, a bounce or complaint about a mail of ours, or a machine's mail that means nothing to us.
public struct MailReading: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable { case report, alert, bounce, complaint, automatic, unreadable }

    /// How a mail travelled, where it is known: SMTP's MAIL FROM and RCPT TO.
    public struct Envelope: Sendable, Equatable {
        /// Empty for a mail that must not be answered; nil when it is not known.
        public var sender: String?
        public var recipient: String?

        public init(sender: String? = nil, recipient: String? = nil) {
            (self.sender, self.recipient) = (sender, recipient)
        }
    }

    /// What an answer needs. Every text is one line, and every id and address is of a plain shape, so that none of them can
    /// add a field to a header.
    public struct Reply: Sendable, Equatable {
        public var to: String
        /// The Message-ID of the mail that is answered, without angle brackets; nil when it has none.
        public var inReplyTo: String?
        /// Message-IDs without angle brackets, oldest first, the answered one last.
        public var references: [String]
        /// The subject of the mail that is answered.
        public var subject: String
    }

    public private(set) var kind: Kind
    /// What becomes of the mail: nothing, or one signal; a bounce may speak of several recipients.
    public private(set) var signals: [Signal] = []
    /// Present when the mail may be answered automatically. Who answers sends at most one reply a sender and day.
    public private(set) var reply: Reply?
    public private(set) var attachments: [MailAttachment] = []

    public var autoReply: Bool { reply != nil }

    /// Reads a whole message (RFC 5322). Never fails: what is no mail becomes one signal of state `unparsed`.
    /// - Parameter receivedAt: ours; the Date field counts when it is not later.
    public static func read(
        _ bytes: [UInt8], envelope: Envelope = Envelope(), trust: MailTrust = .nearestHop, receivedAt: Timestamp
    ) -> MailReading {
        let message = MIMEPart(bytes[...])
        let headers = message.headers
        guard !headers.fields.isEmpty else {
            var reading = MailReading(kind: .unreadable)
            let text = String(decoding: bytes.prefix(MailContent.textMax), as: UTF8.self).plainLines
            let reason = "No header field can be read; expected a mail (RFC 5322)."
            reading.signals = [.unparsed(by: InboundMailDoor.self, because: reason, text: text, at: receivedAt)]
            return reading
        }
        let moment = MailTime.read(headers["date"] ?? "").flatMap { $0.milliseconds > 0 && $0 <= receivedAt ? $0 : nil }
        let route = Route(headers, envelope)
        if let report = DeliveryReport(message, returnedTo: route.returnAddress, at: moment ?? receivedAt) {
            var reading = MailReading(kind: report.isComplaint ? .complaint : .bounce)
            reading.signals = report.signals
            return reading
        }
        return MailReading(message, route, trust: trust, at: moment ?? receivedAt)
    }

    private init(kind: Kind) { self.kind = kind }

    /// An alert mail is one that was sent to the alert address (`alerts` or `alerts+…`), or that a machine wrote and that
    /// names a state, a severity or a priority. What answers another mail is never one.
    private init(_ message: MIMEPart, _ route: Route, trust: MailTrust, at moment: Timestamp) {
        let headers = message.headers
        let content = MailContent(message)
        let origin = MailOrigin(headers, sender: route.sender)
        let subject = headers.decoded("subject").oneLine(max: 300)
        let from = Mailbox(headers["from"] ?? "") ?? route.sender.flatMap { Mailbox($0) }
        var fields = Self.fields(headers, from: from, to: route.recipient, trust: trust)
        let alert = AlertMail(subject: subject, text: content.text)
        if !origin.isResponse, route.isToAlerts || origin.isAutomatic && alert.isAlert {
            kind = .alert
            fields["priority"] = alert.priority.map { .string($0) }
            signals = [
                Signal(
                    state: alert.state ?? .firing, at: moment,
                    key: "\(from?.domain ?? "")/\(alert.title.lowercased())", severity: alert.severity,
                    title: alert.title, fields: fields, text: content.text)
            ]
            return
        }
        guard !origin.isAutomatic else {
            kind = .automatic
            return
        }
        kind = .report
        attachments = content.attachments
        fields["attachments"] = .list(content.attachments.map(\.value))
        if content.isCut { fields["cut"] = true }
        let title = subject.isEmpty ? "(no subject)" : subject
        signals = [
            Signal(
                state: .report, at: moment, key: MessageID.all(headers["message-id"]).first, title: title,
                fields: fields,
                text: content.text)
        ]
        reply = origin.replyTo.map { Reply(to: $0, subject: title, answering: headers) }
        signals[0].fields["reply_to"] = reply.map { .string($0.to) }
    }

    private static func fields(
        _ headers: MailHeaders, from: Mailbox?, to recipient: String?, trust: MailTrust
    ) -> [String: Value] {
        let authentication = AuthenticationResults(headers, trust: trust, from: from?.domain)
        var fields: [String: Value] = [
            "logsource_product": "mail", "authentication": authentication.value,
            "authenticated": .bool(authentication.isAuthenticated),
        ]
        fields["from"] = from.map { .string($0.address) }
        fields["from_name"] = from.flatMap { $0.name.isEmpty ? nil : .string($0.name) }
        fields["from_domain"] = from.map { .string($0.domain) }
        // What stands behind the plus may be a source's token.
        fields["to"] = recipient.map { .string(Route.withoutDetail($0)) }
        fields["message_id"] = MessageID.all(headers["message-id"]).first.map { .string($0) }
        return fields
    }
}

extension MailReading.Reply {
    /// As many ids as a thread needs.
    private static let referencesMax = 20

    fileprivate init(to: String, subject: String, answering headers: MailHeaders) {
        inReplyTo = MessageID.all(headers["message-id"]).first
        var thread = MessageID.all(headers["references"] ?? headers["in-reply-to"])
        if let inReplyTo { thread.append(inReplyTo) }
        (self.to, self.subject) = (to, subject)
        references = Array(thread.suffix(Self.referencesMax))
    }
}

/// `<left@right>` (RFC 5322 section 3.6.4), read without its brackets and only in the plain shape that we write ourselves.
enum MessageID {
    private static let lengthMax = 250

    static func all(_ field: String?) -> [String] {
        (field ?? "").split { $0 == " " || $0 == "," }.compactMap { word in
            let id = word.dropFirst().dropLast()
            guard word.first == "<", word.last == ">", id.utf8.count <= lengthMax,
                id.utf8.allSatisfy({ (33...126).contains($0) && !#"<>()[]\,;:""#.utf8.contains($0) })
            else { return nil }
            let halves = id.split(separator: "@", omittingEmptySubsequences: false)
            return halves.count == 2 && !halves.contains("") ? String(id) : nil
        }
    }
}

extension MailAttachment {
    fileprivate var value: Value {
        ["name": .string(name), "type": .string(type), "size": .integer(Int64(bytes.count)), "sha256": .string(sha256)]
    }
}
