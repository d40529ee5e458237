import NIOCore
import NIOEmbedded
import NIOSSL
import NIOTLS
import Testing

@testable import Server

@Suite("Silent syslog connections")
struct SyslogSilenceTests {
    private let loop = EmbeddedEventLoop()

    @Test("a TLS handshake that is not complete in ten seconds ends the connection and frees its place")
    func handshake() throws {
        let files = try CertificateFiles()
        let listener = try listener(
            .init(tls: ListenerTLS(certificates: files.certificate, key: files.key), connectionCountMax: 1))
        let silent = try connect(listener, from: "192.0.2.1")
        loop.advanceTime(by: .seconds(9))
        #expect(silent.isActive)
        #expect(throws: (any Error).self) { try connect(listener, from: "192.0.2.2") }
        loop.advanceTime(by: .seconds(1))
        #expect(!silent.isActive)
        let next = try connect(listener, from: "192.0.2.2")
        next.pipeline.fireUserInboundEventTriggered(TLSUserEvent.handshakeCompleted(negotiatedProtocol: nil))
        loop.advanceTime(by: .minutes(1))
        #expect(next.isActive)
        _ = try next.finish()
    }

    @Test("a sender is hung up on after an hour of silence, and half a message is no silence")
    func idle() throws {
        let channel = try connect(try listener(.init()), from: "192.0.2.1")
        loop.advanceTime(by: .minutes(50))
        try channel.writeInbound(ByteBuffer(string: "half a mess"))
        loop.advanceTime(by: .minutes(59))
        #expect(channel.isActive)
        loop.advanceTime(by: .minutes(1))
        #expect(!channel.isActive)
    }

    @Test("silent connections on all places do not lock a newcomer out for longer than a minute")
    func displacement() throws {
        let listener = try listener(.init(connectionCountMax: 2))
        let first = try connect(listener, from: "192.0.2.1")
        loop.advanceTime(by: .seconds(5))
        let second = try connect(listener, from: "192.0.2.2")
        loop.advanceTime(by: .seconds(50))
        try first.writeInbound(ByteBuffer(string: "half a mess"))
        #expect(throws: (any Error).self) { try connect(listener, from: "192.0.2.3") }
        loop.advanceTime(by: .seconds(20))
        let third = try connect(listener, from: "192.0.2.3")
        loop.run()
        #expect(first.isActive && !second.isActive && third.isActive)
        for channel in [first, third] { _ = try channel.finish() }
    }

    @Test("one address has its share of the places and no more")
    func share() throws {
        #expect(SyslogListener.Settings().connectionsPerPeerMax == 32)
        let listener = try listener(.init(connectionsPerPeerMax: 1))
        let first = try connect(listener, from: "192.0.2.1")
        #expect(throws: (any Error).self) { try connect(listener, from: "192.0.2.1") }
        let other = try connect(listener, from: "192.0.2.2")
        for channel in [first, other] { _ = try channel.finish() }
        _ = try connect(listener, from: "192.0.2.1").finish()
    }

    private func listener(_ settings: SyslogListener.Settings) throws -> SyslogListener {
        try SyslogListener(settings, stream: { NothingWhole() }, deliver: { _ in }, logger: silent)
    }

    /// Throws where the listener turns it away.
    @discardableResult
    private func connect(_ listener: SyslogListener, from address: String) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: nil, loop: loop)
        let peer = try SocketAddress(ipAddress: address, port: 40_000)
        channel.remoteAddress = peer
        let admission = listener.admit(channel)
        loop.run()
        try admission.wait()
        try channel.connect(to: peer).wait()
        loop.run()
        return channel
    }
}

/// No message of it ever ends, so nothing is delivered.
private struct NothingWhole: SyslogStream {
    mutating func feed(_ chunk: ArraySlice<UInt8>) -> [[UInt8]] { [] }
    mutating func finish() -> [UInt8]? { nil }
}
