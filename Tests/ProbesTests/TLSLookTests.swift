import OnRecord
import Testing

@testable import Probes

@Suite("A look at a certificate")
struct TLSLookTests {
    private func look(
        showing certificate: String, trusting trusted: String, validFor: Duration = .days(14),
        now: String = "2026-11-22T09:30:00Z", byAddress: Bool = false
    ) async throws -> ProbeResult {
        let server = try await Loopback.start(tls: try TestCertificate.server(certificate))
        let looker = NetworkLooker(resolver: TestLooker.nobody, trust: try TestCertificate.trusting(trusted))
        let probe = ProbeSpec(
            id: "certificate", target: .tls(byAddress ? server.endpoint : server.named, validFor: validFor),
            timeout: TestLooker.patience)
        return await looker.look(at: probe, now: try #require(Timestamp(rfc3339: now))).result
    }

    @Test("One that holds, for this name and for long enough, is up")
    func good() async throws {
        #expect(try await look(showing: TestCertificate.good, trusting: TestCertificate.good) == .up)
    }

    @Test("One that runs out soon is down before customers notice")
    func soon() async throws {
        let result = try await look(
            showing: TestCertificate.good, trusting: TestCertificate.good, now: "2119-12-27T00:00:00Z")
        #expect(
            result
                == .down(
                    .certificateExpires,
                    "its certificate runs out in 5 days (2120-01-01 00:00:00 UTC) instead of holding for 14 days"))
        #expect(
            try await look(
                showing: TestCertificate.good, trusting: TestCertificate.good, validFor: .days(5),
                now: "2119-12-27T00:00:00Z") == .up)
    }

    @Test("One that has run out is told with its last day")
    func expired() async throws {
        #expect(
            try await look(
                showing: TestCertificate.expired, trusting: TestCertificate.expired, now: "2021-01-03T00:00:00Z")
                == .down(.certificate, "its certificate ran out 2 days ago (2021-01-01 00:00:00 UTC)"))
    }

    @Test("One from the future does not hold yet")
    func future() async throws {
        #expect(
            try await look(showing: TestCertificate.future, trusting: TestCertificate.future)
                == .down(.certificate, "its certificate does not hold before 2110-01-01 00:00:00 UTC"))
    }

    @Test("One for another name is no use, nor is one without the address that was asked for")
    func wrongName() async throws {
        #expect(
            try await look(showing: TestCertificate.elsewhere, trusting: TestCertificate.elsewhere)
                == .down(.certificate, "its certificate is not made out to localhost"))
        #expect(
            try await look(showing: TestCertificate.good, trusting: TestCertificate.good, byAddress: true)
                == .down(.certificate, "its certificate is not made out to 127.0.0.1"))
    }

    @Test("One that nobody vouches for is not trusted")
    func untrusted() async throws {
        #expect(
            try await look(showing: TestCertificate.good, trusting: TestCertificate.elsewhere)
                == .down(.certificate, "its certificate's chain leads to nobody this machine trusts"))
    }

    @Test("A server that speaks no TLS, or nothing at all, is down for that")
    func noTLS() async throws {
        let mail = try await Loopback.start(greeting: "220 mail.example\r\n")
        guard
            case .down(.protocolError, _) = await TestLooker.look(at: .tls(mail.named, validFor: .days(14))).result
        else {
            Issue.record("a greeting in clear text is no handshake")
            return
        }
        let silent = try await Loopback.start()
        #expect(
            await TestLooker.look(at: .tls(silent.named, validFor: .days(14)), timeout: .milliseconds(60)).result
                == .down(.noAnswer, "no answer within 60 ms"))
    }
}
