import NIOCore
import NIOSSL
import Synchronization
import Testing

@testable import Server

@Suite("The syslog listener")
struct SyslogListenerTests {
    @Test("messages are delivered in their order, those at the end of a connection too")
    func order() async throws {
        let ledger = Ledger()
        try await withListener(.init(port: 0), ledger) { port in
            let sender = try await Sender(port: port)
            try await sender.send("one\ntwo\n")
            await ledger.until { _, delivered in delivered == ["one", "two"] }
            try await sender.send("three\nhalf a mess")
            try await sender.hangUp()
            await ledger.until { _, delivered in delivered.count == 4 }
        }
        #expect(ledger.delivered == ["one", "two", "three", "half a mess"])
    }

    @Test("no batch is larger than its bounds, and reading waits while the store does")
    func backPressure() async throws {
        let ledger = Ledger()
        let worst = Mutex((messages: 0, held: 0))
        let lines = (0..<40_000).map { "\($0) \(String(repeating: "x", count: 100))" }
        try await withListener(.init(port: 0), ledger) { messages in
            for _ in 0..<50 { await Task.yield() }
            worst.withLock { $0 = (max($0.messages, messages.count), max($0.held, ledger.held)) }
            ledger.deliver(messages)
        } _: { port in
            let sender = try await Sender(port: port)
            try await sender.send(lines.joined(separator: "\n") + "\n")
            await ledger.until { _, delivered in delivered.count == 40_000 }
        }
        #expect(ledger.delivered == lines)
        #expect(worst.withLock { $0.messages } == SyslogConnection.countMax)
        // One batch is being delivered, another waits, and the last chunk came on top of that.
        #expect(worst.withLock { $0.held } < 2 * SyslogConnection.sizeMax + 256 << 10)
    }

    @Test("what could not be stored comes again until it is, and nothing is overtaken")
    func retries() async throws {
        struct StoreIsFull: Error {}
        let ledger = Ledger()
        let tries = Mutex(0)
        try await withListener(.init(port: 0), ledger) { messages in
            let number = tries.withLock { tries in
                tries += 1
                return tries
            }
            guard number > 2 else { throw StoreIsFull() }
            ledger.deliver(messages)
        } _: { port in
            let sender = try await Sender(port: port)
            try await sender.send("one\n")
            await ledger.until { read, _ in read == 4 }
            try await sender.send("two\n")
            try await sender.hangUp()
            await ledger.until { _, delivered in delivered.count == 2 }
        }
        #expect(ledger.delivered == ["one", "two"])
        #expect(tries.withLock { $0 } >= 3)
    }

    @Test("what was read is delivered before the listener stops")
    func stopping() async throws {
        let ledger = Ledger()
        try await withListener(.init(port: 0), ledger) { port in
            let sender = try await Sender(port: port)
            try await sender.send("one\ntwo\n")
            await ledger.until { read, _ in read == 8 }
        }
        #expect(ledger.delivered == ["one", "two"])
    }

    @Test("a listener that is not given any more time gives up what it cannot store")
    func cancelled() async throws {
        struct StoreIsGone: Error {}
        let ledger = Ledger()
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let listener = try SyslogListener(
            .init(port: 0), stream: { Lines(ledger: ledger) }, deliver: { _ in throw StoreIsGone() }, logger: silent,
            listening: { port.yield($0) })
        let running = Task { try await listener.run() }
        var numbers = ports.makeAsyncIterator()
        let sender = try await Sender(port: try #require(await numbers.next()))
        try await sender.send("one\n")
        await ledger.until { read, _ in read == 4 }
        running.cancel()
        try await running.value
        #expect(ledger.delivered == [])
    }

    @Test("one sender more than there is room for is turned away")
    func tooMany() async throws {
        let ledger = Ledger()
        try await withListener(.init(port: 0, connectionCountMax: 1), ledger) { port in
            let first = try await Sender(port: port)
            try await first.send("one\n")
            await ledger.until { _, delivered in delivered == ["one"] }
            try await Sender(port: port).end()
            try await first.send("two\n")
            await ledger.until { _, delivered in delivered == ["one", "two"] }
        }
    }

    @Test("who is not on the list of peers is turned away")
    func strangers() async throws {
        let ledger = Ledger()
        try await withListener(.init(port: 0, peers: ["192.0.2.0/24"]), ledger) { port in
            try await Sender(port: port).end()
        }
        #expect(ledger.delivered == [])
    }

    @Test("over TLS, and only from those who show a certificate where one is asked for")
    func encrypted() async throws {
        let files = try CertificateFiles()
        let ledger = Ledger()
        let tls = ListenerTLS(certificates: files.certificate, key: files.key, clientAuthorities: files.certificate)
        try await withListener(.init(port: 0, tls: tls), ledger) { port in
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.trustRoots = .file(files.certificate)
            let stranger = try await Sender(port: port, tls: configuration)
            try await stranger.end()

            configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(files.certificate).map {
                .certificate($0)
            }
            configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: files.key, format: .pem))
            let sender = try await Sender(port: port, tls: configuration)
            try await sender.send("secret\n")
            await ledger.until { _, delivered in delivered == ["secret"] }

            let clear = try await Sender(port: port)
            try await clear.send("clear\n")
            try await clear.end()
        }
        #expect(ledger.delivered == ["secret"])
    }

    @Test("certificates and ranges that cannot be used, and a port in use, are told before anything runs")
    func problems() async throws {
        let tls = ListenerTLS(certificates: "/nowhere/cert.pem", key: "/nowhere/key.pem")
        let unreadable = #expect(throws: StartProblem.self) { try listener(.init(port: 0, tls: tls)) }
        #expect(unreadable?.description.contains("/nowhere/cert.pem") == true)
        for range in ["", "vault.example", "192.0.2.0/33", "192.0.2.0/-1", "2001:db8::/129", "192.0.2.0/24/1", "/24"] {
            #expect(throws: StartProblem.self) { try listener(.init(port: 0, peers: [range])) }
        }
        try await withListener(.init(port: 0), Ledger()) { port in
            let second = try listener(.init(port: port))
            let inUse = await #expect(throws: StartProblem.self) { try await second.run() }
            #expect(inUse?.exitCode == .addressInUse)
            #expect(inUse?.description.contains("\(port)") == true)
        }
    }

    @Test(
        "an address is in a range or not",
        arguments: [
            ("192.0.2.0/24", "192.0.2.255", true), ("192.0.2.0/24", "192.0.3.0", false),
            ("192.0.2.128/25", "192.0.2.127", false), ("192.0.2.129/25", "192.0.2.128", true),
            ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false), ("0.0.0.0/0", "203.0.113.9", true),
            ("0.0.0.0/0", "2001:db8::1", false), ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/32", "2001:db9::1", false), ("192.0.2.0/24", "::ffff:192.0.2.9", true),
        ])
    func ranges(range: String, address: String, isInside: Bool) throws {
        let peer = try SocketAddress(ipAddress: address, port: 0)
        #expect(try AllowedPeers([range]).contains(peer) == isInside)
        #expect(try AllowedPeers([]).contains(peer))
        #expect(try AllowedPeers(["198.51.100.0/24", range]).contains(nil) == false)
    }

    private func listener(_ settings: SyslogListener.Settings) throws -> SyslogListener {
        try SyslogListener(settings, stream: { Lines(ledger: Ledger()) }, deliver: { _ in }, logger: silent)
    }
}
