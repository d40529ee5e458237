import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Courier

@Suite("Conversations with the relay")
struct MailPoolTests {
    private func client(_ port: Int, _ pace: SMTPPace) throws -> SMTPClient {
        // However long another test keeps the machine busy, no conversation ends because it was idle meanwhile.
        try SMTPClient(
            configuration: SMTPConfiguration(
                host: "127.0.0.1", port: port, security: .none, timeouts: .init(idle: .seconds(3600))), pace: pace)
    }

    @Test("are several at one time, no more than allowed, and are used again by the next batch")
    func pooled() async throws {
        try await Relay.running { relay in
            let client = try client(relay.port, SMTPPace(connections: 3, mailsPerConnection: 1000))
            for batch in 1...3 {
                let outcomes = await client.send(try (1...60).map { try Cast.envelope("b\(batch).\($0)") })
                #expect(outcomes.map(\.verdict) == Array(repeating: .accepted, count: 60))
                #expect(outcomes.map(\.id) == (1...60).map { "b\(batch).\($0)" })
            }
            #expect((2...3).contains(relay.opened))
            #expect(relay.kept.count == 180)
            await client.close()
        }
    }

    @Test("end after as many mails as the relay may be given in one")
    func mailsPerConnection() async throws {
        try await Relay.running { relay in
            let client = try client(relay.port, SMTPPace(connections: 1, mailsPerConnection: 10))
            _ = await client.send(try (1...35).map { try Cast.envelope("n\($0)") })
            #expect(relay.opened == 4 && relay.kept.count == 35)
        }
    }

    @Test("are as few as a relay wants that turns further ones away, and every mail arrives once all the same")
    func turnedAway() async throws {
        try await Relay.running(most: 1) { relay in
            let client = try client(relay.port, SMTPPace(connections: 4, mailsPerConnection: 1000))
            let outcomes = await client.send(try (1...100).map { try Cast.envelope("n\($0)") })
            #expect(outcomes.allSatisfy { $0.verdict == .accepted })
            #expect(relay.kept.sorted() == (1...100).map { "n\($0)" }.sorted())
        }
    }

    @Test("that are cut off with 421 hand their mails to the next one")
    func hungUp() async throws {
        try await Relay.running(mailsBefore421: 7) { relay in
            let client = try client(relay.port, SMTPPace(connections: 1, mailsPerConnection: 1000))
            let outcomes = await client.send(try (1...20).map { try Cast.envelope("n\($0)") })
            #expect(outcomes.allSatisfy { $0.verdict == .accepted })
            #expect(Set(relay.kept).count == 20 && relay.opened >= 3)
        }
    }

    @Test("let an urgent mail go before what waits")
    func urgent() async throws {
        try await Relay.running { relay in
            let client = try client(relay.port, SMTPPace(connections: 1, mailsPerConnection: 1000))
            async let many = client.send(try (1...200).map { try Cast.envelope("n\($0)") })
            let page = await client.send([try Cast.envelope("page")], isUrgent: true)
            #expect(page.map(\.verdict) == [.accepted])
            #expect(try await many.count == 200)
            #expect(try #require(relay.kept.firstIndex(of: "page")) < 200)
        }
    }
}
