import Testing

@testable import Courier

/// A session and what it said, line by line.
struct Conversation {
    var session: SMTPSession
    /// In the order of the envelopes; nil while there is none.
    private(set) var outcomes: [MailOutcome?]
    private let ids: [String]

    /// - Parameter finishing: says goodbye when all of them are done, instead of waiting for more.
    init(_ envelopes: [MailEnvelope], url: String = "smtp://127.0.0.1:25", finishing: Bool = true) throws {
        session = SMTPSession(try SMTPConfiguration(url: url, heloName: "vault.example"))
        outcomes = Array(repeating: nil, count: envelopes.count)
        ids = envelopes.map(\.id)
        for envelope in envelopes { session.send(envelope) }
        if finishing { session.finish() }
    }

    /// Hands over the server's lines; answers with ours. Actions other than writing are shown in brackets.
    mutating func hear(_ lines: String...) -> [String] {
        session.hear(Array(lines.map { "\($0)\r\n" }.joined().utf8))
        return said()
    }

    mutating func lose(_ reason: String) -> [String] {
        session.lose(reason)
        return said()
    }

    mutating func said() -> [String] {
        for outcome in session.takeOutcomes() { outcomes[ids.firstIndex(of: outcome.id)!] = outcome }
        return shown(session.takeActions())
    }

    var verdicts: [MailOutcome.Verdict?] { outcomes.map { $0?.verdict } }

    private func shown(_ actions: [SMTPSession.Action]) -> [String] {
        actions.flatMap { action in
            switch action {
            case .write(let bytes): bytes.splitIntoLines().map { String(decoding: $0, as: UTF8.self) }
            case .startTLS: ["[TLS]"]
            case .close: ["[close]"]
            }
        }
    }

    /// As far as the first envelope's commands, at a server that pipelines.
    mutating func openPipelining() -> [String] {
        _ = hear("220 mx.customer.example ESMTP")
        return hear("250-mx.customer.example", "250-PIPELINING", "250 HELP")
    }
}

@Suite("An SMTP session")
struct SMTPSessionTests {
    @Test("says an envelope in one breath and the next one right behind the final dot")
    func pipelining() throws {
        var talk = try Conversation([Cast.envelope("e1"), Cast.envelope("e2", to: "bob@customer.example")])
        #expect(talk.hear("220-two lines", "220 of greeting") == ["EHLO vault.example"])
        #expect(
            talk.hear("250-mx", "250-SIZE 1000", "250 PIPELINING") == [
                "MAIL FROM:<bounces+e1=ada=customer.example@vault.example> SIZE=22", "RCPT TO:<ada@customer.example>",
                "DATA",
            ])
        #expect(
            talk.hear("250 ok", "250 ok", "354 go") == [
                "Subject: e1", "", "Hello", ".", "MAIL FROM:<bounces+e2=ada=customer.example@vault.example> SIZE=22",
                "RCPT TO:<bob@customer.example>", "DATA",
            ])
        #expect(talk.verdicts == [nil, nil])
        #expect(talk.hear("250 2.0.0 queued as 1", "250 ok", "250 ok", "354 go") == ["Subject: e2", "", "Hello", "."])
        #expect(
            talk.outcomes[0] == MailOutcome(id: "e1", verdict: .accepted, code: 250, text: "2.0.0 queued as 1"))
        #expect(talk.hear("250 queued as 2") == ["QUIT"])
        #expect(talk.hear("221 bye") == ["[close]"])
        #expect(talk.verdicts == [.accepted, .accepted])
        #expect(talk.session.failure == nil)
    }

    @Test("waits for each reply at a server that does not pipeline")
    func onePerReply() throws {
        var talk = try Conversation([Cast.envelope("e1"), Cast.envelope("e2")])
        _ = talk.hear("220 hi")
        #expect(talk.hear("250 mx") == ["MAIL FROM:<bounces+e1=ada=customer.example@vault.example>"])
        #expect(talk.hear("250 ok") == ["RCPT TO:<ada@customer.example>"])
        #expect(
            talk.hear("550 5.1.1 no such user") == ["RSET"])
        #expect(talk.hear("250 ok") == ["MAIL FROM:<bounces+e2=ada=customer.example@vault.example>"])
        #expect(talk.hear("250 ok") == ["RCPT TO:<ada@customer.example>"])
        #expect(talk.hear("251 will forward") == ["DATA"])
        #expect(talk.hear("354 go") == ["Subject: e2", "", "Hello", "."])
        #expect(talk.hear("250 ok") == ["QUIT"])
        #expect(talk.verdicts == [.refused, .accepted])
    }

    @Test("ends a mail that has lost its recipient with a lone dot")
    func refusedRecipientWithData() throws {
        var talk = try Conversation([Cast.envelope("e1"), Cast.envelope("e2")])
        _ = talk.openPipelining()
        #expect(
            talk.hear("250 ok", "550 5.1.1 no such user", "354 go") == [
                ".", "RSET", "MAIL FROM:<bounces+e2=ada=customer.example@vault.example>",
                "RCPT TO:<ada@customer.example>",
                "DATA",
            ])
        #expect(
            talk.outcomes[0] == MailOutcome(id: "e1", verdict: .refused, code: 550, text: "5.1.1 no such user"))
        #expect(talk.hear("554 no valid recipients", "250 reset", "250 ok", "250 ok", "354 go").first == "Subject: e2")
        #expect(talk.hear("250 ok") == ["QUIT"])
        #expect(talk.verdicts == [.refused, .accepted])
    }

    @Test("resets after a refused recipient when the server refused the data as well")
    func refusedRecipientAndData() throws {
        var talk = try Conversation([Cast.envelope("e1"), Cast.envelope("e2")])
        _ = talk.openPipelining()
        #expect(talk.hear("250 ok", "450 4.2.0 greylisted", "503 no recipients").first == "RSET")
        #expect(talk.hear("250 reset", "250 ok", "250 ok", "354 go").last == ".")
        #expect(talk.hear("250 ok") == ["QUIT"])
        #expect(talk.outcomes[0]?.code == 450)
        #expect(talk.verdicts == [.deferred, .accepted])
    }

    @Test("sends nothing when a server takes the recipient but not the sender")
    func orphanedRecipient() throws {
        var talk = try Conversation([Cast.envelope("e1"), Cast.envelope("e2")])
        _ = talk.openPipelining()
        #expect(talk.hear("550 no", "250 ok", "354 go") == ["[close]"])
        #expect(talk.verdicts == [.refused, .deferred])
    }

    @Test(
        "tells a refusal from a delay after the final dot",
        arguments: [(250, .accepted), (451, .deferred), (554, .refused), (530, .deferred), (354, .deferred)]
            as [(Int, MailOutcome.Verdict)])
    func verdictAfterDot(code: Int, verdict: MailOutcome.Verdict) throws {
        var talk = try Conversation([Cast.envelope("e1")])
        _ = talk.openPipelining()
        _ = talk.hear("250 ok", "250 ok", "354 go")
        #expect(talk.hear("\(code)-first", "\(code) second") == ["QUIT"])
        #expect(talk.outcomes == [MailOutcome(id: "e1", verdict: verdict, code: code, text: "first second")])
    }

    @Test("does not take success in answer to DATA for the acceptance of a mail")
    func successTooEarly() throws {
        var talk = try Conversation([Cast.envelope("e1")])
        _ = talk.openPipelining()
        #expect(talk.hear("250 ok", "250 ok", "250 already?") == ["QUIT"])
        #expect(talk.verdicts == [.deferred])
    }

    @Test("defers a mail whose last reply got lost, and all after it")
    func lostBeforeAcceptance() throws {
        var talk = try Conversation([Cast.envelope("e1"), Cast.envelope("e2"), Cast.envelope("e3")])
        _ = talk.openPipelining()
        _ = talk.hear("250 ok", "250 ok", "354 go", "250 kept", "250 ok", "250 ok", "354 go")
        #expect(talk.lose("the connection was lost") == ["[close]"])
        #expect(talk.verdicts == [.accepted, .deferred, .deferred])
        #expect(talk.outcomes[1]?.text == "the connection was lost while waiting for the final dot")
        #expect(talk.outcomes[1]?.code == nil)
    }

    @Test("owes nothing when the connection is lost after QUIT")
    func lostAfterQuit() throws {
        var talk = try Conversation([Cast.envelope("e1")])
        _ = talk.openPipelining()
        _ = talk.hear("250 ok", "250 ok", "354 go", "250 kept")
        #expect(talk.lose("the connection was lost") == ["[close]"])
        #expect(talk.verdicts == [.accepted])
        #expect(talk.session.failure == nil)
    }

    @Test("stays open for the next mail, and says goodbye when it is told to")
    func staysOpen() throws {
        var talk = try Conversation([Cast.envelope("e1")], finishing: false)
        _ = talk.openPipelining()
        #expect(talk.hear("250 ok", "250 ok", "354 go", "250 kept").last == ".")
        #expect(talk.session.isIdle && talk.session.room == SMTPSession.roomMax)
        talk.session.send(try Cast.envelope("e2"))
        #expect(talk.said().first?.hasPrefix("MAIL FROM:<bounces+e2") == true)
        #expect(!talk.session.isIdle)
        talk.session.finish()
        #expect(talk.said().isEmpty && talk.session.room == 0)
        _ = talk.hear("250 ok", "250 ok", "354 go")
    }

    @Test("knows which mails never left, so that they can go another way")
    func untried() throws {
        var talk = try Conversation((1...3).map { try Cast.envelope("e\($0)") })
        _ = talk.openPipelining()
        _ = talk.hear("250 ok", "250 ok", "354 go")
        _ = talk.lose("the connection was lost")
        #expect(talk.outcomes.map { $0?.wasTried } == [true, false, false])
    }

    @Test("owes nothing when a server closes a conversation in which nothing is under way")
    func closedWhileIdle() throws {
        var talk = try Conversation([Cast.envelope("e1")], finishing: false)
        _ = talk.openPipelining()
        _ = talk.hear("250 ok", "250 ok", "354 go", "250 kept")
        #expect(talk.hear("421 4.4.2 idle for too long") == ["[close]"])
        #expect(talk.session.failure == nil && talk.verdicts == [.accepted])
    }

    @Test("defers everything left when the server hangs up with 421")
    func serviceClosing() throws {
        var talk = try Conversation([Cast.envelope("e1"), Cast.envelope("e2")])
        _ = talk.openPipelining()
        #expect(talk.hear("250 ok", "421 4.7.0 too many mails") == ["[close]"])
        #expect(talk.verdicts == [.deferred, .deferred])
        #expect(talk.outcomes[1]?.code == 421)
    }

    @Test(
        "gives up on a server that makes no sense",
        arguments: [
            "hello\r\n", "220-a\r\n250 b\r\n", "999 no\r\n", "22\r\n",
            "220x\r\n",
            String(repeating: "x", count: 5000), "220 " + String(repeating: "x", count: 5000) + "\r\n",
            String(repeating: "220-more\r\n", count: 101),
        ])
    func nonsense(bytes: String) throws {
        var session = try Conversation([Cast.envelope("e1")]).session
        session.hear(Array(bytes.utf8))
        #expect(session.takeActions() == [.close])
        #expect(session.takeOutcomes().map(\.verdict) == [.deferred])
    }

    @Test("reads replies that arrive byte by byte")
    func fragmentedReplies() throws {
        var session = try Conversation([Cast.envelope("e1")]).session
        for byte in "220 hi\r\n250-mx\r\n250 PIPELINING\r\n250 ok\r\n250 ok\r\n354 go\r\n250 kept\r\n".utf8 {
            session.hear([byte])
        }
        #expect(session.takeOutcomes() == [MailOutcome(id: "e1", verdict: .accepted, code: 250, text: "kept")])
    }

    @Test("keeps of an endless reply text what fits an outcome, on one line")
    func boundedText() throws {
        var talk = try Conversation([Cast.envelope("e1")])
        _ = talk.openPipelining()
        _ = talk.hear("250 ok", "550-\(String(repeating: "no\u{1B}", count: 900))", "550 x", "503 x")
        let text = try #require(talk.outcomes[0]).text
        #expect(text.count == 500)
        #expect(text.hasPrefix("no no no"))
    }

    @Test("doubles leading dots and mends line ends")
    func dotStuffing() {
        let data = Array(".\r\n..a\nb\r.c\r\n\r\nend".utf8)
        var stuffed: [UInt8] = []
        DotStuffing.append(data, to: &stuffed)
        #expect(String(decoding: stuffed, as: UTF8.self) == "..\r\n...a\r\nb\r\n..c\r\n\r\nend\r\n.\r\n")
        var empty: [UInt8] = []
        DotStuffing.append([], to: &empty)
        #expect(empty == Array(".\r\n".utf8))
    }
}
