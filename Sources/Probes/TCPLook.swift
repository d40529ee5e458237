import NIOCore
import OnRecord

/// Connects, and hears what the server says first when that is expected to begin in a certain way.
enum TCPLook {
    static func look(at endpoint: Endpoint, banner: String?, timeout: Duration) async throws -> ProbeResult {
        guard let banner, !banner.isEmpty else {
            let _: Void = try await Conversation.run(timeout: timeout) { loop, connected in
                let opening = Conversation.connect(endpoint, on: loop, timeout: timeout) { _ in }
                opening.whenSuccess { _ in connected.succeed() }
                return opening
            }
            return .up
        }
        let wanted = Array(banner.utf8)
        let heard = try await Conversation.run(timeout: timeout) { loop, heard in
            Conversation.connect(endpoint, on: loop, timeout: timeout) { channel in
                try channel.pipeline.syncOperations.addHandler(Listener(count: wanted.count, heard: heard))
            }
        }
        guard heard != wanted else { return .up }
        return .down(.banner, "it says “\(printable(heard))” instead of “\(banner)”")
    }

    /// What was heard, on one line.
    private static func printable(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.map { (0x20..<0x7f).contains($0) ? $0 : UInt8(ascii: ".") }, as: UTF8.self)
    }

    /// Takes so many bytes and no more; fewer when the server closes first.
    private final class Listener: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let count: Int
        private let promise: EventLoopPromise<[UInt8]>
        private var heard: [UInt8] = []

        init(count: Int, heard: EventLoopPromise<[UInt8]>) { (self.count, promise) = (count, heard) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            heard += unwrapInboundIn(data).readableBytesView.prefix(count - heard.count)
            if heard.count == count { promise.succeed(heard) }
        }

        func channelInactive(context: ChannelHandlerContext) {
            if heard.isEmpty { promise.fail(ClosedEarly()) } else { promise.succeed(heard) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { promise.fail(error) }
    }
}
