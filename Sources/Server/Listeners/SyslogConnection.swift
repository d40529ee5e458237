import Logging
import NIOCore
import NIOTLS

/// One sender's messages on their way into the store: collected for a moment, delivered in order, never dropped. Reading
/// stops while more than a batch waits behind the one that is being delivered.
final class SyslogConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// A batch is delivered when it is this old or this large, counted in messages or bytes.
    static let ageMax = TimeAmount.milliseconds(100)
    static let countMax = 1000
    static let sizeMax = 256 << 10
    static let handshakeTimeMax = TimeAmount.seconds(10)

    private var stream: any SyslogStream
    private let channel: any Channel
    private let connections: SyslogConnections
    /// Over TLS.
    private let isSecured: Bool
    private let idleTimeMax: TimeAmount
    private let done: EventLoopPromise<Void>
    private let deliver: SyslogListener.Deliver
    private let logger: Logger

    private var waiting: [[UInt8]] = []
    private var waitingSize = 0
    private var isDelivering = false
    /// Nothing more is read: the sender has hung up, or we stop.
    private var hasEnded = false
    /// Stopped without delivering.
    private var isAbandoned = false
    private var timer: Scheduled<Void>?

    /// Since when nothing has come; nil while messages wait here, and it is not the sender who keeps us waiting.
    private var silentSince: NIODeadline?
    /// Ends the connection when the TLS handshake, and after it a silence, takes too long.
    private var watch: Scheduled<Void>?

    init(
        _ stream: any SyslogStream, channel: any Channel, among connections: SyslogConnections, isSecured: Bool,
        idleTimeMax: TimeAmount, deliver: @escaping SyslogListener.Deliver, logger: Logger
    ) {
        (self.stream, self.channel, self.connections) = (stream, channel, connections)
        (self.isSecured, self.idleTimeMax, self.deliver, self.logger) = (isSecured, idleTimeMax, deliver, logger)
        done = channel.eventLoop.makePromise()
    }

    /// The connection has ended, and everything that was read from it is delivered or given up.
    var finished: EventLoopFuture<Void> { done.futureResult }

    // MARK: - Reading

    func channelActive(context: ChannelHandlerContext) {
        noteSilence()
        if isSecured {
            watch = channel.eventLoop.assumeIsolated().scheduleTask(in: Self.handshakeTimeMax) { self.end() }
        } else {
            watchSilence(for: idleTimeMax)
        }
        readOn()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event {
            watch?.cancel()
            watchSilence(for: idleTimeMax)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasEnded else { return }
        for message in stream.feed(Array(unwrapInboundIn(data).readableBytesView)[...]) { take(message) }
        noteSilence()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if isFull { flush() } else { startTimer() }
        readOn()
    }

    func channelInactive(context: ChannelHandlerContext) { end() }

    /// A TLS alert, a reset: the sender is gone, and what it sent before is kept.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        logger.info("a syslog connection broke", metadata: ["reason": "\(error)"])
        end()
    }

    private func take(_ message: [UInt8]) {
        waiting.append(message)
        waitingSize += message.count
    }

    private var isFull: Bool { waiting.count >= Self.countMax || waitingSize >= Self.sizeMax }

    private func readOn() {
        if !hasEnded, !isFull { channel.read() }
    }

    /// Reads no more, and delivers what was read.
    func end() {
        if !hasEnded {
            hasEnded = true
            watch?.cancel()
            noteSilence()
            if let rest = stream.finish() { take(rest) }
            channel.close(promise: nil)
        }
        flush()
    }

    /// Gives up what cannot be delivered.
    func abandon() {
        isAbandoned = true
        end()
    }

    // MARK: - Silence

    private func noteSilence() {
        silentSince = hasEnded || isDelivering || !waiting.isEmpty ? nil : channel.eventLoop.now
        connections.note(self, silentSince: silentSince)
    }

    private func watchSilence(for time: TimeAmount) {
        guard !hasEnded else { return }
        watch = channel.eventLoop.assumeIsolated().scheduleTask(in: time) {
            let end = (self.silentSince ?? self.channel.eventLoop.now) + self.idleTimeMax
            let left = end - self.channel.eventLoop.now
            if left > .zero { self.watchSilence(for: left) } else { self.end() }
        }
    }

    // MARK: - Delivering

    private func startTimer() {
        guard timer == nil, !isDelivering, !waiting.isEmpty else { return }
        timer = channel.eventLoop.assumeIsolated().scheduleTask(in: Self.ageMax) { self.flush() }
    }

    private func flush() {
        timer?.cancel()
        timer = nil
        guard !isDelivering else { return }
        guard !waiting.isEmpty, !isAbandoned else { return finishIfEnded() }
        isDelivering = true
        deliver(nextBatch(), attempt: 0)
    }

    /// Calls itself, after a while, until the batch is stored.
    private func deliver(_ batch: [[UInt8]], attempt: Int) {
        channel.eventLoop.makeFutureWithTask { [deliver] in try await deliver(batch) }
            .assumeIsolated().whenComplete { result in
                switch result {
                case .success:
                    self.isDelivering = false
                    self.goOn()
                case .failure(let error):
                    self.logger.warning(
                        "syslog messages are not stored yet",
                        metadata: ["messages": "\(batch.count)", "reason": "\(error)"])
                    self.retry(batch, attempt: attempt + 1)
                }
            }
    }

    private func retry(_ batch: [[UInt8]], attempt: Int) {
        if isAbandoned {
            logger.error("syslog messages are lost", metadata: ["messages": "\(batch.count + waiting.count)"])
            isDelivering = false
            return finishIfEnded()
        }
        // From a tenth of a second to five.
        let delay = TimeAmount.milliseconds(min(50 << Int64(min(attempt, 7)), 5000))
        channel.eventLoop.assumeIsolated().scheduleTask(in: delay) { self.deliver(batch, attempt: attempt) }
    }

    private func goOn() {
        noteSilence()
        if hasEnded || isFull { flush() } else { startTimer() }
        readOn()
    }

    private func finishIfEnded() {
        if hasEnded { done.succeed() }
    }

    private func nextBatch() -> [[UInt8]] {
        var count = 0
        var size = 0
        while count < waiting.count, count < Self.countMax, size < Self.sizeMax {
            size += waiting[count].count
            count += 1
        }
        defer {
            waiting.removeFirst(count)
            waitingSize -= size
        }
        return Array(waiting[..<count])
    }
}
