import NIOCore
import NIOPosix
import NIOSSL
import OnRecord
import Synchronization

/// A server on loopback that says what it is told to and remembers what it hears. Gone when it is let go.
final class Loopback: Sendable {
    let channel: any Channel
    private let memory: Memory

    var port: Int { channel.localAddress?.port ?? 0 }
    var endpoint: Endpoint { Endpoint(host: "127.0.0.1", port: port) }
    /// By name, as certificates are made out.
    var named: Endpoint { Endpoint(host: "localhost", port: port) }
    var requests: [String] { memory.heard.withLock { $0 } }

    private final class Memory: Sendable {
        let heard = Mutex<[String]>([])
    }

    private init(_ channel: any Channel, _ memory: Memory) { (self.channel, self.memory) = (channel, memory) }

    deinit { channel.close(promise: nil) }

    /// - Parameters:
    ///   - greeting: said to whoever connects.
    ///   - answer: what is said to a whole HTTP request, before the connection is closed; nil: nothing, ever.
    static func start(
        tls: NIOSSLContext? = nil, greeting: String? = nil,
        answer: (@Sendable (_ request: String) -> String)? = nil
    ) async throws -> Loopback {
        let memory = Memory()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.addHandler(
                        Speaker(greeting: greeting) { request in
                            memory.heard.withLock { $0.append(request) }
                            return answer?(request)
                        })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return Loopback(channel, memory)
    }

    /// A port that nobody listens on.
    static func closedPort() async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port ?? 0
        try await channel.close()
        return port
    }

    private final class Speaker: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let greeting: String?
        private let answer: (String) -> String?
        private var heard = ""

        init(greeting: String?, answer: @escaping (String) -> String?) {
            (self.greeting, self.answer) = (greeting, answer)
        }

        func channelActive(context: ChannelHandlerContext) {
            guard let greeting else { return context.fireChannelActive() }
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: greeting)), promise: nil)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            heard += String(buffer: unwrapInboundIn(data))
            guard heard.hasSuffix("\r\n\r\n"), let text = answer(heard) else { return }
            let channel = context.channel
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text))).whenComplete { _ in
                channel.close(promise: nil)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}

/// An HTTP/1.1 answer.
func answer(_ status: String, _ headers: [String] = [], body: String = "") -> String {
    (["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers).joined(separator: "\r\n")
        + "\r\n\r\n\(body)"
}
