import OnRecord
import Sigma
import Testing

@testable import Probes

@Suite("A supplier's status page")
struct UpstreamTests {
    private let world = World()
    private let upstream = UpstreamSpec(
        id: "edge-host", title: "Our host", summary: "https://status.supplier.example/api/v2/summary.json",
        components: ["k9p2"])
    private let validators = SummaryValidators(entityTag: "\"one\"")

    private struct NoSummary: Error {}

    /// Understands `firing KEY` and `resolved KEY`, and says what it was asked with.
    private static func read(
        _ body: [UInt8], _ components: [String], _ open: Set<String>, _ now: Timestamp
    ) throws -> [Signal] {
        let words = String(decoding: body, as: UTF8.self).split(separator: " ").map(String.init)
        guard words.count == 2, let state = Signal.State(rawValue: words[0]) else { throw NoSummary() }
        return [
            Signal(
                state: state, at: now, key: words[1],
                title: "\(components.joined()) open before: \(open.sorted().joined(separator: ","))", fields: [:])
        ]
    }

    private func body(_ text: String) -> Result<SummaryAnswer, SummaryTrouble> {
        .success(.changed(body: Array(text.utf8), validators))
    }

    private func run(for span: Duration, openKeys: [String: Set<String>] = [:]) async {
        let prober = world.prober(
            upstreams: [upstream], openKeys: openKeys, readSummary: UpstreamTests.read)
        await world.run(prober, for: span, sleepers: 1)
    }

    @Test("It is polled in its own beat, with what it gave to recognise it by, and its news are its own source's")
    func polled() async {
        world.set { $0.summaries = [self.body("firing i1"), .success(.unchanged), self.body("resolved i1")] }
        await run(for: .minutes(6))
        #expect(world.get(\.validators) == [SummaryValidators(), validators, validators])
        let delivered = world.get(\.delivered)
        #expect(delivered.map(\.source) == ["onrecord:upstream:edge-host", "onrecord:upstream:edge-host"])
        #expect(delivered.map(\.signal.state) == [.firing, .resolved])
        #expect(delivered.map(\.signal.title) == ["k9p2 open before: ", "k9p2 open before: i1"])
    }

    @Test("What was open before a restart is known to the first poll after it")
    func restart() async {
        world.set { $0.summaries = [self.body("resolved i1")] }
        await run(for: .minutes(1), openKeys: ["edge-host": ["i1"]])
        #expect(world.get(\.delivered).map(\.signal.title) == ["k9p2 open before: i1"])
    }

    @Test("A page that cannot be read three times in a row is unknown, whatever hinders it")
    func unreadable() async {
        world.set {
            $0.summaries = [
                self.body("firing i1"), .failure(SummaryTrouble("it answers 503")), self.body("<html>"),
                .failure(SummaryTrouble("no answer within 15 s")), self.body("firing i1"),
            ]
        }
        await run(for: .minutes(10))
        #expect(world.get(\.delivered).map(\.signal.state) == [.firing, .log, .firing, .log])
        #expect(
            world.get(\.delivered)[1].signal.title
                == "Our host's status page cannot be read: no answer within 15 s")
        #expect(world.get(\.delivered)[3].signal.fields["state"] == "known")
    }
}

@Suite("Fetching a supplier's summary")
struct SummaryFetchTests {
    private func fetch(_ server: Loopback, known: SummaryValidators = .init()) async throws -> SummaryAnswer {
        try await TestLooker.plain.summary(at: "http://127.0.0.1:\(server.port)/api/v2/summary.json", unless: known)
    }

    @Test("A summary comes with what it can be recognised by, and is not sent twice")
    func conditional() async throws {
        let server = try await Loopback.start { request in
            request.contains("If-None-Match: \"one\"\r\n")
                && request.contains("If-Modified-Since: Sun, 22 Nov 2026 09:30:00 GMT\r\n")
                ? "HTTP/1.1 304 Not Modified\r\n\r\n"
                : answer("200 OK", ["ETag: \"one\"", "Last-Modified: Sun, 22 Nov 2026 09:30:00 GMT"], body: "{}")
        }
        let known = SummaryValidators(entityTag: "\"one\"", lastModified: "Sun, 22 Nov 2026 09:30:00 GMT")
        #expect(try await fetch(server) == .changed(body: Array("{}".utf8), known))
        #expect(try await fetch(server, known: known) == .unchanged)
    }

    @Test("A failure is told in words; none of them counts as a summary")
    func failures() async throws {
        let busy = try await Loopback.start { _ in answer("503 Service Unavailable") }
        await #expect(throws: SummaryTrouble("it answers 503")) { try await fetch(busy) }
        let moved = try await Loopback.start { _ in answer("301 Moved Permanently", ["Location: /new"]) }
        await #expect(
            throws: SummaryTrouble("it redirects elsewhere; name the address it leads to in the policy")
        ) { try await fetch(moved) }
        let lying = try await Loopback.start { _ in "HTTP/1.1 304 Not Modified\r\n\r\n" }
        await #expect(
            throws: SummaryTrouble("it redirects elsewhere; name the address it leads to in the policy")
        ) { try await fetch(lying) }
        let refused = "http://127.0.0.1:\(try await Loopback.closedPort())/"
        await #expect(throws: SummaryTrouble("it refuses the connection")) {
            try await TestLooker.plain.summary(at: refused, unless: .init())
        }
    }

    @Test("A summary of more than 1 MiB is not read")
    func tooLarge() async throws {
        let server = try await Loopback.start { _ in
            answer("200 OK", body: String(repeating: " ", count: HTTPLook.summaryMax + 1))
        }
        await #expect(throws: SummaryTrouble("it is larger than 1048576 bytes")) { try await fetch(server) }
    }
}
