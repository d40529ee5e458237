import NIOCore
import NIOEmbedded
import Testing

@testable import Courier

@Suite("The places of a mail server")
struct SMTPServerTests {
    @Test("nobody has more conversations than its share, and others still find a place")
    func share() throws {
        let server = server(connectionsPerPeerMax: 2)
        let first = try connect(server, from: "203.0.113.9")
        let second = try connect(server, from: "203.0.113.9")
        #expect(try greeting(first) == "220 ")
        #expect(try greeting(second) == "220 ")
        let third = try connect(server, from: "203.0.113.9")
        #expect(try greeting(third) == "421 ")
        #expect(!third.isActive)
        let other = try connect(server, from: "203.0.113.10")
        #expect(try greeting(other) == "220 ")
        _ = try first.finish()
        let again = try connect(server, from: "203.0.113.9")
        #expect(try greeting(again) == "220 ")
        for channel in [second, other, again] { _ = try channel.finish() }
    }

    @Test("nobody has more than eight unless the operator says so")
    func shareByDefault() { #expect(MailListener.Settings().connectionsPerPeerMax == 8) }

    @Test(
        "a peer is an IPv4 address or an IPv6 network of 64 bits",
        arguments: [
            ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false),
            ("192.0.2.1", "::ffff:192.0.2.1", true), ("::ffff:192.0.2.1", "::ffff:192.0.2.2", false),
            ("2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff", true), ("2001:db8::1", "2001:db8:0:1::1", false),
        ])
    func peers(one: String, other: String, isSame: Bool) throws {
        let peers = try [one, other].map { PeerNetwork(try SocketAddress(ipAddress: $0, port: 25)) }
        #expect((peers[0] == peers[1]) == isSame)
        #expect(peers[0] != PeerNetwork(nil))
    }

    // MARK: -

    private func server(connectionsPerPeerMax: Int) -> SMTPServer {
        let terms = InboundSession.Terms(name: "x", sizeMax: 1000, room: DataRoom(size: 1 << 20)) { $0 }
        let limits = SMTPServer.Limits(
            connectionCountMax: 64, connectionsPerPeerMax: connectionsPerPeerMax, idleTimeMax: .minutes(1),
            conversationTimeMax: .minutes(15))
        return SMTPServer(terms, limits: limits) { _ in .failed }
    }

    private func connect(_ server: SMTPServer, from address: String) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        let peer = try SocketAddress(ipAddress: address, port: 40_000)
        channel.remoteAddress = peer
        try server.admit(channel).wait()
        try channel.connect(to: peer).wait()
        return channel
    }

    private func greeting(_ channel: EmbeddedChannel) throws -> String {
        String(buffer: try #require(try channel.readOutbound(as: ByteBuffer.self))).prefix(4).description
    }
}
