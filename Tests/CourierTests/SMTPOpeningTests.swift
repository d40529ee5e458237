import Testing

@testable import Courier

@Suite("The opening of an SMTP session")
struct SMTPOpeningTests {
    private let secured = "smtp://ada:open%20sesame@mail.vault.example"

    @Test("logs in under TLS only, after asking again what the server can do")
    func startTLS() throws {
        var talk = try Conversation([Cast.envelope("e1")], url: secured)
        #expect(talk.hear("220 hi") == ["EHLO vault.example"])
        #expect(talk.hear("250-mx", "250-AUTH PLAIN", "250 STARTTLS") == ["STARTTLS"])
        #expect(talk.hear("220 go ahead") == ["[TLS]", "EHLO vault.example"])
        #expect(talk.hear("250-mx", "250 AUTH LOGIN PLAIN") == ["AUTH PLAIN AGFkYQBvcGVuIHNlc2FtZQ=="])
        #expect(talk.hear("235 welcome") == ["MAIL FROM:<bounces+e1=ada=customer.example@vault.example>"])
    }

    @Test("forgets clear text that was slipped in before TLS")
    func injectedBeforeTLS() throws {
        var talk = try Conversation([Cast.envelope("e1")], url: secured)
        _ = talk.hear("220 hi")
        _ = talk.hear("250-mx", "250 STARTTLS")
        #expect(
            talk.hear("220 go ahead", "250-mx", "250 AUTH PLAIN", "235 welcome") == ["[TLS]", "EHLO vault.example"])
        #expect(talk.hear("250 mx") == ["[close]"])
        #expect(talk.outcomes[0]?.text == "mail.vault.example offers neither AUTH PLAIN nor AUTH LOGIN")
    }

    @Test("sends neither mail nor password to a server without STARTTLS")
    func noStartTLS() throws {
        var talk = try Conversation([Cast.envelope("e1")], url: secured)
        _ = talk.hear("220 hi")
        #expect(talk.hear("250-mx", "250 AUTH PLAIN") == ["[close]"])
        #expect(talk.verdicts == [.deferred])
    }

    @Test("sends nothing when STARTTLS is refused")
    func startTLSRefused() throws {
        var talk = try Conversation([Cast.envelope("e1")], url: secured)
        _ = talk.hear("220 hi")
        _ = talk.hear("250-mx", "250 STARTTLS")
        #expect(talk.hear("454 4.7.0 not now") == ["[close]"])
        #expect(talk.outcomes[0]?.text == "STARTTLS was answered: 4.7.0 not now")
    }

    @Test("logs in with LOGIN where PLAIN is not offered")
    func login() throws {
        var talk = try Conversation([Cast.envelope("e1")], url: "smtps://ada:secret@mail.vault.example")
        _ = talk.hear("220 hi")
        #expect(talk.hear("250-mx", "250 auth login") == ["AUTH LOGIN"])
        #expect(talk.hear("334 VXNlcm5hbWU6") == ["YWRh"])
        #expect(talk.hear("334 UGFzc3dvcmQ6") == ["c2VjcmV0"])
        #expect(talk.hear("235 welcome").first?.hasPrefix("MAIL") == true)
    }

    @Test("blames no recipient when the login or the greeting is refused")
    func refusedBeforeMail() throws {
        var talk = try Conversation([Cast.envelope("e1")], url: "smtps://ada:secret@mail.vault.example")
        _ = talk.hear("220 hi")
        _ = talk.hear("250-mx", "250 AUTH PLAIN")
        #expect(talk.hear("535 5.7.8 wrong password") == ["[close]"])
        #expect(talk.session.failure == .init(code: 535, text: "AUTH PLAIN was answered: 5.7.8 wrong password"))
        #expect(talk.verdicts == [.deferred])

        var turnedAway = try Conversation([Cast.envelope("e1")])
        #expect(turnedAway.hear("554 no service") == ["[close]"])
        #expect(turnedAway.verdicts == [.deferred])
    }

    @Test("falls back to HELO at a server that knows no EHLO")
    func helo() throws {
        var talk = try Conversation([Cast.envelope("e1")])
        _ = talk.hear("220 hi")
        #expect(talk.hear("502 what?") == ["HELO vault.example"])
        #expect(talk.hear("250 mx") == ["MAIL FROM:<bounces+e1=ada=customer.example@vault.example>"])
    }
}
