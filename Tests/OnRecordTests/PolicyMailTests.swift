@testable import OnRecord
import Testing

@Suite("Mail in the policy")
struct PolicyMailTests {
    private let name = "name: Example Vault incidents"

    private func mail(_ more: String...) throws -> MailIdentity {
        try Cast.policy(replacing: name, with: ([name] + more).joined(separator: "\n  ")).mail
    }

    /// What is found, expected and advised about one key.
    private func problem(_ more: String...) -> String? {
        let problems = #expect(throws: PolicyProblems.self) {
            try Cast.policy(replacing: name, with: ([name] + more).joined(separator: "\n  "))
        }
        #expect(problems?.problems.count == 1)
        return problems?.problems.first.map { "\($0.key) is \($0.found); expected \($0.expected). \($0.remedy)" }
    }

    @Test("Left out, nobody has said who signs, and the pace is that of most relays")
    func defaults() throws {
        let mail = try mail()
        #expect(mail.signing == nil && mail.bounces == nil)
        #expect(mail.pace == MailPace())
    }

    @Test("The relay signs, or we do with one key or two")
    func signing() throws {
        #expect(try mail("dkim: relay").signing == .relay)
        let domain = try mail().domain
        #expect(
            try mail("dkim: {selector: or1}").signing == .here(DKIMIdentity(domain: domain, selector: "or1")))
        #expect(
            try mail("dkim: {selector: or1, ed25519: or2}").signing
                == .here(DKIMIdentity(domain: domain, selector: "or1", ed25519: "or2")))
    }

    @Test("The pace of relay and domains can be set")
    func pace() throws {
        let pace = try mail(
            "bounces: In.Vault.example", "connections: 8", "mails_per_connection: 500",
            "per_domain: {in_flight: 2, per_minute: 60}")
        #expect(pace.bounces == "in.vault.example")
        #expect((pace.pace.connections, pace.pace.mailsPerConnection) == (8, 500))
        #expect((pace.pace.inFlightPerDomain, pace.pace.perMinutePerDomain) == (2, 60))
    }

    @Test("A word that is no way to sign")
    func unknownSigner() {
        #expect(
            problem("dkim: yes please")
                == "mail.dkim is “yes please”; expected `relay`, or a mapping with selector. Write `dkim: relay` when your mail server signs, or `dkim: {selector: onrecord}` to sign here."
        )
    }

    @Test("A signature for somebody else's domain")
    func foreignDomain() {
        let found = problem("dkim: {selector: or1, domain: other.example}")
        #expect(found?.hasPrefix("mail.dkim.domain is “other.example”; expected the domain of `mail.from`") == true)
    }

    @Test("Two keys under one selector")
    func oneSelector() {
        #expect(
            problem("dkim: {selector: or1, ed25519: or1}")
                == "mail.dkim.ed25519 is “or1”; expected another selector than the RSA key's. Each key has a DNS record of its own; for example `ed25519: or1-ed`."
        )
    }

    @Test("Bounces to an address, which is a host's place")
    func bounceAddress() {
        #expect(problem("bounces: bounces@vault.example")?.contains("expected one host name") == true)
    }

    @Test("A pace that is none", arguments: ["connections: 0", "connections: many", "mails_per_connection: -1"])
    func noPace(line: String) {
        #expect(problem(line)?.contains("expected a whole number from 1 to") == true)
    }

    @Test("A domain's pace that is none", arguments: ["in_flight: 0", "per_minute: 1.5"])
    func noDomainPace(pair: String) {
        #expect(problem("per_domain: {\(pair)}")?.hasPrefix("mail.per_domain.") == true)
    }
}
