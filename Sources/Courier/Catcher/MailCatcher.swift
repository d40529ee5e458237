import Logging
import NIOCore
import NIOPosix

/// A small SMTP server that keeps every mail it is given and sends none on: for drills, demonstrations and tests.
///
/// It asks for no login and speaks no TLS, so it belongs on a loopback address.
public final class MailCatcher: Sendable {
    public static let sizeMaxDefault = 10 * 1024 * 1024
    /// A conversation may last a whole demonstration; the idle time is that of RFC 5321 section 4.5.3.2.7.
    private static let limits = SMTPServer.Limits(
        connectionCountMax: 256, connectionsPerPeerMax: 256, idleTimeMax: .minutes(5), conversationTimeMax: .hours(24))
    /// Bytes of all mails that are on their way in at one time.
    private static let roomSize = 256 << 20

    private let folder: MailFolder
    private let server: SMTPServer

    /// Opens the folder, made when it is missing; mails from earlier runs are in it still.
    ///
    /// - Parameters:
    ///   - now: UTC milliseconds since 1970, read once for each mail.
    ///   - sizeMax: bytes of the largest mail that is kept; larger ones are answered 552.
    public init(
        folder path: String, now: @escaping @Sendable () -> Int64, sizeMax: Int = sizeMaxDefault
    ) throws(MailProblem) {
        let folder = try MailFolder(path: path)
        let logger = Logger(label: "onrecord.mail-catcher")
        let terms = InboundSession.Terms(
            name: "mail-catcher", sizeMax: sizeMax, room: DataRoom(size: Self.roomSize), source: { $0 })
        self.folder = folder
        server = SMTPServer(terms, limits: Self.limits) { mail in
            // Waiting for the disk belongs on a thread where it harms nobody.
            do {
                let id = try await NIOThreadPool.singleton.runIfActive { try Self.keep(mail, in: folder, at: now()) }
                return .stored("kept as \(id)")
            } catch {
                logger.error("a mail was not kept", metadata: ["reason": "\(error)"])
                return .failed
            }
        }
    }

    private static func keep(_ mail: ReceivedMail, in folder: MailFolder, at moment: Int64) throws -> String {
        let envelope = CaughtEnvelope(
            receivedAt: moment, sender: mail.sender, recipients: mail.recipients.map(\.address))
        return try folder.store(Array(envelope.lines.utf8) + mail.data)
    }

    // MARK: - Serving

    /// Listens, and answers with the port: the given one, or a free one for 0. Start it once.
    @discardableResult
    public func start(host: String = "127.0.0.1", port: Int) async throws(MailProblem) -> Int {
        try await server.start(host: host, port: port, thing: "the mail catcher")
    }

    /// Hangs up on everyone. Mails that were answered 250 are safe; a mail on its way is not, and its sender knows.
    public func stop() async { await server.stop() }

    // MARK: - Reading

    /// The ids of all kept mails, oldest first.
    public func ids() throws(MailProblem) -> [CaughtMail.ID] { try folder.ids() }

    /// One mail, decoded; nil when there is none of that id.
    public func mail(_ id: CaughtMail.ID) -> CaughtMail? { folder.read(id).map { CaughtMail(id: id, file: $0) } }

    /// The newest mails, at most `limit`, oldest first.
    public func mails(limit: Int = .max) throws(MailProblem) -> [CaughtMail] {
        try ids().suffix(limit).compactMap { mail($0) }
    }

    /// The bytes of one mail as they were received, without the envelope; nil when there is none of that id.
    public func source(_ id: CaughtMail.ID) -> [UInt8]? { folder.read(id).map { Array(CaughtEnvelope.split($0).1) } }
}
