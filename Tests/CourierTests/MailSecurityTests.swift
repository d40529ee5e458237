import NIOCore
import Testing

@testable import Courier

@Suite("A secured mail connection")
struct MailSecurityTests {
    private func send(to host: String, port: Int, trusting roots: String?) async throws -> MailOutcome {
        let configuration = try SMTPConfiguration(
            host: host, port: port, security: .startTLS,
            timeouts: .init(connect: .seconds(5), reply: .seconds(300), acceptance: .seconds(300)), trustRoots: roots)
        let outcomes = try await SMTPClient(configuration: configuration).send([Cast.envelope("secret")])
        return try #require(outcomes.first)
    }

    @Test("carries a mail after STARTTLS, to a server whose certificate is trusted and bears its name")
    func verified() async throws {
        let folder = TemporaryFolder()
        let trust = TemporaryFolder()
        trust.write(SecuredMailServer.certificatePEM, to: "roots.eml")
        let (server, port) = try await SecuredMailServer.start(in: folder)
        #expect(try await send(to: "localhost", port: port, trusting: "\(trust.path)/roots.eml").verdict == .accepted)
        #expect(try MailFolder(path: folder.path).ids() == ["000000000001"])

        let stranger = try await send(to: "localhost", port: port, trusting: nil)
        #expect(stranger.verdict == .deferred)
        #expect(stranger.text.hasPrefix("the server's certificate is not trusted"))

        // The certificate is made out to localhost, not to the address behind it.
        let address = try #require(server.localAddress?.ipAddress)
        let misnamed = try await send(to: address, port: port, trusting: "\(trust.path)/roots.eml")
        #expect(misnamed.verdict == .deferred)
        #expect(try MailFolder(path: folder.path).ids() == ["000000000001"])
        try await server.close()
    }
}
