import NIOCore
import NIOPosix

/// Joins a catcher's session to a channel, and keeps its mails on a thread where waiting for the disk harms nobody.
final class CatcherHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var session: CatcherSession
    private let keep: @Sendable (CatcherSession.ReceivedMail) -> String?

    /// - Parameter keep: stores a mail durably and answers with its id, or nil when it could not. It may block.
    init(_ session: CatcherSession, keep: @escaping @Sendable (CatcherSession.ReceivedMail) -> String?) {
        self.session = session
        self.keep = keep
    }

    func channelActive(context: ChannelHandlerContext) { perform(session.open(), context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        perform(session.receive(unwrapInboundIn(data).readableBytesView), context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func perform(_ actions: [CatcherSession.Action], _ context: ChannelHandlerContext) {
        for action in actions {
            switch action {
            case .write(let bytes):
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            case .store(let mail):
                store(mail, context)
            case .close:
                context.close(promise: nil)
            }
        }
    }

    /// Reading pauses meanwhile, so that a sender who does not wait fills its own buffers and not ours.
    private func store(_ mail: CatcherSession.ReceivedMail, _ context: ChannelHandlerContext) {
        let options = context.channel.syncOptions
        try? options?.setOption(.autoRead, value: false)
        NIOThreadPool.singleton.runIfActive(eventLoop: context.eventLoop) { [keep] in keep(mail) }
            .assumeIsolated().whenComplete { result in
                self.perform(self.session.stored(try? result.get()), context)
                try? options?.setOption(.autoRead, value: true)
            }
    }
}
