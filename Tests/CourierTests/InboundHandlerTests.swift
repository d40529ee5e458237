import NIOCore
import NIOEmbedded
import Testing

@testable import Courier

@Suite("A mail conversation on its channel")
struct InboundHandlerTests {
    @Test("the answers to everything that one read brought leave together")
    func oneFlush() throws {
        let flushes = Flushes()
        let channel = EmbeddedChannel(handlers: [flushes, handler()])
        defer { _ = try? channel.finish() }
        try channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 25)).wait()
        flushes.count = 0
        for _ in 0..<3 { channel.pipeline.fireChannelRead(ByteBuffer(string: "NOOP\r\nNOOP\r\n")) }
        #expect(flushes.count == 0)
        channel.pipeline.fireChannelReadComplete()
        #expect(flushes.count == 1)
        #expect(
            try text(channel) == "220 x ESMTP ready\r\n" + String(repeating: "250 2.0.0 nothing done\r\n", count: 6))
    }

    @Test("what was said last still leaves when the conversation ends in the midst of a read")
    func farewell() throws {
        let channel = EmbeddedChannel(handler: handler())
        try channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 25)).wait()
        channel.pipeline.fireChannelRead(ByteBuffer(string: "QUIT\r\n"))
        #expect(try text(channel).hasSuffix("221 2.0.0 goodbye\r\n"))
        #expect(!channel.isActive)
    }

    @Test("who does not read our answers is not read from until it does")
    func writability() throws {
        let channel = EmbeddedChannel(handler: handler())
        defer { _ = try? channel.finish() }
        try channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 25)).wait()
        #expect(isRead(channel.options) == nil)
        for isWritable in [false, true, false] {
            channel.isWritable = isWritable
            channel.pipeline.fireChannelWritabilityChanged()
            #expect(isRead(channel.options) == isWritable)
        }
    }

    @Test("nothing is read while a mail is being stored, however willingly our answers are read")
    func delivering() async throws {
        let (stored, store) = AsyncStream.makeStream(of: MailAnswer.self)
        let channel = try await NIOAsyncTestingChannel { channel in
            try channel.pipeline.syncOperations.addHandler(
                handler { _ in await stored.first { _ in true } ?? .failed })
        }
        try await channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 25)).get()
        let mail = "EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nDATA\r\n.\r\n"
        try await channel.writeInbound(ByteBuffer(string: mail))
        #expect(isRead(channel.options) == false)
        for isWritable in [false, true] {
            channel.isWritable = isWritable
            try await channel.testingEventLoop.executeInContext { channel.pipeline.fireChannelWritabilityChanged() }
            #expect(isRead(channel.options) == false)
        }
        store.yield(.stored("stored"))
        var answers = ""
        while !answers.contains("stored") {
            answers += String(buffer: try await channel.waitForOutboundWrite(as: ByteBuffer.self))
        }
        try await channel.testingEventLoop.executeInContext {}
        #expect(isRead(channel.options) == true)
        _ = try await channel.finish()
    }

    // MARK: -

    private func handler(_ deliver: @escaping InboundHandler.Deliver = { _ in .failed }) -> InboundHandler {
        let terms = InboundSession.Terms(name: "x", sizeMax: 1000, room: DataRoom(size: 1 << 20)) { $0 }
        return InboundHandler(InboundSession(terms), timeMax: .minutes(15), deliver: deliver)
    }

    /// Nil: nobody has said anything about it.
    private func isRead(_ options: [(option: any ChannelOption, value: any Sendable)]) -> Bool? {
        options.first { $0.option is ChannelOptions.Types.AutoReadOption }?.value as? Bool
    }

    private func text(_ channel: EmbeddedChannel) throws -> String {
        var text = ""
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: buffer) }
        return text
    }
}

private final class Flushes: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    var count = 0

    func flush(context: ChannelHandlerContext) {
        count += 1
        context.flush()
    }
}
