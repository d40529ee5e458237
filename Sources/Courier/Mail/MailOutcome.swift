/// What became of one envelope.
public struct MailOutcome: Sendable, Equatable {
    /// The id of the envelope.
    public let id: String
    public let verdict: Verdict
    /// The server's reply code; nil when no reply decided it, as with a lost connection.
    public let code: Int?
    /// The server's words or the reason, one line of at most 500 characters. It may name the recipient.
    public let text: String
    /// False: it stayed here, so that nothing is known about its recipient. Deferred, then.
    public let wasTried: Bool
    /// How long to wait before it is handed in again, where its domain's pace says so.
    public let retryAfter: Duration?

    public enum Verdict: String, Sendable {
        /// The server took responsibility: it answered 2yz after the final dot (RFC 5321 section 4.2.5).
        case accepted
        /// Worth another try later. The mail may already have arrived when the connection broke before the last reply.
        case deferred
        /// The server answered 5yz about this mail; another try would end the same way.
        case refused
    }

    public init(
        id: String, verdict: Verdict, code: Int?, text: String, wasTried: Bool = true, retryAfter: Duration? = nil
    ) {
        self.id = id
        self.verdict = verdict
        self.code = code
        self.wasTried = wasTried
        self.retryAfter = retryAfter
        self.text = Self.oneLine(text)
    }

    private static let textMax = 500

    private static func oneLine(_ text: String) -> String {
        // Nearly every answer is a short line of ASCII, and there is one for each of a million mails.
        if text.utf8.count <= textMax, text.utf8.allSatisfy({ (32..<127).contains($0) }) { return text }
        let line = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
        return String(String.UnicodeScalarView(line.prefix(textMax)))
    }
}
