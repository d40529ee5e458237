import Logging
import NIOCore
import NIOPosix
import Synchronization

/// A small SMTP server that keeps every mail it is given and sends none on: for drills, demonstrations and tests.
///
/// It asks for no login and speaks no TLS, so it belongs on a loopback address.
public final class MailCatcher: Sendable {
    public static let sizeMaxDefault = 10 * 1024 * 1024
    /// Conversations at one time; further ones are hung up on, so that their senders try later.
    static let connectionCountMax = 256
    /// RFC 5321 section 4.5.3.2.7.
    private static let idleTimeMax = TimeAmount.minutes(5)

    private let folder: MailFolder
    private let now: @Sendable () -> Int64
    private let sizeMax: Int
    private let logger = Logger(label: "onrecord.mail-catcher")
    private let listener = Mutex<(any Channel)?>(nil)
    private let connections = Mutex<[ObjectIdentifier: any Channel]>([:])

    /// Opens the folder, made when it is missing; mails from earlier runs are in it still.
    ///
    /// - Parameters:
    ///   - now: UTC milliseconds since 1970, read once for each mail.
    ///   - sizeMax: bytes of the largest mail that is kept; larger ones are answered 552.
    public init(
        folder: String, now: @escaping @Sendable () -> Int64, sizeMax: Int = sizeMaxDefault
    ) throws(MailProblem) {
        self.folder = try MailFolder(path: folder)
        self.now = now
        self.sizeMax = sizeMax
    }

    // MARK: - Serving

    /// Listens, and answers with the port: the given one, or a free one for 0. Start it once.
    @discardableResult
    public func start(host: String = "127.0.0.1", port: Int) async throws(MailProblem) -> Int {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { self.admit($0) }
        do {
            let channel = try await bootstrap.bind(host: host, port: port).get()
            listener.withLock { $0 = channel }
            return channel.localAddress?.port ?? port
        } catch {
            throw MailProblem(
                thing: "the mail catcher's address \(host):\(port)", found: "not to be had (\(error))",
                expected: "a free port on an address of this machine", remedy: "Choose another port, or 0 for any.")
        }
    }

    /// Hangs up on everyone. Mails that were answered 250 are safe; a mail on its way is not, and its sender knows.
    public func stop() async {
        let listening = listener.withLock { channel in
            defer { channel = nil }
            return channel
        }
        try? await listening?.close()
        for channel in connections.withLock({ Array($0.values) }) { try? await channel.close() }
    }

    private func admit(_ channel: any Channel) -> EventLoopFuture<Void> {
        let isAdmitted = connections.withLock { connections in
            guard connections.count < Self.connectionCountMax else { return false }
            connections[ObjectIdentifier(channel)] = channel
            return true
        }
        guard isAdmitted else { return channel.close() }
        channel.closeFuture.whenComplete { _ in
            self.connections.withLock { $0[ObjectIdentifier(channel)] = nil }
        }
        return channel.eventLoop.makeCompletedFuture {
            let handler = CatcherHandler(CatcherSession(sizeMax: self.sizeMax)) { self.keep($0) }
            try channel.pipeline.syncOperations.addHandlers(IdleStateHandler(allTimeout: Self.idleTimeMax), handler)
        }
    }

    private func keep(_ mail: CatcherSession.ReceivedMail) -> String? {
        let envelope = CaughtEnvelope(receivedAt: now(), sender: mail.sender, recipients: mail.recipients)
        do {
            return try folder.store(Array(envelope.lines.utf8) + mail.data)
        } catch {
            logger.error("a mail was not kept", metadata: ["reason": "\(error)"])
            return nil
        }
    }

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
