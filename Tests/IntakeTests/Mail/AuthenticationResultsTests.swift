import Sigma
import Testing

@testable import Intake

@Suite("Who vouches for a sender")
struct AuthenticationResultsTests {
    private func authentication(
        _ header: String, trust: MailTrust = .nearestHop, from domain: String? = "researcher.example"
    ) -> AuthenticationResults {
        AuthenticationResults(MailHeaders.split(mail(header)[...]).0, trust: trust, from: domain)
    }

    private static let passed = "Authentication-Results: mx.vault.example; dkim=pass header.d=researcher.example\n"

    @Test("results of the server next to us count, those that travelled with the mail do not")
    func nearestHop() {
        let hop = "Received: by mx.vault.example\n"
        #expect(authentication(Self.passed + hop).isAuthenticated)
        #expect(authentication(hop + Self.passed).isAuthenticated)
        let forged = authentication(hop + "Received: by evil.example\n" + Self.passed)
        #expect(!forged.isAuthenticated)
        #expect(forged.value == ["spf": "none", "dkim": "none", "dmarc": "none"])
    }

    @Test("a named authority is believed and nobody else; nobody is nobody")
    func authority() {
        #expect(authentication(Self.passed, trust: .authority("MX.vault.example")).isAuthenticated)
        #expect(!authentication(Self.passed, trust: .authority("other.example")).isAuthenticated)
        #expect(!authentication(Self.passed, trust: .nobody).isAuthenticated)
    }

    @Test("a second server's field is not the first one's word")
    func twoSpeakers() {
        let both = authentication(
            "Authentication-Results: mx.vault.example; spf=fail\nAuthentication-Results: evil.example; dmarc=pass\n")
        #expect(both.spf == "fail")
        #expect(both.dmarc == "none")
        #expect(!both.isAuthenticated)
    }

    @Test(
        "only a result for the domain of the From field vouches for it",
        arguments: [
            ("dkim=pass header.d=researcher.example", true), ("dkim=pass header.d=mail.researcher.example", true),
            ("dkim=pass header.i=@researcher.example", true), ("dkim=pass header.d=evil.example", false),
            ("dkim=pass header.d=example", false), ("dkim=pass header.d=notresearcher.example", false),
            ("dkim=fail header.d=researcher.example", false), ("dmarc=pass", true),
            ("dmarc=pass header.from=evil.example", false), ("spf=pass smtp.mailfrom=x@researcher.example", true),
            ("spf=pass smtp.helo=researcher.example", false),
            ("spf=pass (dkim=pass header.d=researcher.example)", false),
            ("dkim=PASS header.d=\"researcher.example\"", true), ("none", false),
            ("dkim=great header.d=researcher.example", false),
            ("dkim=fail header.d=a.example; dkim=pass header.d=researcher.example", true),
        ])
    func alignment(clauses: String, isAuthenticated: Bool) {
        #expect(
            authentication("Authentication-Results: mx.vault.example 1; \(clauses)\n").isAuthenticated
                == isAuthenticated)
    }

    @Test("without a From field nobody is vouched for")
    func noFrom() {
        #expect(!authentication("Authentication-Results: a.example; dmarc=pass\n", from: nil).isAuthenticated)
    }
}
