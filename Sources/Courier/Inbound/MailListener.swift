import Logging
import NIOCore

/// Receives mail for the house: reports, alerts and bounces, straight from the network or from the operator's own server.
///
/// It sends nothing on, so nobody can use it as a relay: an address without a source is refused. It speaks no TLS and asks
/// for no login; put the operator's mail server in front of it where the way is not trusted.
public final class MailListener: Sendable {
    public struct Settings: Sendable, Equatable {
        public var host: String
        /// 0 for any free one.
        public var port: Int
        /// What the listener calls itself: the host name that its MX record names.
        public var name: String
        /// Bytes of the largest mail.
        public var sizeMax: Int
        public var connectionCountMax: Int
        /// Conversations with one IPv4 address or one IPv6 network of 64 bits.
        public var connectionsPerPeerMax: Int
        /// Silence after which a sender is hung up on.
        public var idleTimeMax: Duration

        public init(
            host: String = "127.0.0.1", port: Int = 2525, name: String = "localhost", sizeMax: Int = 10 << 20,
            connectionCountMax: Int = 64, connectionsPerPeerMax: Int = 8, idleTimeMax: Duration = .seconds(60)
        ) {
            (self.host, self.port, self.name, self.sizeMax) = (host, port, name, sizeMax)
            (self.connectionCountMax, self.connectionsPerPeerMax) = (connectionCountMax, connectionsPerPeerMax)
            self.idleTimeMax = idleTimeMax
        }
    }

    private static let conversationTimeMax = TimeAmount.minutes(15)
    /// Mails of the largest size that may be on their way in at one time; smaller ones share the same bytes.
    private static let largestMailsMax = 8

    private let settings: Settings
    private let server: SMTPServer

    /// - Parameters:
    ///   - source: Whose mail goes to an address, nil for one that is refused. Asked for every recipient: it has to be quick.
    ///   - deliver: Stores a mail durably, then says so; an error is told to the sender as 451.
    public init(
        _ settings: Settings, source: @escaping @Sendable (_ recipient: String) -> String?,
        deliver: @escaping @Sendable (ReceivedMail) async throws -> MailAnswer
    ) {
        self.settings = settings
        let logger = Logger(label: "onrecord.mail-listener")
        let terms = InboundSession.Terms(
            name: Self.word(settings.name), sizeMax: settings.sizeMax,
            room: DataRoom(size: settings.sizeMax * Self.largestMailsMax), source: source)
        let limits = SMTPServer.Limits(
            connectionCountMax: settings.connectionCountMax, connectionsPerPeerMax: settings.connectionsPerPeerMax,
            idleTimeMax: TimeAmount(settings.idleTimeMax), conversationTimeMax: Self.conversationTimeMax)
        server = SMTPServer(terms, limits: limits) { mail in
            do { return try await deliver(mail) } catch {
                logger.error("a mail was not stored", metadata: ["reason": "\(error)"])
                return .failed
            }
        }
    }

    /// Listens, and answers with the port. Start it once.
    @discardableResult
    public func start() async throws(MailProblem) -> Int {
        try await server.start(host: settings.host, port: settings.port, thing: "the mail listener")
    }

    /// Answers the mails that are being stored, and ends all conversations.
    public func stop() async { await server.stop() }

    /// What stands behind the plus of a local part: the token in `in+TOKEN@host.example`. Nil where there is none.
    public static func token(in address: String) -> String? {
        guard let at = address.lastIndex(of: "@"), let plus = address[..<at].firstIndex(of: "+") else { return nil }
        let token = address[..<at][plus...].dropFirst()
        return token.isEmpty ? nil : String(token)
    }

    /// A greeting is one line, whatever the settings say.
    private static func word(_ name: String) -> String {
        let visible = name.unicodeScalars.filter {
            $0.isASCII && ASCII.visible.contains(UInt8(truncatingIfNeeded: $0.value))
        }
        return visible.isEmpty ? "localhost" : String(String.UnicodeScalarView(visible))
    }
}
