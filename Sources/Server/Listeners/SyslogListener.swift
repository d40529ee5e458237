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
        /// Connections of one IPv4 address or one IPv6 network of 64 bits.
        public var connectionsPerPeerMax: Int
        /// Silence after which a sender is hung up on.
        public var idleTimeMax: Duration

        public init(
            host: String = "127.0.0.1", port: Int = 6514, tls: ListenerTLS? = nil, peers: [String] = [],
            connectionCountMax: Int = 256, connectionsPerPeerMax: Int = 32, idleTimeMax: Duration = .seconds(3600)
        ) {
            (self.host, self.port, self.tls, self.peers) = (host, port, tls, peers)
            (self.connectionCountMax, self.connectionsPerPeerMax) = (connectionCountMax, connectionsPerPeerMax)
            self.idleTimeMax = idleTimeMax
        }
    }

    public typealias Deliver = @Sendable (_ messages: [[UInt8]]) async throws -> Void

    private let settings: Settings
    private let tls: NIOSSLContext?
    private let peers: AllowedPeers
    private let connections: SyslogConnections
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
        connections = SyslogConnections(
            countMax: settings.connectionCountMax, perPeerMax: settings.connectionsPerPeerMax)
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

    /// Called before the channel is active.
    func admit(_ channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            guard peers.contains(channel.remoteAddress) else {
                logger.info(
                    "a syslog sender was turned away", metadata: ["peer": "\(channel.remoteAddress, default: "?")"])
                throw NotAdmitted()
            }
            let connection = SyslogConnection(
                stream(), channel: channel, among: connections, isSecured: tls != nil,
                idleTimeMax: TimeAmount(settings.idleTimeMax), deliver: deliver, logger: logger)
            guard connections.add(connection, channel) else {
                connection.end()
                logger.warning(
                    "a syslog sender was turned away: all places are taken",
                    metadata: ["peer": "\(channel.remoteAddress, default: "?")"])
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
