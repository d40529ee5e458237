import NIOCore
import NIOSSL

/// Joins a session to a channel: carries its bytes, guards its patience, and tells its owner what became of envelopes.
/// Once the channel is closed, every envelope of the session has its outcome.
final class SMTPHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private(set) var session: SMTPSession
    private let encryption: SMTPEncryption
    private weak var owner: (any Owner)?
    private var context: ChannelHandlerContext?
    private var deadline = NIODeadline.distantFuture
    private var watchdog: Scheduled<Void>?

    /// Called on the channel's event loop.
    protocol Owner: AnyObject {
        /// Envelopes have come to an end, or there is room for more.
        func hasProgressed(_ connection: SMTPHandler)
        func hasEnded(_ connection: SMTPHandler)
    }

    init(_ configuration: SMTPConfiguration, encryption: SMTPEncryption, owner: any Owner) {
        session = SMTPSession(configuration)
        self.encryption = encryption
        self.owner = owner
    }

    // MARK: - For the owner

    func send(_ envelope: MailEnvelope) { session.send(envelope) }
    func finish() { session.finish() }
    func takeOutcomes() -> [MailOutcome] { session.takeOutcomes() }

    /// Lets everything go that was said since.
    func flush() {
        guard let context else { return }
        perform(session.takeActions(), context)
    }

    // MARK: - From the network

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelActive(context: ChannelHandlerContext) { touch(context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        session.hear(unwrapInboundIn(data).readableBytesView)
        goOn(context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        session.lose(SMTPEncryption.explain(error))
        goOn(context)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        watchdog?.cancel()
        session.lose("the connection was lost")
        goOn(context)
        owner?.hasEnded(self)
    }

    /// The owner hears of outcomes before the actions leave, so that what it adds leaves with them.
    private func goOn(_ context: ChannelHandlerContext) {
        owner?.hasProgressed(self)
        perform(session.takeActions(), context)
    }

    private func perform(_ actions: [SMTPSession.Action], _ context: ChannelHandlerContext) {
        for action in actions {
            switch action {
            case .write(let bytes):
                // Flushed at once: a TLS handler added during this read would not see its end, and wait for ever.
                let written = context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)))
                written.assumeIsolated().whenSuccess { self.touch(context) }
            case .startTLS:
                do {
                    let handler = try encryption.makeHandler()
                    try context.pipeline.syncOperations.addHandler(handler, position: .first)
                } catch {
                    return errorCaught(context: context, error: error)
                }
            case .close:
                context.close(promise: nil)
            }
        }
        touch(context)
    }

    // MARK: - Patience

    /// Counts anew from every reply and every write that left, for the reply that is awaited now. Only the moment is noted:
    /// a timer for each reply would cost more than the reply.
    private func touch(_ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        deadline = .now() + TimeAmount(patience)
        if watchdog == nil { watch(context) }
    }

    private var patience: Duration {
        let timeouts = session.configuration.timeouts
        if session.isIdle { return timeouts.idle }
        return switch session.awaited.first {
        case .acceptance: timeouts.acceptance
        case .farewell: min(timeouts.reply, .seconds(5))
        default: timeouts.reply
        }
    }

    private func watch(_ context: ChannelHandlerContext) {
        // Looked at as often as the shortest patience asks for, since the next reply may be owed one.
        let timeouts = session.configuration.timeouts
        let shortest = min(timeouts.reply, timeouts.acceptance, timeouts.idle, .seconds(5))
        let next = min(deadline, .now() + TimeAmount(shortest))
        watchdog = context.eventLoop.assumeIsolated().scheduleTask(deadline: next) {
            self.watchdog = nil
            guard NIODeadline.now() >= self.deadline else { return self.watch(context) }
            if self.session.isIdle {
                self.session.finish()
            } else {
                self.session.lose("no reply came within \(self.patience)")
            }
            self.goOn(context)
        }
    }
}
