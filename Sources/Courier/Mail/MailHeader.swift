/// One more header field of a mail, beside those a `MailMessage` writes by itself.
public struct MailHeader: Sendable, Equatable {
    public let name: String
    public let value: String

    /// Refuses names that are no field name (RFC 5322 section 3.6.8) or that the message writes by itself, and values
    /// that hold a control character or an ASCII word too long for a line.
    public init(_ name: String, _ value: String) throws(MailProblem) {
        let isFieldName =
            !name.isEmpty && name.utf8.count <= 70
            && name.utf8.allSatisfy { ASCII.visible.contains($0) && $0 != UInt8(ascii: ":") }
        guard isFieldName else {
            throw MailProblem(
                thing: "the header name", found: MailProblem.quoted(name),
                expected: "1 to 70 visible ASCII characters without a colon", remedy: "Use a name such as List-Id.")
        }
        let lowercased = name.lowercased()
        guard !Self.writtenByTheMessage.contains(lowercased), !lowercased.hasPrefix("content-") else {
            throw MailProblem(
                thing: "the extra header", found: MailProblem.quoted(name),
                expected: "a header that the message does not write by itself",
                remedy: "Set the matching property of MailMessage instead.")
        }
        try HeaderText.requireOneLine(value, thing: "the value of \(name)")
        guard value.utf8.split(separator: ASCII.space).allSatisfy({ $0.count <= HeaderText.wordLengthMax }) else {
            throw MailProblem(
                thing: "the value of \(name)", found: "a word of more than \(HeaderText.wordLengthMax) bytes",
                expected: "words that fit a line (RFC 5322 section 2.1.1)", remedy: "Shorten it.")
        }
        self.name = name
        self.value = value
    }

    /// The list a mail belongs to, such as `updates.trust.vault.example` (RFC 2919).
    public static func listID(_ identifier: String) throws(MailProblem) -> MailHeader {
        try MailHeader("List-Id", "<\(identifier)>")
    }

    /// Both fields of one-click unsubscription (RFC 8058). The receiver posts to `url` without cookies; the sending
    /// server has to name both fields in its DKIM signature.
    public static func oneClickUnsubscribe(url: String) throws(MailProblem) -> [MailHeader] {
        let isHTTPS = url.hasPrefix("https://") && url.utf8.allSatisfy { ASCII.visible.contains($0) }
        guard isHTTPS, !url.contains(where: { "<>,".contains($0) }) else {
            throw MailProblem(
                thing: "the unsubscribe link", found: MailProblem.quoted(url), expected: "one https:// URL in ASCII",
                remedy: "Percent-encode the URL and serve it over HTTPS.")
        }
        return [
            try MailHeader("List-Unsubscribe", "<\(url)>"),
            try MailHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ]
    }

    private static let writtenByTheMessage: Set<String> = [
        "from", "to", "subject", "date", "message-id", "in-reply-to", "references", "auto-submitted", "mime-version",
    ]
}
