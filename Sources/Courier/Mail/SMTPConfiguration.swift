/// How to reach the server that takes our mail: a relay or a submission service.
public struct SMTPConfiguration: Sendable, Equatable {
    public let host: String
    public let port: Int
    public let security: Security
    public let credentials: Credentials?
    /// The name we give ourselves in EHLO.
    public let heloName: String
    public let timeouts: Timeouts
    /// A PEM file of the certificates to trust instead of the system's, for servers with a private authority.
    public let trustRoots: String?

    public enum Security: Sendable, Equatable {
        /// Clear text all the way.
        case none
        /// STARTTLS (RFC 3207) or no mail at all.
        case startTLS
        /// TLS from the first byte (RFC 8314 section 3.3).
        case tls
    }

    public struct Credentials: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
        public let username: String
        public let password: String

        public init(username: String, password: String) {
            self.username = username
            self.password = password
        }

        /// Neither description nor dump shows the password, so that a log of settings cannot leak it.
        public var description: String { "\(username) (password withheld)" }
        public var customMirror: Mirror { Mirror(self, children: ["username": username]) }
    }

    /// The defaults are those of RFC 5321 section 4.5.3.2, but for the connect.
    public struct Timeouts: Sendable, Equatable {
        public let connect: Duration
        /// For every reply but the one after the final dot.
        public let reply: Duration
        /// For the reply after the final dot: giving up early here sends mails twice.
        public let acceptance: Duration
        /// How long a connection with nothing to do is kept for the next mail.
        public let idle: Duration

        public init(
            connect: Duration = .seconds(30), reply: Duration = .seconds(300), acceptance: Duration = .seconds(600),
            idle: Duration = .seconds(30)
        ) {
            self.connect = connect
            self.reply = reply
            self.acceptance = acceptance
            self.idle = idle
        }
    }

    /// Refuses ports that are none, EHLO names that are no host name, and credentials that would cross a network in
    /// clear text.
    public init(
        host: String, port: Int, security: Security = .startTLS, credentials: Credentials? = nil,
        heloName: String = "localhost", timeouts: Timeouts = Timeouts(), trustRoots: String? = nil
    ) throws(MailProblem) {
        guard (1...65_535).contains(port) else {
            throw MailProblem(
                thing: "the SMTP port", found: "\(port)", expected: "1 to 65535",
                remedy: "Use 587 with STARTTLS or 465 with TLS.")
        }
        guard !heloName.isEmpty, heloName.utf8.allSatisfy({ ASCII.visible.contains($0) }) else {
            throw MailProblem(
                thing: "the EHLO name", found: MailProblem.quoted(heloName), expected: "a host name in ASCII",
                remedy: "Give the public name of this machine.")
        }
        guard security != .none || credentials == nil || Self.isLoopback(host) else {
            throw MailProblem(
                thing: "the connection to \(host)", found: "clear text with a password",
                expected: "TLS or STARTTLS wherever a password is sent to another machine",
                remedy: "Use smtps://, or drop starttls=never.")
        }
        if let credentials, credentials.username.contains("\0") || credentials.password.contains("\0") {
            throw MailProblem(
                thing: "the SMTP user name or password", found: "a text with a NUL character",
                expected: "no NUL (RFC 4616 section 2)", remedy: "Enter the credentials again.")
        }
        self.host = host
        self.port = port
        self.security = security
        self.credentials = credentials
        self.heloName = heloName
        self.timeouts = timeouts
        self.trustRoots = trustRoots
    }

    /// Whether a host is this machine, judged by what is written and not by a look-up.
    static func isLoopback(_ host: String) -> Bool {
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        let isLoopbackIPv4 = octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
        return isLoopbackIPv4 || host == "::1" || host.lowercased() == "localhost"
    }
}
