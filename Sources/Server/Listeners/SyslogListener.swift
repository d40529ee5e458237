import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import Synchronization

/// Takes messages out of a stream of bytes as it arrives (RFC 6587).
public protocol SyslogStream: Sendable {
    /// The messages that end in this chunk.
    mutating func feed(_ chunk: ArraySlice<UInt8>) -> [[UInt8]]
    /// What is left when the sender hangs up; nil when nothing is.
    mutating func finish() -> [UInt8]?
}

/// Receives syslog over TCP (RFC 6587) or TLS (RFC 5425).
///
/// Syslog has no answers, so a sender never learns that something was not stored. All that can be done is to stop reading:
/// then its buffers fill, and it waits or spools. What was read is delivered, however often that takes.
public struct SyslogListener: Service {
    public struct Settings: Sendable, Equatable {
        public var host: String
        /// 0 for any free one; 601 is registered for TCP, 6514 for TLS.
        public var port: Int
        public var tls: ListenerTLS?
        /// Ranges of addresses that may connect (`192.0.2.0/24`); empty: everybody who reaches the port.
        public var peers: [String]
        public var connectionCountMax: Int

        public init(
            host: String = "127.0.0.1", port: Int = 6514, tls: ListenerTLS? = nil, peers: [String] = [],
            connectionCountMax: Int = 256
        ) {
            (self.host, self.port, self.tls, self.peers) = (host, port, tls, peers)
            self.connectionCountMax = connectionCountMax
        }
    }

    public typealias Deliver = @Sendable (_ messages: [[UInt8]]) async throws -> Void

    private let settings: Settings
    private let tls: NIOSSLContext?
    private let peers: AllowedPeers
    private let connections: Connections
    private let stream: @Sendable () -> any SyslogStream
    private let deliver: Deliver
    private let logger: Logger
    private let listening: @Sendable (_ port: Int) async -> Void

    /// Reads the certificates and the ranges. Nothing listens yet.
    /// - Parameters:
    ///   - stream: A new one for each connection.
    ///   - deliver: Stores messages of one connection durably, in their order, at most one call at a time for each. After
    ///     an error the same messages come again.
    ///   - listening: Called with the port once connections are accepted.
    public init(
        _ settings: Settings, stream: @escaping @Sendable () -> any SyslogStream, deliver: @escaping Deliver,
        logger: Logger, listening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) throws(StartProblem) {
        self.settings = settings
        tls = try settings.tls?.context()
        peers = try AllowedPeers(settings.peers)
        connections = Connections(max: settings.connectionCountMax)
        (self.stream, self.deliver, self.logger, self.listening) = (stream, deliver, logger, listening)
    }

    /// Listens until it is told to stop; then delivers what was read. A cancelled task gives up what cannot be delivered.
    public func run() async throws {
        let channel = try await bind()
        await listening(channel.localAddress?.port ?? settings.port)
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await channel.closeFuture.get()
        } onCancelOrGracefulShutdown: {
            channel.close(promise: nil)
        }
        await withTaskCancellationHandler {
            await connections.drain()
        } onCancel: {
            connections.abandon()
        }
    }

    private func bind() async throws -> any Channel {
        do {
            return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.backlog, value: 256)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.autoRead, value: false)
                // A sender whose machine has died must not hold its place for ever.
                .childChannelOption(.socketOption(.so_keepalive), value: 1)
                .childChannelInitializer { admit($0) }
                .bind(host: settings.host, port: settings.port).get()
        } catch {
            throw StartProblem(
                "The syslog listener's address \(settings.host):\(settings.port) is not to be had (\(error)); expected a "
                    + "free port on an address of this machine. Choose another, or stop what uses it.",
                exitCode: .addressInUse)
        }
    }

    private func admit(_ channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            guard peers.contains(channel.remoteAddress) else {
                logger.info(
                    "a syslog sender was turned away", metadata: ["peer": "\(channel.remoteAddress, default: "?")"])
                throw NotAdmitted()
            }
            let connection = SyslogConnection(stream(), channel: channel, deliver: deliver, logger: logger)
            guard connections.add(connection, on: channel.eventLoop) else {
                connection.end()
                logger.warning("a syslog sender was turned away: \(settings.connectionCountMax) are connected")
                throw NotAdmitted()
            }
            let pipeline = channel.pipeline.syncOperations
            do {
                if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                try pipeline.addHandler(connection)
            } catch {
                connection.end()
                throw error
            }
        }
    }

    /// The channel is closed when its preparation fails.
    private struct NotAdmitted: Error {}
}

/// Everybody who is connected, and who has hung up but whose messages are not delivered yet.
private final class Connections: Sendable {
    private let max: Int
    private let all = Mutex<[ObjectIdentifier: NIOLoopBound<SyslogConnection>]>([:])

    init(max: Int) { self.max = max }

    /// Called on the connection's own event loop.
    func add(_ connection: SyslogConnection, on loop: any EventLoop) -> Bool {
        let id = ObjectIdentifier(connection)
        let bound = NIOLoopBound(connection, eventLoop: loop)
        let isAdded = all.withLock { all in
            guard all.count < max else { return false }
            all[id] = bound
            return true
        }
        if isAdded { connection.finished.whenComplete { _ in self.all.withLock { _ = $0.removeValue(forKey: id) } } }
        return isAdded
    }

    /// Ends all connections, and waits until everything that was read is delivered.
    func drain() async {
        tell { $0.end() }
        while let next = all.withLock({ $0.values.first }) {
            // One that was accepted last may not have heard it yet.
            let isCancelled = Task.isCancelled
            let finished = next.eventLoop.flatSubmit {
                if isCancelled { next.value.abandon() } else { next.value.end() }
                return next.value.finished
            }
            try? await finished.get()
        }
    }

    func abandon() { tell { $0.abandon() } }

    private func tell(_ word: @escaping @Sendable (SyslogConnection) -> Void) {
        for connection in all.withLock({ Array($0.values) }) {
            connection.eventLoop.execute { word(connection.value) }
        }
    }
}
