import NIOCore
import NIOPosix
import Synchronization

/// Listens for SMTP on one address and holds the conversations within their bounds.
final class SMTPServer: Sendable {
    struct Limits: Sendable {
        /// Conversations at one time; further ones are told 421, so that their senders try later.
        var connectionCountMax: Int
        /// Conversations at one time with one peer, so that nobody takes all places.
        var connectionsPerPeerMax: Int
        var idleTimeMax: TimeAmount
        var conversationTimeMax: TimeAmount
    }

    private let terms: InboundSession.Terms
    private let limits: Limits
    private let deliver: InboundHandler.Deliver
    private let listener = Mutex<(any Channel)?>(nil)
    private let connections = Mutex<[ObjectIdentifier: Connection]>([:])

    private struct Connection {
        let channel: any Channel
        let peer: PeerNetwork
    }

    init(_ terms: InboundSession.Terms, limits: Limits, deliver: @escaping InboundHandler.Deliver) {
        (self.terms, self.limits, self.deliver) = (terms, limits, deliver)
    }

    /// Listens, and answers with the port: the given one, or a free one for 0. Start it once.
    func start(host: String, port: Int, thing: String) async throws(MailProblem) -> Int {
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
                thing: "\(thing)'s address \(host):\(port)", found: "not to be had (\(error))",
                expected: "a free port on an address of this machine", remedy: "Choose another port, or 0 for any.")
        }
    }

    /// Hears nobody new, answers the mails that are being stored, and tells everyone 421. A mail on its way is not taken,
    /// and its sender knows.
    func stop() async {
        let listening = listener.withLock { channel in
            defer { channel = nil }
            return channel
        }
        try? await listening?.close()
        for channel in connections.withLock({ $0.values.map(\.channel) }) {
            channel.pipeline.fireUserInboundEventTriggered(InboundHandler.Stop())
            try? await channel.closeFuture.get()
        }
    }

    /// Called before the channel is active.
    func admit(_ channel: any Channel) -> EventLoopFuture<Void> {
        let connection = Connection(channel: channel, peer: PeerNetwork(channel.remoteAddress))
        let isAdmitted = connections.withLock { connections in
            let count = connections.values.count { $0.peer == connection.peer }
            guard count < limits.connectionsPerPeerMax, connections.count < limits.connectionCountMax else {
                return false
            }
            connections[ObjectIdentifier(channel)] = connection
            return true
        }
        if isAdmitted {
            channel.closeFuture.whenComplete { _ in
                self.connections.withLock { $0[ObjectIdentifier(channel)] = nil }
            }
        }
        return channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            guard isAdmitted else { return try pipeline.addHandler(TurnAway()) }
            let handler = InboundHandler(
                InboundSession(self.terms), timeMax: self.limits.conversationTimeMax, deliver: self.deliver)
            try pipeline.addHandlers(IdleStateHandler(allTimeout: self.limits.idleTimeMax), handler)
        }
    }

    /// Says that there is no room and hangs up.
    private final class TurnAway: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        func channelActive(context: ChannelHandlerContext) {
            let words = ByteBuffer(string: "421 4.3.2 too many conversations; try again later\r\n")
            context.writeAndFlush(wrapOutboundOut(words)).assumeIsolated().whenComplete { _ in
                context.close(promise: nil)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
