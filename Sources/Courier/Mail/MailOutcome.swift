/// What became of one envelope.
public struct MailOutcome: Sendable, Equatable {
    /// The id of the envelope.
    public let id: String
    public let verdict: Verdict
    /// The server's reply code; nil when no reply decided it, as with a lost connection.
    public let code: Int?
    /// The server's words or the reason, one line of at most 500 characters. It may name the recipient.
    public let text: String

    public enum Verdict: String, Sendable {
        /// The server took responsibility: it answered 2yz after the final dot (RFC 5321 section 4.2.5).
        case accepted
        /// Worth another try later. The mail may already have arrived when the connection broke before the last reply.
        case deferred
        /// The server answered 5yz about this mail; another try would end the same way.
        case refused
    }

    public init(id: String, verdict: Verdict, code: Int?, text: String) {
        self.id = id
        self.verdict = verdict
        self.code = code
        let line = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
        self.text = String(String.UnicodeScalarView(line.prefix(500)))
    }
}
