import NIOCore
import NIOSSL

/// Joins a session to a channel: carries its bytes and guards its patience. Once the channel is closed, every
/// envelope of the session has its outcome.
final class SMTPHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private(set) var session: SMTPSession
    private let encryption: SMTPEncryption
    private var watchdog: Scheduled<Void>?

    init(_ session: SMTPSession, encryption: SMTPEncryption) {
        self.session = session
        self.encryption = encryption
    }

    func channelActive(context: ChannelHandlerContext) { restartWatchdog(context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        perform(session.receive(unwrapInboundIn(data).readableBytesView), context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        perform(session.lose(SMTPEncryption.explain(error)), context)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        watchdog?.cancel()
        perform(session.lose("the connection was lost"), context)
    }

    private func perform(_ actions: [SMTPSession.Action], _ context: ChannelHandlerContext) {
        for action in actions {
            switch action {
            case .write(let bytes):
                // Flushed at once: a TLS handler added during this read would not see its end, and wait for ever.
                let written = context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)))
                written.assumeIsolated().whenSuccess { self.restartWatchdog(context) }
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
        restartWatchdog(context)
    }

    /// Counts anew from every reply and every write that left, for the reply that is awaited now.
    private func restartWatchdog(_ context: ChannelHandlerContext) {
        watchdog?.cancel()
        guard context.channel.isActive else { return }
        let timeouts = session.configuration.timeouts
        let patience =
            switch session.awaited.first {
            case .acceptance: timeouts.acceptance
            case .farewell: min(timeouts.reply, .seconds(5))
            default: timeouts.reply
            }
        watchdog = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(patience)) {
            self.perform(self.session.lose("no reply came within \(patience)"), context)
        }
    }
}
