import Crypto

extension MailMessage {
    /// The mail's bytes: CRLF line ends, ASCII only, no line over 998 bytes; the same bytes for the same message.
    public func rendered() -> [UInt8] {
        var mail = Array(head.utf8)
        guard let html else { return mail + textPart("text/plain", text) }
        mail += Array("Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"\r\n\r\n".utf8)
        // The last alternative is the one a reader prefers (RFC 2046 section 5.1.4).
        for (type, content) in [("text/plain", text), ("text/html", html)] {
            mail += Array("--\(boundary)\r\n".utf8) + textPart(type, content) + ASCII.crlf
        }
        return mail + Array("--\(boundary)--\r\n".utf8)
    }

    private var head: String {
        var head = HeaderText.structured(
            "Date", MailDate.text(milliseconds: date).split(separator: " ").map(String.init))
        head += HeaderText.structured("From", HeaderText.mailbox(from))
        head += HeaderText.structured("To", HeaderText.mailbox(to))
        head += HeaderText.unstructured("Subject", subject)
        head += HeaderText.structured("Message-ID", ["<\(messageID)>"])
        if let inReplyTo { head += HeaderText.structured("In-Reply-To", ["<\(inReplyTo)>"]) }
        if !references.isEmpty { head += HeaderText.structured("References", references.map { "<\($0)>" }) }
        head += HeaderText.structured("Auto-Submitted", [autoSubmitted.rawValue])
        for header in headers { head += header.field }
        return head + "MIME-Version: 1.0\r\n"
    }

    private func textPart(_ type: String, _ content: String) -> [UInt8] {
        Array("Content-Type: \(type); charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n".utf8)
            + QuotedPrintable.encode(content)
    }

    /// Derived from the Message-ID, so that rendering twice gives the same bytes. No line of a quoted-printable part
    /// can hold `=_` (RFC 2045 section 6.7), so no text can end its part early.
    private var boundary: String {
        let digest = SHA256.hash(data: Array(messageID.utf8)).prefix(12)
        let hex = digest.flatMap { [ASCII.hexDigit($0 >> 4), ASCII.hexDigit($0 & 0x0F)] }
        return "=_" + String(decoding: hex, as: UTF8.self)
    }
}

extension MailHeader {
    /// ASCII values are folded at their spaces and otherwise left alone, since an encoded word would break a URL.
    fileprivate var field: String {
        value.utf8.allSatisfy { $0 < 0x80 }
            ? HeaderText.structured(name, value.split(separator: " ").map(String.init))
            : HeaderText.unstructured(name, value)
    }
}
