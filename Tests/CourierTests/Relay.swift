import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Courier

/// A relay that takes every mail, counts its conversations, and hangs up as it is told.
final class Relay: Sendable {
    /// Conversations at one time; further ones are told 421.
    let most: Int
    /// Mails of one conversation after which the next is answered 421.
    let mailsBefore421: Int
    private let state = Mutex(State())

    private struct State {
        var port = 0
        var open = 0
        var opened = 0
        var kept: [String] = []
    }

    var port: Int { state.withLock { $0.port } }
    /// Conversations that were let in so far.
    var opened: Int { state.withLock { $0.opened } }
    /// Subjects, in the order of arrival.
    var kept: [String] { state.withLock { $0.kept } }

    private init(most: Int, mailsBefore421: Int) { (self.most, self.mailsBefore421) = (most, mailsBefore421) }

    static func running(
        most: Int = 100, mailsBefore421: Int = .max, _ body: (Relay) async throws -> Void
    ) async throws {
        let relay = Relay(most: most, mailsBefore421: mailsBefore421)
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Conversation(relay))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        relay.state.withLock { $0.port = server.localAddress?.port ?? 0 }
        try await body(relay)
        try await server.close()
    }

    private func letIn() -> Bool {
        state.withLock { state in
            guard state.open < most else { return false }
            (state.open, state.opened) = (state.open + 1, state.opened + 1)
            return true
        }
    }

    private func letGo() { state.withLock { $0.open -= 1 } }
    private func keep(_ subject: String) { state.withLock { $0.kept.append(subject) } }

    private final class Conversation: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let relay: Relay
        private var isIn = false
        private var rest = ""
        private var isData = false
        private var subject = ""
        private var count = 0

        init(_ relay: Relay) { self.relay = relay }

        func channelActive(context: ChannelHandlerContext) {
            isIn = relay.letIn()
            say(isIn ? "220 relay" : "421 4.7.0 too many conversations", context)
            if !isIn { context.close(promise: nil) }
        }

        func channelInactive(context: ChannelHandlerContext) {
            if isIn { relay.letGo() }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            rest += String(buffer: unwrapInboundIn(data))
            while let end = rest.firstRange(of: "\r\n") {
                let line = String(rest[..<end.lowerBound])
                rest = String(rest[end.upperBound...])
                hear(line, context)
            }
        }

        private func hear(_ line: String, _ context: ChannelHandlerContext) {
            if isData {
                if line.hasPrefix("Subject: ") { subject = String(line.dropFirst(9)) }
                guard line == "." else { return }
                isData = false
                count += 1
                relay.keep(subject)
                return say("250 kept", context)
            }
            switch line.prefix(4) {
            case "EHLO": say("250-relay\r\n250 PIPELINING", context)
            case "MAIL" where count >= relay.mailsBefore421:
                say("421 4.7.0 enough for now", context)
                context.close(promise: nil)
            case "DATA":
                isData = true
                say("354 go", context)
            case "QUIT":
                say("221 bye", context)
                context.close(promise: nil)
            default: say("250 ok", context)
            }
        }

        private func say(_ text: String, _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text + "\r\n")), promise: nil)
        }
    }
}
