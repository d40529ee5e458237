import Crypto

extension MailMessage {
    /// The mail's bytes: CRLF line ends, ASCII only, no line over 998 bytes; the same bytes for the same message.
    public func rendered() -> [UInt8] {
        let head = headParts
        let to = HeaderText.structured("To", HeaderText.mailbox(to))
        let id = HeaderText.structured("Message-ID", ["<\(messageID)>"])
        var mail = Array((head.beforeTo + to + head.beforeID + id + head.afterID).utf8)
        guard let html else { return mail + Self.partHead("text/plain") + QuotedPrintable.encode(text) }
        mail += Array(Self.alternatives(boundary).utf8)
        // The last alternative is the one a reader prefers (RFC 2046 section 5.1.4).
        for (type, content) in [("text/plain", text), ("text/html", html)] {
            mail += Array("--\(boundary)\r\n".utf8) + Self.partHead(type) + QuotedPrintable.encode(content) + ASCII.crlf
        }
        return mail + Array("--\(boundary)--\r\n".utf8)
    }

    /// The header but for To and Message-ID, which a mail to many has for each of them.
    var headParts: (beforeTo: String, beforeID: String, afterID: String) {
        var beforeTo = HeaderText.structured(
            "Date", MailDate.text(milliseconds: date).split(separator: " ").map(String.init))
        beforeTo += HeaderText.structured("From", HeaderText.mailbox(from))
        var afterID = ""
        if let inReplyTo { afterID += HeaderText.structured("In-Reply-To", ["<\(inReplyTo)>"]) }
        if !references.isEmpty { afterID += HeaderText.structured("References", references.map { "<\($0)>" }) }
        afterID += HeaderText.structured("Auto-Submitted", [autoSubmitted.rawValue])
        for header in headers { afterID += header.field }
        afterID += "MIME-Version: 1.0\r\n"
        return (beforeTo, HeaderText.unstructured("Subject", subject), afterID)
    }

    static func alternatives(_ boundary: String) -> String {
        "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"\r\n\r\n"
    }

    static func partHead(_ type: String) -> [UInt8] {
        Array("Content-Type: \(type); charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n".utf8)
    }

    /// Derived from the Message-ID, so that rendering twice gives the same bytes. No line of a quoted-printable part
    /// can hold `=_` (RFC 2045 section 6.7), so no text can end its part early.
    var boundary: String {
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
