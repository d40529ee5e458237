/// One mail to one recipient, as SMTP carries it (RFC 5321 section 2.3.1).
public struct MailEnvelope: Sendable, Equatable {
    /// The effect this delivery belongs to; it comes back in the outcome.
    public let id: String
    /// Where bounces go (VERP); empty for a mail that must never bounce.
    public let sender: String
    public let recipient: String
    /// The rendered message in ASCII (RFC 5322); stray line ends are made CRLF when it is sent.
    public let data: [UInt8]

    /// Refuses a sender or recipient that is not exactly one plain address.
    public init(id: String, sender: String, recipient: String, data: [UInt8]) throws(MailProblem) {
        if !sender.isEmpty { try MailAddress.requireOneAddress(sender) }
        try MailAddress.requireOneAddress(recipient)
        self.id = id
        self.sender = sender
        self.recipient = recipient
        self.data = data
    }
}
