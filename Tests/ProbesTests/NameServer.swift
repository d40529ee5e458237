import NIOCore
import NIOPosix
import OnRecord

/// A name server on loopback, over UDP and TCP on one port, that answers with the bytes it is told to.
final class NameServer: Sendable {
    private let datagrams: any Channel
    private let streams: any Channel

    var endpoint: Endpoint { Endpoint(host: "127.0.0.1", port: streams.localAddress?.port ?? 0) }

    private init(_ datagrams: any Channel, _ streams: any Channel) {
        (self.datagrams, self.streams) = (datagrams, streams)
    }

    deinit {
        datagrams.close(promise: nil)
        streams.close(promise: nil)
    }

    /// - Parameters:
    ///   - answers: the datagrams to be sent for a question's bytes.
    ///   - overTCP: the message to be sent over TCP.
    static func start(
        overTCP: @escaping @Sendable ([UInt8]) -> [UInt8] = { _ in [] },
        answers: @escaping @Sendable ([UInt8]) -> [[UInt8]]
    ) async throws -> NameServer {
        let group = MultiThreadedEventLoopGroup.singleton
        let streams = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(StreamHandler(answer: overTCP))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let datagrams = try await DatagramBootstrap(group: group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(DatagramHandler(answers: answers))
                }
            }
            .bind(host: "127.0.0.1", port: streams.localAddress?.port ?? 0).get()
        return NameServer(datagrams, streams)
    }

    private final class DatagramHandler: ChannelInboundHandler {
        typealias InboundIn = AddressedEnvelope<ByteBuffer>
        typealias OutboundOut = AddressedEnvelope<ByteBuffer>

        private let answers: ([UInt8]) -> [[UInt8]]

        init(answers: @escaping ([UInt8]) -> [[UInt8]]) { self.answers = answers }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let question = unwrapInboundIn(data)
            for answer in answers(Array(question.data.readableBytesView)) {
                let envelope = AddressedEnvelope(remoteAddress: question.remoteAddress, data: ByteBuffer(bytes: answer))
                context.write(wrapOutboundOut(envelope), promise: nil)
            }
            context.flush()
        }
    }

    private final class StreamHandler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let answer: ([UInt8]) -> [UInt8]

        init(answer: @escaping ([UInt8]) -> [UInt8]) { self.answer = answer }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let question = Array(unwrapInboundIn(data).readableBytesView.dropFirst(2))
            let message = answer(question)
            // In two parts, as a long way would bring it.
            var head = ByteBuffer()
            head.writeInteger(UInt16(message.count))
            context.writeAndFlush(wrapOutboundOut(head), promise: nil)
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: message)), promise: nil)
        }
    }
}

/// Builds answers from a question's own bytes.
enum DNSAnswer {
    static func make(
        _ query: [UInt8], code: UInt8 = 0, truncated: Bool = false, records: [(type: UInt16, data: [UInt8])] = []
    ) -> [UInt8] {
        var bytes = Array(query.prefix(2)) + [truncated ? 0x83 : 0x81, 0x80 | code, 0, 1]
        bytes += [0, UInt8(records.count), 0, 0, 0, 0]
        bytes += query.dropFirst(12)
        for record in records {
            // The name is the question's; a minute to live.
            bytes += [0xc0, 12, 0, UInt8(record.type), 0, 1, 0, 0, 0, 60]
            bytes += [UInt8(record.data.count >> 8), UInt8(record.data.count & 0xff)] + record.data
        }
        return bytes
    }

    static func name(_ text: String) -> [UInt8] {
        text.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
    }
}
