import Foundation
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Courier

@Suite("The mail listener")
struct MailListenerTests {
    @Test("a mail to a known token is delivered whole, with its source, before it is answered 250")
    func delivered() async throws {
        let mails = Mails()
        try await withListener(mails) { port in
            let data = "From: ada@customer.example\r\n\r\n.hidden\r\nGrüße\r\n"
            let outcomes = await client(port).send([
                try envelope("m1", to: "in+orsrc_1@in.onrecord.example", data: data)
            ])
            #expect(outcomes == [MailOutcome(id: "m1", verdict: .accepted, code: 250, text: "2.0.0 stored")])
            let mail = try #require(mails.all.first)
            #expect(mail.sender == "ada@customer.example")
            #expect(mail.recipients == [.init(address: "in+orsrc_1@in.onrecord.example", source: "monitor")])
            #expect(mail.data == Array(data.utf8))
        }
    }

    @Test("an unknown address is refused for good, and nothing is stored")
    func unknown() async throws {
        let mails = Mails()
        try await withListener(mails) { port in
            let outcomes = await client(port).send([
                try envelope("m1", to: "in+guess@in.onrecord.example"),
                try envelope("m2", to: "in@in.onrecord.example"),
            ])
            #expect(outcomes.map(\.verdict) == [.refused, .refused])
            #expect(outcomes.map(\.code) == [550, 550])
            #expect(mails.all.isEmpty)
        }
    }

    @Test(
        "a mail that cannot be stored is tried again by its sender",
        arguments: [(MailAnswer?.none, 451), (.failed, 451), (.full, 452)])
    func notStored(answer: MailAnswer?, code: Int) async throws {
        try await withListener(Mails(answer: answer)) { port in
            let outcome = await client(port).send([try envelope("m1", to: "in+orsrc_1@in.onrecord.example")])[0]
            #expect(outcome.verdict == .deferred)
            #expect(outcome.code == code)
        }
    }

    @Test("one sender more than there is room for is told to come later")
    func tooMany() async throws {
        try await withListener(Mails(), .init(port: 0, connectionCountMax: 1)) { port in
            let first = try await Line(port: port)
            #expect(await first.next() == "220 localhost ESMTP ready")
            let second = try await Line(port: port)
            #expect(await second.next() == "421 4.3.2 too many conversations; try again later")
            #expect(await second.next() == nil)
            try await first.close()
        }
    }

    @Test("a silent sender is hung up on")
    func silence() async throws {
        try await withListener(Mails(), .init(port: 0, idleTimeMax: .milliseconds(20))) { port in
            let line = try await Line(port: port)
            #expect(await line.next() == "220 localhost ESMTP ready")
            #expect(await line.next() == "421 4.3.2 nothing came for too long")
            #expect(await line.next() == nil)
        }
    }

    @Test("stopping answers the mail that is being stored, then ends the conversation")
    func stopping() async throws {
        let gate = Gate()
        let listener = MailListener(.init(port: 0), source: { _ in "monitor" }) { _ in
            await gate.pass()
            return .stored("stored")
        }
        let port = try await listener.start()
        let line = try await Line(port: port)
        try await line.say("EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nDATA\r\nA: b\r\n\r\n.\r\n")
        await gate.reached()
        async let stopped: Void = listener.stop()
        await gate.open()
        await stopped
        var last: [String] = []
        while let reply = await line.next() { last.append(String(reply.prefix(4))) }
        #expect(last.suffix(3) == ["354 ", "250 ", "421 "])
    }

    @Test(
        "the token stands behind the plus of the local part",
        arguments: [
            ("in+orsrc_1@in.onrecord.example", "orsrc_1"), ("in@in.onrecord.example", nil), ("in+@a.example", nil),
            ("in+a+b@a.example", "a+b"), ("in@a+b.example", nil), ("in+token", nil), ("", nil),
        ] as [(String, String?)])
    func tokens(address: String, token: String?) { #expect(MailListener.token(in: address) == token) }

    // MARK: -

    private func withListener(
        _ mails: Mails, _ settings: MailListener.Settings = .init(port: 0), _ body: (Int) async throws -> Void
    ) async throws {
        let listener = MailListener(
            settings, source: { MailListener.token(in: $0) == "orsrc_1" ? "monitor" : nil },
            deliver: { try mails.take($0) })
        let port = try await listener.start()
        do { try await body(port) } catch {
            await listener.stop()
            throw error
        }
        await listener.stop()
    }

    private func client(_ port: Int) -> SMTPClient {
        try! SMTPClient(configuration: SMTPConfiguration(host: "127.0.0.1", port: port, security: .none))
    }

    private func envelope(_ id: String, to recipient: String, data: String = "A: b\r\n\r\n") throws -> MailEnvelope {
        try MailEnvelope(id: id, sender: "ada@customer.example", recipient: recipient, data: Array(data.utf8))
    }
}

/// What a listener delivered, and what it is told about it.
private final class Mails: Sendable {
    struct StoreIsGone: Error {}

    private let kept = Mutex<[ReceivedMail]>([])
    /// Nil: the store fails.
    private let answer: MailAnswer?

    init(answer: MailAnswer? = .stored("stored")) { self.answer = answer }

    var all: [ReceivedMail] { kept.withLock { $0 } }

    func take(_ mail: ReceivedMail) throws -> MailAnswer {
        guard let answer else { throw StoreIsGone() }
        kept.withLock { $0.append(mail) }
        return answer
    }
}

/// Holds a delivery until it is opened.
private actor Gate {
    private var passing: CheckedContinuation<Void, Never>?
    private var waiting: CheckedContinuation<Void, Never>?

    func pass() async {
        await withCheckedContinuation { continuation in
            passing = continuation
            waiting?.resume()
            waiting = nil
        }
    }

    func reached() async {
        if passing == nil { await withCheckedContinuation { waiting = $0 } }
    }

    func open() {
        passing?.resume()
        passing = nil
    }
}

/// A sender that speaks for itself, line by line.
final class Line {
    private let channel: any Channel
    private var lines: AsyncStream<String>.Iterator

    init(port: Int) async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        lines = stream.makeAsyncIterator()
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Reader(continuation))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
    }

    /// The next line from the other side; nil when it has hung up.
    func next() async -> String? { await lines.next() }

    func say(_ text: String) async throws { try await channel.writeAndFlush(ByteBuffer(string: text)) }

    func close() async throws { try await channel.close() }

    private final class Reader: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let lines: AsyncStream<String>.Continuation
        private var text = ""

        init(_ lines: AsyncStream<String>.Continuation) { self.lines = lines }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            text += String(buffer: unwrapInboundIn(data))
            while let end = text.range(of: "\r\n") {
                lines.yield(String(text[..<end.lowerBound]))
                text.removeSubrange(..<end.upperBound)
            }
        }

        func channelInactive(context: ChannelHandlerContext) { lines.finish() }
    }
}
