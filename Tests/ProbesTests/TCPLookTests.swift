import OnRecord
import Testing

@testable import Probes

@Suite("A look over TCP")
struct TCPLookTests {
    @Test("Whoever takes the connection is up")
    func up() async throws {
        let server = try await Loopback.start()
        #expect(await TestLooker.look(at: .tcp(server.endpoint, banner: nil)).result == .up)
        #expect(await TestLooker.look(at: .tcp(server.named, banner: nil)).result == .up)
    }

    @Test("A closed port refuses")
    func closedPort() async throws {
        let port = try await Loopback.closedPort()
        let look = await TestLooker.look(at: .tcp(Endpoint(host: "127.0.0.1", port: port), banner: nil))
        #expect(look.result == .down(.refused, "it refuses the connection"))
        #expect(!look.needsReference)
    }

    @Test("The server may be expected to begin in a certain way")
    func banner() async throws {
        let server = try await Loopback.start(greeting: "220 mail.example\r\n")
        #expect(await TestLooker.look(at: .tcp(server.endpoint, banner: "220 ")).result == .up)
        #expect(
            await TestLooker.look(at: .tcp(server.endpoint, banner: "SSH-")).result
                == .down(.banner, "it says “220 ” instead of “SSH-”"))
    }

    @Test("A server that says nothing is waited for until the timeout")
    func silent() async throws {
        let server = try await Loopback.start()
        let look = await TestLooker.look(at: .tcp(server.endpoint, banner: "220"), timeout: .milliseconds(60))
        #expect(look.result == .down(.noAnswer, "no answer within 60 ms"))
    }

    @Test("A look ends with its task, long before its timeout")
    func cancelled() async throws {
        let server = try await Loopback.start()
        let look = Task {
            await TestLooker.look(at: .tcp(server.endpoint, banner: "220"), timeout: .seconds(60))
        }
        look.cancel()
        #expect(await look.value.result == .unknown("the look was cut short"))
    }

    @Test("A reference is reached when it answers in any way, be it to refuse")
    func references() async throws {
        let server = try await Loopback.start { _ in answer("503 Service Unavailable") }
        let closed = try await Loopback.closedPort()
        #expect(await TestLooker.plain.reaches(.tcp(server.endpoint)))
        #expect(await TestLooker.plain.reaches(.http(url: "http://127.0.0.1:\(server.port)/")))
        #expect(await TestLooker.plain.reaches(.tcp(Endpoint(host: "127.0.0.1", port: closed))))
        let nobody = String(repeating: "a", count: 64) + ".invalid"
        #expect(await !TestLooker.plain.reaches(.http(url: "http://\(nobody)/")))
        #expect(await !TestLooker.plain.reaches(.tcp(Endpoint(host: nobody, port: 443))))
    }
}
