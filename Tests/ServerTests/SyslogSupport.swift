import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import Synchronization
import Testing

@testable import Server

/// Cuts a stream into lines, and tells how much of it has come.
struct Lines: SyslogStream {
    var rest: [UInt8] = []
    let ledger: Ledger

    mutating func feed(_ chunk: ArraySlice<UInt8>) -> [[UInt8]] {
        ledger.read(chunk.count)
        rest += chunk
        let parts = rest.split(separator: 10, omittingEmptySubsequences: false)
        rest = Array(parts[parts.count - 1])
        return parts.dropLast().map { Array($0) }
    }

    mutating func finish() -> [UInt8]? { rest.isEmpty ? nil : rest }
}

/// What was read and what was delivered.
final class Ledger: Sendable {
    private struct Book {
        var read = 0
        var delivered: [String] = []
        var deliveredSize = 0
        var waiting: [(isMet: @Sendable (Int, [String]) -> Bool, CheckedContinuation<Void, Never>)] = []
    }

    private let book = Mutex(Book())

    var delivered: [String] { book.withLock { $0.delivered } }

    /// Bytes that are read and not delivered; line ends are not counted as delivered.
    var held: Int { book.withLock { $0.read - $0.deliveredSize } }

    func read(_ count: Int) { change { $0.read += count } }

    func deliver(_ messages: [[UInt8]]) {
        change { book in
            book.delivered += messages.map { String(decoding: $0, as: UTF8.self) }
            book.deliveredSize += messages.reduce(0) { $0 + $1.count + 1 }
        }
    }

    /// Waits until bytes read and messages delivered are as wished.
    func until(_ isMet: @escaping @Sendable (_ read: Int, _ delivered: [String]) -> Bool) async {
        await withCheckedContinuation { continuation in
            change { $0.waiting.append((isMet, continuation)) }
        }
    }

    private func change(_ act: (inout sending Book) -> Void) {
        let met = book.withLock { book in
            act(&book)
            let met = book.waiting.filter { $0.isMet(book.read, book.delivered) }.map(\.1)
            book.waiting.removeAll { $0.isMet(book.read, book.delivered) }
            return met
        }
        for continuation in met { continuation.resume() }
    }
}

/// Tests are about what happens, not about what is said of it.
let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Runs a listener while the body talks to it, then stops it as a server does.
func withListener(
    _ settings: SyslogListener.Settings = .init(port: 0), _ ledger: Ledger,
    deliver: SyslogListener.Deliver? = nil, _ body: (_ port: Int) async throws -> Void
) async throws {
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let listener = try SyslogListener(
        settings, stream: { Lines(ledger: ledger) }, deliver: deliver ?? { ledger.deliver($0) },
        logger: silent, listening: { port.yield($0) })
    let group = ServiceGroup(configuration: .init(services: [.init(service: listener)], logger: silent))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        var numbers = ports.makeAsyncIterator()
        do { try await body(try #require(await numbers.next())) } catch {
            await group.triggerGracefulShutdown()
            throw error
        }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
    }
}

/// A machine that sends syslog.
struct Sender {
    let channel: any Channel
    private let closed: EventLoopFuture<Void>

    init(port: Int, tls: TLSConfiguration? = nil) async throws {
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: context, serverHostname: "localhost"))
                    }
                    try channel.pipeline.syncOperations.addHandler(Hush())
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        closed = channel.closeFuture
    }

    func send(_ text: String) async throws { try await channel.writeAndFlush(ByteBuffer(string: text)) }

    func hangUp() async throws { try await channel.close() }

    /// Waits until the other side has hung up.
    func end() async throws { try await closed.get() }

    /// Broken connections are what some tests are about.
    private final class Hush: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
