import Intake

/// A mail the catcher keeps, decoded for reading.
public struct CaughtMail: Sendable, Equatable, Identifiable {
    /// The file's name without its ending. Ids sort in the order of arrival.
    public let id: String
    /// UTC milliseconds since 1970; nil for a file that was put into the folder by other means.
    public let receivedAt: Int64?
    /// The envelope's sender and recipients, as SMTP carried them.
    public let sender: String
    public let recipients: [String]
    public let subject: String
    /// Without angle brackets; empty when the mail has none.
    public let messageID: String
    /// The From and To fields, decoded.
    public let from: String
    public let to: String
    /// The first plain text part with LF line ends; empty when there is none.
    public let text: String
    /// The first HTML part. It came from outside: never put it on a page as it is.
    public let html: String?
}

extension CaughtMail {
    init(id: String, file: [UInt8]) {
        let (envelope, message) = CaughtEnvelope.split(file)
        let part = MIMEPart(message)
        self.id = id
        receivedAt = envelope?.receivedAt
        sender = envelope?.sender ?? ""
        recipients = envelope?.recipients ?? []
        subject = part.headers.decoded("Subject")
        messageID = part.headers.decoded("Message-ID").trimming { "<> \t".contains($0) }
        from = part.headers.decoded("From")
        to = part.headers.decoded("To")
        text = part.first(ofType: "text/plain")?.text ?? ""
        html = part.first(ofType: "text/html")?.text
    }
}

/// The lines above the message in a kept file. They are header fields, so that any mail program can open the file.
struct CaughtEnvelope: Equatable {
    let receivedAt: Int64
    let sender: String
    let recipients: [String]

    /// The time comes last and ends the envelope: fields of the same names inside the message are the message's.
    var lines: String {
        recipients.map { "X-Caught-To: \($0)\r\n" }.joined()
            + "X-Caught-From: \(sender)\r\nX-Caught-At: \(receivedAt)\r\n"
    }

    /// Parts a file into its envelope and the message as received; without an envelope all of it is message.
    static func split(_ file: [UInt8]) -> (CaughtEnvelope?, ArraySlice<UInt8>) {
        var rest = file[...]
        var sender = ""
        var recipients: [String] = []
        while let end = rest.firstIndex(of: ASCII.lineFeed) {
            let line = String(decoding: rest[..<end], as: UTF8.self).trimming { $0.isWhitespace }
            rest = rest[(end + 1)...]
            guard let colon = line.firstIndex(of: ":") else { break }
            let value = line[colon...].dropFirst().drop { $0 == " " }
            switch line[..<colon] {
            case "X-Caught-To": recipients.append(String(value))
            case "X-Caught-From": sender = String(value)
            case "X-Caught-At":
                guard let receivedAt = Int64(value) else { return (nil, file[...]) }
                return (CaughtEnvelope(receivedAt: receivedAt, sender: sender, recipients: recipients), rest)
            default: return (nil, file[...])
            }
        }
        return (nil, file[...])
    }
}

extension StringProtocol {
    func trimming(_ isUnwanted: (Character) -> Bool) -> String {
        var trimmed = self[...]
        while let first = trimmed.first, isUnwanted(first) { trimmed.removeFirst() }
        while let last = trimmed.last, isUnwanted(last) { trimmed.removeLast() }
        return String(trimmed)
    }
}
