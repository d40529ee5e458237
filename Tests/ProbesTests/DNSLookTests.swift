import OnRecord
import Testing

@testable import Probes

@Suite("A look at a name")
struct DNSLookTests {
    typealias RecordType = ProbeSpec.DNSTarget.RecordType

    private func look(
        at server: NameServer, _ type: RecordType = .A, contains: String? = nil, timeout: Duration = TestLooker.patience
    ) async -> ProbeResult {
        let target = ProbeSpec.DNSTarget(
            name: "www.example", type: type, server: server.endpoint, contains: contains)
        return await TestLooker.look(at: .dns(target), timeout: timeout).result
    }

    @Test("Any record of the type is up; an expected one must be among them")
    func addresses() async throws {
        let server = try await NameServer.start { query in
            [DNSAnswer.make(query, records: [(1, [203, 0, 113, 7]), (1, [203, 0, 113, 8])])]
        }
        #expect(await look(at: server) == .up)
        #expect(await look(at: server, contains: "203.0.113.8") == .up)
        #expect(
            await look(at: server, contains: "203.0.113.9")
                == .down(.dnsAnswer, "203.0.113.7, 203.0.113.8 instead of 203.0.113.9"))
        #expect(await look(at: server, .MX) == .down(.dns, "it has no MX record"))
    }

    @Test("IPv6 addresses are compared as addresses, not as texts")
    func version6() async throws {
        let address: [UInt8] = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]
        let server = try await NameServer.start { [DNSAnswer.make($0, records: [(28, address)])] }
        #expect(await look(at: server, .AAAA, contains: "2001:0DB8:0:0::7") == .up)
        #expect(
            await look(at: server, .AAAA, contains: "2001:db8::8")
                == .down(.dnsAnswer, "2001:db8::7 instead of 2001:db8::8"))
    }

    @Test("Mail exchangers are found with or without their preference, texts by what they hold")
    func mailAndText() async throws {
        let exchanger = [0, 10] + DNSAnswer.name("Mail.example")
        let mail = try await NameServer.start { [DNSAnswer.make($0, records: [(15, exchanger)])] }
        #expect(await look(at: mail, .MX, contains: "mail.example.") == .up)
        #expect(await look(at: mail, .MX, contains: "10 mail.example") == .up)
        #expect(
            await look(at: mail, .MX, contains: "ail.example")
                == .down(.dnsAnswer, "10 Mail.example instead of ail.example"))
        let policy = [8] + Array("v=spf1 -".utf8) + [3] + Array("all".utf8)
        let text = try await NameServer.start { [DNSAnswer.make($0, records: [(16, policy)])] }
        #expect(await look(at: text, .TXT, contains: "v=spf1 -all") == .up)
    }

    @Test(
        "A name server's refusal is down, by its name",
        arguments: [(2, "SERVFAIL"), (3, "NXDOMAIN"), (5, "REFUSED"), (15, "code 15")] as [(UInt8, String)])
    func refusals(code: UInt8, name: String) async throws {
        let server = try await NameServer.start { [DNSAnswer.make($0, code: code)] }
        #expect(await look(at: server) == .down(.dns, "the name server answers \(name)"))
    }

    @Test("What does not answer the question is passed over: another id, another name, a question")
    func forged() async throws {
        let server = try await NameServer.start { query in
            let good = DNSAnswer.make(query, records: [(1, [203, 0, 113, 7])])
            let forged = DNSAnswer.make(query, records: [(1, [192, 0, 2, 66])])
            var otherID = forged
            otherID[0] ^= 0xff
            var otherName = forged
            otherName[13] ^= 0x01
            var question = forged
            question[2] &= 0x7f
            return [otherID, otherName, question, [], [0], good]
        }
        #expect(await look(at: server, contains: "203.0.113.7") == .up)
    }

    @Test("What does not fit into a datagram is asked for again over TCP")
    func truncated() async throws {
        let server = try await NameServer.start(
            overTCP: { DNSAnswer.make($0, records: [(1, [203, 0, 113, 7])]) },
            answers: { [DNSAnswer.make($0, truncated: true)] })
        #expect(await look(at: server, contains: "203.0.113.7") == .up)
    }

    @Test("An answer that breaks off is down, because nobody could use it")
    func broken() async throws {
        let server = try await NameServer.start { query in
            [DNSAnswer.make(query, records: [(1, [203, 0, 113, 7])]).dropLast(2)]
        }
        #expect(
            await look(at: server)
                == .down(.protocolError, "what \(server.endpoint.text) answers cannot be read"))
    }

    @Test("A silent name server is silence")
    func silent() async throws {
        let server = try await NameServer.start { _ in [] }
        #expect(await look(at: server, timeout: .milliseconds(60)) == .down(.noAnswer, "no answer within 60 ms"))
    }

    @Test("A port without a name server refuses")
    func closedPort() async throws {
        let nobody = Endpoint(host: "127.0.0.1", port: try await Loopback.closedPort())
        let target = ProbeSpec.DNSTarget(name: "www.example", server: nobody)
        #expect(await TestLooker.look(at: .dns(target)).result == .down(.refused, "it refuses the connection"))
    }

    @Test("Without a server the machine's resolver is asked, which resolv.conf names")
    func resolver() async throws {
        let server = try await NameServer.start { [DNSAnswer.make($0, records: [(1, [203, 0, 113, 7])])] }
        let probe = ProbeSpec(
            id: "name", target: .dns(.init(name: "www.example")), timeout: TestLooker.patience)
        #expect(await NetworkLooker(resolver: server.endpoint).look(at: probe, now: TestLooker.now).result == .up)
    }

    @Test(
        "The first address that resolv.conf names counts",
        arguments: [
            (
                "# nameserver 192.0.2.1\nsearch example\nnameserver\t192.0.2.53 # ours\nnameserver 192.0.2.54\n",
                "192.0.2.53:53"
            ),
            ("nameserver fe80::1%eth0\r\n", "[fe80::1]:53"),
            ("nameserver nonsense\noptions edns0\n", "127.0.0.1:53"), ("", "127.0.0.1:53"),
        ])
    func resolverFile(text: String, server: String) {
        #expect(ResolverFile.server(in: text).text == server)
    }
}
