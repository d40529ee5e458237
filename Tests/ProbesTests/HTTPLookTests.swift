import OnRecord
import Testing

@testable import Probes

@Suite("A look over HTTP")
struct HTTPLookTests {
    private func look(
        at server: Loopback, path: String = "/healthz", statuses: [Int] = [], bodyContains: String? = nil,
        timeout: Duration = TestLooker.patience
    ) async -> ProbeResult {
        let target = ProbeSpec.HTTPTarget(
            url: "http://127.0.0.1:\(server.port)\(path)", host: "127.0.0.1", statuses: statuses,
            bodyContains: bodyContains)
        return await TestLooker.look(at: .http(target), timeout: timeout).result
    }

    @Test("Any 2xx is up, and the request says who asks, on a connection of its own")
    func up() async throws {
        let server = try await Loopback.start { _ in answer("204 No Content") }
        #expect(await look(at: server) == .up)
        let request = try #require(server.requests.first)
        #expect(request.hasPrefix("GET /healthz HTTP/1.1\r\n"))
        #expect(request.contains("User-Agent: OnRecord\r\n"))
        #expect(request.contains("Connection: close\r\n"))
    }

    @Test("Another status is down, and says which one was expected")
    func status() async throws {
        let server = try await Loopback.start { _ in answer("502 Bad Gateway") }
        #expect(await look(at: server) == .down(.status, "502 instead of 2xx"))
        #expect(await look(at: server, statuses: [200, 204]) == .down(.status, "502 instead of 200 or 204"))
        #expect(await look(at: server, statuses: [502]) == .up)
    }

    @Test("A redirect is an answer; nobody follows it")
    func redirect() async throws {
        let server = try await Loopback.start { _ in answer("302 Found", ["Location: /login"]) }
        #expect(await look(at: server) == .down(.status, "302 instead of 2xx"))
        #expect(await look(at: server, statuses: [302]) == .up)
        #expect(server.requests.count == 2)
    }

    @Test("The body is searched for what is expected, up to 64 KiB")
    func body() async throws {
        let good = try await Loopback.start { _ in answer("200 OK", body: "status: ok") }
        #expect(await look(at: good, bodyContains: "ok") == .up)
        #expect(await look(at: good, bodyContains: "fine") == .down(.body, "its answer does not hold “fine”"))
        let padding = String(repeating: ".", count: HTTPLook.bodyMax)
        let long = try await Loopback.start { _ in answer("200 OK", body: padding + "ok") }
        #expect(await look(at: long, bodyContains: "ok") == .down(.body, "its answer does not hold “ok”"))
    }

    @Test("A server that takes the connection and never answers is silent, not good")
    func blackHole() async throws {
        let server = try await Loopback.start()
        #expect(
            await look(at: server, timeout: .milliseconds(80)) == .down(.noAnswer, "no answer within 80 ms"))
    }

    @Test("A body that never ends is not waited for beyond the timeout")
    func endlessBody() async throws {
        let server = try await Loopback.start(greeting: "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nbegins")
        #expect(
            await look(at: server, bodyContains: "ends", timeout: .milliseconds(150))
                == .down(.noAnswer, "no answer within 150 ms"))
    }

    @Test("A closed port refuses")
    func closedPort() async throws {
        let target = ProbeSpec.HTTPTarget(
            url: "http://127.0.0.1:\(try await Loopback.closedPort())/", host: "127.0.0.1")
        let look = await TestLooker.look(at: .http(target))
        #expect(look.result == .down(.refused, "it refuses the connection"))
    }

    @Test("A name that nobody knows is silence, which may be the prober's own fault")
    func unknownName() async {
        // A label of 64 bytes is no name, so nobody is asked.
        let host = String(repeating: "a", count: 64) + ".invalid"
        let target = ProbeSpec.HTTPTarget(url: "http://\(host)/", host: host)
        let look = await TestLooker.look(at: .http(target))
        #expect(look.result == .down(.noAnswer, "its name cannot be resolved"))
    }

    @Test("A look ends with its task, long before its timeout")
    func cancelled() async throws {
        let server = try await Loopback.start()
        let looking = Task { await look(at: server, timeout: .seconds(60)) }
        looking.cancel()
        #expect(await looking.value == .unknown("the look was cut short"))
    }

    @Test("What is not HTTP is said to be that")
    func notHTTP() async throws {
        let server = try await Loopback.start(greeting: "220 mail.example\r\n")
        guard case .down(.protocolError, _) = await look(at: server) else {
            Issue.record("a mail server is no web server")
            return
        }
    }

    @Test("Over TLS the certificate must hold")
    func https() async throws {
        let server = try await Loopback.start(tls: try TestCertificate.server(TestCertificate.good)) { _ in
            answer("200 OK")
        }
        let target = ProbeSpec.HTTPTarget(url: "https://localhost:\(server.port)/", host: "localhost")
        let trusted = NetworkLooker(
            resolver: TestLooker.nobody, trust: try TestCertificate.trusting(TestCertificate.good))
        let strange = NetworkLooker(
            resolver: TestLooker.nobody, trust: try TestCertificate.trusting(TestCertificate.elsewhere))
        let probe = ProbeSpec(id: "web", target: .http(target), timeout: TestLooker.patience)
        #expect(await trusted.look(at: probe, now: TestLooker.now).result == .up)
        #expect(
            await strange.look(at: probe, now: TestLooker.now).result
                == .down(.certificate, "its certificate does not hold"))
    }

    @Test("A good answer that comes too late is down, for being slow")
    func slow() async throws {
        let server = try await Loopback.start { _ in answer("200 OK") }
        let probe = ProbeSpec(
            id: "web", target: .http(.init(url: "http://127.0.0.1:\(server.port)/", host: "127.0.0.1")),
            within: .nanoseconds(1))
        guard case .down(.slow, _) = await TestLooker.plain.look(at: probe, now: TestLooker.now).result else {
            Issue.record("nobody answers within a nanosecond")
            return
        }
    }
}

/// Eyes that trust no certificate and know no resolver.
enum TestLooker {
    static let nobody = Endpoint(host: "127.0.0.1", port: 1)
    static let now = Timestamp(milliseconds: 1_795_339_800_000)
    /// No test that expects an answer shall fail because its machine is busy.
    static let patience = Duration.seconds(60)
    static let plain = NetworkLooker(
        resolver: nobody, trust: .default, patience: .init(reference: patience, summary: patience))

    static func look(at target: ProbeSpec.Target, timeout: Duration = patience) async -> ProbeLook {
        await plain.look(at: ProbeSpec(id: "one", target: target, timeout: timeout), now: now)
    }
}
