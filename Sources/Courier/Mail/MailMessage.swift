/// A mail as people will read it (RFC 5322). Whatever could smuggle in a header is refused when it is made, so
/// rendering cannot fail.
public struct MailMessage: Sendable, Equatable {
    /// `left@right` without the angle brackets. The same mail keeps the same id however often it is sent.
    public let messageID: String
    public let from: MailAddress
    public let to: MailAddress
    public let subject: String
    /// UTC milliseconds since 1970.
    public let date: Int64
    public let text: String
    public let html: String?
    /// Message-IDs without angle brackets, oldest reference first (section 3.6.4).
    public let inReplyTo: String?
    public let references: [String]
    public let autoSubmitted: AutoSubmitted
    public let headers: [MailHeader]

    /// Tells other machines not to answer (RFC 3834 section 5).
    public enum AutoSubmitted: String, Sendable {
        case generated = "auto-generated"
        case replied = "auto-replied"
    }

    /// Throws when a Message-ID is none, the subject holds a control character, or the date has no four-digit year.
    public init(
        messageID: String, from: MailAddress, to: MailAddress, subject: String, date: Int64, text: String,
        html: String? = nil, inReplyTo: String? = nil, references: [String] = [],
        autoSubmitted: AutoSubmitted = .generated, headers: [MailHeader] = []
    ) throws(MailProblem) {
        for id in [messageID] + references + (inReplyTo.map { [$0] } ?? []) { try Self.requireMessageID(id) }
        try HeaderText.requireOneLine(subject, thing: "the subject")
        guard (0...MailDate.millisecondsMax).contains(date) else {
            throw MailProblem(
                thing: "the date of the mail", found: "\(date)", expected: "UTC milliseconds from 1970 to 9999",
                remedy: "Hand in the current time in milliseconds.")
        }
        self.messageID = messageID
        self.from = from
        self.to = to
        self.subject = subject
        self.date = date
        self.text = text
        self.html = html
        self.inReplyTo = inReplyTo
        self.references = references
        self.autoSubmitted = autoSubmitted
        self.headers = headers
    }

    static func requireMessageID(_ id: String) throws(MailProblem) {
        let halves = Array(id.utf8).split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        let isPlain = id.utf8.allSatisfy { ASCII.visible.contains($0) && !#"<>()[]\,;:""#.utf8.contains($0) }
        guard isPlain, halves.count == 2, halves.allSatisfy({ !$0.isEmpty }), id.utf8.count <= 250 else {
            throw MailProblem(
                thing: "the Message-ID", found: MailProblem.quoted(id),
                expected: "left@right in ASCII without angle brackets, at most 250 bytes",
                remedy: "Use an id such as incident-7.update-2@vault.example.")
        }
    }
}
