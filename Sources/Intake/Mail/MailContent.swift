import OnRecord

/// What a message says, and what hangs on it.
struct MailContent {
    /// The plain text, or the words of the HTML where there is no plain text; LF line ends.
    private(set) var text: String
    private(set) var attachments: [MailAttachment] = []
    /// The message has more parts, or a longer text, than is read.
    private(set) var isCut: Bool

    /// Bytes of text that are kept; a report that is longer belongs into an attachment.
    static let textMax = 256 << 10

    init(_ message: MIMEPart) {
        text = ""
        isCut = false
        var texts: [String] = []
        collect(message, &texts)
        let whole = texts.joined(separator: "\n")
        text = whole.cut(toBytes: Self.textMax)
        isCut = whole.utf8.count > Self.textMax || message.count >= MIMEPart.countMax
    }

    /// Recursion is bounded by the depth of the tree, which the reader of the tree bounds.
    private mutating func collect(_ part: MIMEPart, _ texts: inout [String]) {
        if part.content.value == "multipart/alternative", let best = part.parts.first(where: \.hasPlainText) {
            // The other forms say the same again.
            collect(best, &texts)
        } else if !part.parts.isEmpty {
            for inner in part.parts { collect(inner, &texts) }
        } else if part.isAttachment {
            attachments.append(MailAttachment(part))
        } else {
            texts.append(part.content.value == "text/html" ? HTMLText.read(part.text) : part.text.plainLines)
        }
    }
}

/// A part that was sent along. Only its hash, size and names are stored with the signal.
public struct MailAttachment: Sendable, Equatable {
    /// As its sender named it, without folders; empty when it has no name.
    public var name: String
    /// What its sender says that it is, `application/pdf` for instance.
    public var type: String
    public var bytes: [UInt8]
    /// Lower-case hex.
    public var sha256: String

    init(_ part: MIMEPart) {
        let given =
            MIMEParameters(part.headers["content-disposition"] ?? "").text("filename") ?? part.content.text("name")
            ?? ""
        let file = given.split { $0 == "/" || $0 == "\\" }.last.map { String($0) } ?? ""
        name = file.oneLine(max: 200)
        type = part.content.value.oneLine(max: 100)
        bytes = part.decoded
        sha256 = sha256Hex(bytes)
    }
}

extension MIMEPart {
    /// The parts inside this one, at every depth.
    fileprivate var count: Int { parts.reduce(parts.count) { $0 + $1.count } }

    fileprivate var isAttachment: Bool {
        let disposition = MIMEParameters(headers["content-disposition"] ?? "")
        if disposition.value == "attachment" || disposition.text("filename") != nil { return true }
        // A multipart that could not be read as one is shown, so that a report with a broken boundary is not lost.
        return !["text/plain", "text/html", ""].contains(content.value) && !content.value.hasPrefix("multipart/")
    }

    fileprivate var hasPlainText: Bool {
        content.value == "text/plain" && !isAttachment || parts.contains(where: \.hasPlainText)
    }
}
