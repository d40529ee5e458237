import NIOCore

/// Joins a receiving session to a channel, and answers each mail once it is delivered.
final class InboundHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    typealias Deliver = @Sendable (ReceivedMail) async -> MailAnswer

    /// Told to every conversation when the server stops.
    struct Stop: Sendable {}

    private var session: InboundSession
    private let timeMax: TimeAmount
    private let deliver: Deliver
    private var deadline: Scheduled<Void>?
    private var isStopping = false
    private var isDelivering = false
    private var isReading = true

    /// - Parameter timeMax: for the whole conversation, so that nobody holds a place by sending slowly.
    init(_ session: InboundSession, timeMax: TimeAmount, deliver: @escaping Deliver) {
        (self.session, self.timeMax, self.deliver) = (session, timeMax, deliver)
    }

    func channelActive(context: ChannelHandlerContext) {
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: timeMax) {
            self.end("the conversation takes too long", context)
        }
        perform(session.open(), context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        perform(session.receive(unwrapInboundIn(data).readableBytesView), context, isMoreToCome: true)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.flush()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        readOnOrPause(context)
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        // While a mail is being stored the sender waits for us and not we for the sender.
        case is IdleStateHandler.IdleStateEvent: perform(session.end("nothing came for too long"), context)
        case is Stop: end("the server stops", context)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func end(_ reason: String, _ context: ChannelHandlerContext) {
        isStopping = true
        perform(session.end(reason), context)
    }

    /// - Parameter isMoreToCome: The end of the read flushes what is written here.
    private func perform(
        _ actions: [InboundSession.Action], _ context: ChannelHandlerContext, isMoreToCome: Bool = false
    ) {
        for action in actions {
            switch action {
            case .write(let bytes):
                context.write(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            case .deliver(let mail):
                pass(on: mail, context)
            case .close:
                context.flush()
                context.close(promise: nil)
            }
        }
        if !isMoreToCome { context.flush() }
    }

    private func pass(on mail: ReceivedMail, _ context: ChannelHandlerContext) {
        isDelivering = true
        readOnOrPause(context)
        context.eventLoop.makeFutureWithTask { [deliver] in await deliver(mail) }
            .assumeIsolated().whenSuccess { answer in
                self.isDelivering = false
                self.perform(self.session.answer(answer), context)
                if self.isStopping { self.perform(self.session.end("the server stops"), context) }
                self.readOnOrPause(context)
            }
    }

    /// A sender who does not wait for a mail to be stored, or does not read our answers, fills its own buffers, not ours.
    private func readOnOrPause(_ context: ChannelHandlerContext) {
        let isWanted = !isDelivering && context.channel.isWritable
        guard isWanted != isReading else { return }
        isReading = isWanted
        try? context.channel.syncOptions?.setOption(.autoRead, value: isWanted)
    }
}
