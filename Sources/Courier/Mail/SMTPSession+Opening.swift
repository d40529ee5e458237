import Foundation

extension SMTPSession {
    /// From the greeting to the first mail: EHLO, TLS, EHLO again, login.
    ///
    /// A refusal in here says nothing about any recipient, so even a 5yz defers the mails.
    mutating func handleOpening(_ reply: SMTPReply, to subject: Awaited) {
        switch (subject, reply.code) {
        case (.greeting, 200..<300):
            send("EHLO \(configuration.heloName)", awaiting: .ehlo)
        case (.ehlo, 200..<300):
            capabilities = SMTPCapabilities(reply)
            secureThenLogIn()
        case (.ehlo, 500..<505):
            // A server from before 1995 knows HELO alone (section 3.2).
            send("HELO \(configuration.heloName)", awaiting: .helo)
        case (.helo, 200..<300):
            secureThenLogIn()
        case (.startTLS, 220):
            enterTLS()
            send("EHLO \(configuration.heloName)", awaiting: .ehlo)
        case (.loginUsername, 334):
            send(base64(configuration.credentials?.username), awaiting: .loginPassword)
        case (.loginPassword, 334):
            send(base64(configuration.credentials?.password), awaiting: .loginResult)
        case (.plainResult, 235), (.loginResult, 235):
            beOpen()
        default:
            breakOff("\(subject.description) was answered: \(reply.text)", code: reply.code)
        }
    }

    private mutating func secureThenLogIn() {
        if configuration.security == .startTLS, !isEncrypted {
            guard capabilities.startsTLS else {
                return breakOff("\(configuration.host) does not offer STARTTLS, without which no mail is sent to it")
            }
            return send("STARTTLS", awaiting: .startTLS)
        }
        guard let credentials = configuration.credentials else { return beOpen() }
        if capabilities.logins.contains("PLAIN") {
            let response = base64("\0\(credentials.username)\0\(credentials.password)")  // RFC 4616 section 2
            send("AUTH PLAIN \(response)", awaiting: .plainResult)
        } else if capabilities.logins.contains("LOGIN") {
            send("AUTH LOGIN", awaiting: .loginUsername)
        } else {
            breakOff("\(configuration.host) offers neither AUTH PLAIN nor AUTH LOGIN")
        }
    }

    private func base64(_ text: String?) -> String { Data((text ?? "").utf8).base64EncodedString() }
}

/// What a server said it can do (RFC 5321 section 4.1.1.1).
struct SMTPCapabilities: Equatable {
    private(set) var startsTLS = false
    private(set) var pipelines = false
    private(set) var takesSize = false
    private(set) var logins: Set<String> = []

    init() {}

    init(_ reply: SMTPReply) {
        for line in reply.lines.dropFirst() {
            let words = line.uppercased().split(separator: " ").map(String.init)
            switch words.first {
            case "STARTTLS": startsTLS = true
            case "PIPELINING": pipelines = true
            case "SIZE": takesSize = true
            case "AUTH": logins.formUnion(words.dropFirst())
            default: break
            }
        }
    }
}

extension SMTPSession.Awaited: CustomStringConvertible {
    /// For sentences such as "timed out while waiting for …" and "… was answered".
    var description: String {
        switch self {
        case .greeting: "the greeting"
        case .ehlo: "EHLO"
        case .helo: "HELO"
        case .startTLS: "STARTTLS"
        case .plainResult: "AUTH PLAIN"
        case .loginUsername, .loginPassword, .loginResult: "AUTH LOGIN"
        case .reset: "RSET"
        case .sender: "MAIL"
        case .recipient: "RCPT"
        case .data: "DATA"
        case .acceptance, .nothingSent: "the final dot"
        case .farewell: "QUIT"
        }
    }
}
