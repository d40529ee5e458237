import NIOCore
import NIOPosix
import OnRecord

/// Asks a name server one question, over UDP and, when the answer does not fit, over TCP (RFC 7766).
struct DNSLook: Sendable {
    /// Asked when a probe names no server.
    let resolver: Endpoint

    func look(at target: ProbeSpec.DNSTarget, timeout: Duration) async throws -> ProbeResult {
        let server = target.server ?? resolver
        guard let query = DNSMessage.query(id: .random(in: .min ... .max), name: target.name, type: target.type) else {
            return .down(.dns, "“\(target.name)” is not a name that can be asked for")
        }
        let start = ContinuousClock.now
        var reading = try await overUDP(query, target.type, server, timeout)
        if case .reply(let reply) = reading, reply.isTruncated {
            let rest = max(.milliseconds(1), timeout - (ContinuousClock.now - start))
            reading = try await overTCP(query, target.type, server, rest)
        }
        guard case .reply(let reply) = reading else {
            return .down(.protocolError, "what \(server.text) answers cannot be read")
        }
        return DNSLook.judge(reply, target)
    }

    static func judge(_ reply: DNSMessage.Reply, _ target: ProbeSpec.DNSTarget) -> ProbeResult {
        guard reply.code == 0 else {
            return .down(.dns, "the name server answers \(names[reply.code, default: "code \(reply.code)"])")
        }
        guard !reply.records.isEmpty else { return .down(.dns, "it has no \(target.type.rawValue) record") }
        guard let wanted = target.contains, !reply.records.contains(where: { fits($0, wanted, target.type) }) else {
            return .up
        }
        let found = reply.records.prefix(3).map { String($0.prefix(80)) }.joined(separator: ", ")
        let more = reply.records.count > 3 ? " and \(reply.records.count - 3) more" : ""
        return .down(.dnsAnswer, "\(found)\(more) instead of \(wanted)")
    }

    private static func fits(_ record: String, _ wanted: String, _ type: ProbeSpec.DNSTarget.RecordType) -> Bool {
        func plain(_ text: String) -> String { (text.last == "." ? String(text.dropLast()) : text).lowercased() }
        switch type {
        case .A, .CNAME: return plain(record) == plain(wanted)
        case .MX: return plain(record) == plain(wanted) || plain(record).hasSuffix(" \(plain(wanted))")
        case .TXT: return record.contains(wanted)
        case .AAAA:
            guard let address = try? SocketAddress(ipAddress: wanted, port: 0),
                let other = try? SocketAddress(ipAddress: record, port: 0)
            else { return false }
            return address == other
        }
    }

    /// RFC 6895, section 2.3.
    private static let names: [UInt8: String] = [
        1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP", 5: "REFUSED", 6: "YXDOMAIN", 7: "YXRRSET",
        8: "NXRRSET", 9: "NOTAUTH", 10: "NOTZONE",
    ]

    /// The socket is connected, so the system drops what others than the server send.
    private func overUDP(
        _ query: [UInt8], _ type: ProbeSpec.DNSTarget.RecordType, _ server: Endpoint, _ timeout: Duration
    ) async throws -> DNSMessage.Reading {
        let address = try SocketAddress(ipAddress: server.host, port: server.port)
        return try await Conversation.run(timeout: timeout) { loop, reading in
            DatagramBootstrap(group: loop)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(
                            Datagrams(query: query, type: type, reading: reading))
                    }
                }
                .connect(to: address)
                .flatMap { channel in
                    let question = AddressedEnvelope(remoteAddress: address, data: ByteBuffer(bytes: query))
                    return channel.writeAndFlush(question).map { channel }
                }
        }
    }

    private func overTCP(
        _ query: [UInt8], _ type: ProbeSpec.DNSTarget.RecordType, _ server: Endpoint, _ timeout: Duration
    ) async throws -> DNSMessage.Reading {
        try await Conversation.run(timeout: timeout) { loop, reading in
            Conversation.connect(server, on: loop, timeout: timeout) { channel in
                try channel.pipeline.syncOperations.addHandler(Stream(query: query, type: type, reading: reading))
            }
        }
    }

    /// Waits for the datagram that answers; what does not, is passed over.
    private final class Datagrams: ChannelInboundHandler {
        typealias InboundIn = AddressedEnvelope<ByteBuffer>

        private let query: [UInt8]
        private let type: ProbeSpec.DNSTarget.RecordType
        private let reading: EventLoopPromise<DNSMessage.Reading>

        init(
            query: [UInt8], type: ProbeSpec.DNSTarget.RecordType, reading: EventLoopPromise<DNSMessage.Reading>
        ) {
            (self.query, self.type, self.reading) = (query, type, reading)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = Array(unwrapInboundIn(data).data.readableBytesView)
            let found = DNSMessage.read(bytes, answering: query, type: type)
            if found != .foreign { reading.succeed(found) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { reading.fail(error) }
    }

    /// Sends the question behind its length and reads the answer behind its own (RFC 1035, section 4.2.2).
    private final class Stream: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let query: [UInt8]
        private let type: ProbeSpec.DNSTarget.RecordType
        private let reading: EventLoopPromise<DNSMessage.Reading>
        private var heard = ByteBuffer()

        init(
            query: [UInt8], type: ProbeSpec.DNSTarget.RecordType, reading: EventLoopPromise<DNSMessage.Reading>
        ) {
            (self.query, self.type, self.reading) = (query, type, reading)
        }

        func channelActive(context: ChannelHandlerContext) {
            var question = ByteBuffer()
            question.writeInteger(UInt16(query.count))
            question.writeBytes(query)
            context.writeAndFlush(wrapOutboundOut(question), promise: nil)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var part = unwrapInboundIn(data)
            heard.writeBuffer(&part)
            guard let count = heard.getInteger(at: heard.readerIndex, as: UInt16.self),
                let bytes = heard.getBytes(at: heard.readerIndex + 2, length: Int(count))
            else { return }
            reading.succeed(DNSMessage.read(bytes, answering: query, type: type))
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) { reading.fail(ClosedEarly()) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { reading.fail(error) }
    }
}
