/// A mail before it has sender and recipient.
public struct MailText: Sendable, Hashable {
    /// One line, without control characters.
    public var subject: String
    public var plain: String
    public var html: String

    public init(subject: String, plain: String, html: String) {
        self.init(line: MailText.subjectLine(subject), plain: plain, html: html)
    }

    /// Writes a mail once and renders it twice.
    init(subject: String, _ blocks: [MailBlock]) {
        self.init(
            subject: subject, plain: blocks.map(\.plain).joined(separator: "\n\n") + "\n",
            html: MailBlock.document(title: oneLine(subject), blocks).text)
    }

    /// - Parameter line: already one line.
    init(line: String, plain: String, html: String) { (subject, self.plain, self.html) = (line, plain, html) }

    static func subjectLine(_ text: String) -> String { String(oneLine(text).prefix(180)) }
}
