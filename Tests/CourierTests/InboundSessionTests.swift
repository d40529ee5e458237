import Testing

@testable import Courier

@Suite("The receiving side of SMTP")
struct InboundSessionTests {
    @Test("takes a pipelined mail and answers for it only once it is stored")
    func pipelinedMail() {
        var session = greeted()
        let mail = "MAIL FROM:<> SIZE=9 BODY=8BITMIME\r\nrcpt to:<ada@customer.example>\r\nDATA\r\n..a\r\n.\r\nNOOP\r\n"
        let actions = session.receive(Array(mail.utf8))
        #expect(codes(actions) == ["250", "250", "354", "deliver"])
        let ada = ReceivedMail.Recipient(address: "ada@customer.example", source: "desk")
        #expect(actions.last == .deliver(.init(sender: "", recipients: [ada], data: Array(".a\r\n".utf8))))
        #expect(codes(session.answer(.stored("kept"))) == ["250", "250"])
    }

    @Test(
        "tells a sender what became of its mail, and takes the next one",
        arguments: [
            (MailAnswer.stored("kept"), "250"), (.failed, "451"), (.full, "452"), (.refused("no mail of ours"), "554"),
        ])
    func outcome(answer: MailAnswer, code: String) {
        var session = greeted()
        #expect(say(&session, "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA", ".").last == "deliver")
        #expect(codes(session.answer(answer)) == [code])
        #expect(say(&session, "MAIL FROM:<a@b.example>") == ["250"])
    }

    @Test("refuses an address that nobody's mail goes to, and hangs up on who guesses on")
    func unknownRecipients() {
        var session = greeted()
        _ = say(&session, "MAIL FROM:<a@b.example>")
        for number in 1..<InboundSession.mistakesMax {
            #expect(say(&session, "RCPT TO:<nobody+\(number)@d.example>") == ["550"])
        }
        #expect(say(&session, "RCPT TO:<nobody@d.example>", "NOOP") == ["550", "421", "close"])
    }

    @Test(
        "sees the end of a mail in CRLF dot CRLF alone",
        arguments: ["\n.\r\n", "\n.\n", "\r\n.\n", "\r.\r", "\r\n.\rx\r\n", "\n.\r", "\r\n.\0\r\n", "\r\n. \r\n"])
    func smuggling(end: String) {
        var session = greeted()
        _ = say(&session, "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA")
        #expect(session.receive(Array("text\(end)MAIL FROM:<eve@evil.example>".utf8)) == [])
        #expect(codes(session.receive(Array("\r\n.\r\n".utf8))) == ["deliver"])
    }

    @Test(
        "hangs up on a command with a stray line end, and does not look at what stands behind it",
        arguments: [
            "NOOP\n", "NOOP\rMAIL FROM:<eve@evil.example>\r\n", "MAIL FROM:<a@b.example>\nRCPT TO:<c@d.example>\r\n",
            "NOOP\0\r\n", "\n",
        ])
    func strayLineEnds(command: String) {
        var session = greeted()
        #expect(codes(session.receive(Array((command + "NOOP\r\n").utf8))) == ["500", "close"])
        #expect(session.receive(Array("NOOP\r\n".utf8)) == [])
    }

    @Test("answers 552 to a mail that announces itself too large, and to one that turns out to be")
    func oversize() {
        var session = greeted(sizeMax: 10)
        #expect(say(&session, "MAIL FROM:<a@b.example> SIZE=11") == ["552"])
        #expect(
            say(&session, "MAIL FROM:<a@b.example> SIZE=10", "RCPT TO:<c@d.example>", "DATA") == ["250", "250", "354"])
        #expect(say(&session, "12345678901", ".") == ["552"])
        #expect(
            say(&session, "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA", "12345678", ".").last == "deliver"
        )
    }

    @Test("answers 452 when the mails on their way fill the room, and takes mails again when one of them is done")
    func room() {
        let room = DataRoom(size: 128 << 10)
        var (first, second) = (greeted(sizeMax: 1 << 20, room: room), greeted(sizeMax: 1 << 20, room: room))
        let large = String(repeating: "x", count: 100 << 10)
        let mail = ["MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA", large, "."]
        #expect(say(&first, mail).last == "deliver")
        #expect(say(&second, mail) == ["250", "250", "354", "452"])
        _ = first.answer(.stored("kept"))
        #expect(say(&second, mail).last == "deliver")
        _ = second.answer(.stored("kept"))

        // A mail that goes on for ever takes up nothing once it is known to be too large.
        var endless = greeted(sizeMax: 100 << 10, room: room)
        _ = say(&endless, Array(mail.prefix(3)) + [large + large])
        #expect(say(&second, mail).last == "deliver")
    }

    @Test(
        "refuses what is out of order or malformed",
        arguments: [
            ("DATA", "503"), ("RCPT TO:<a@b.example>", "503"), ("MAIL a@b.example", "501"), ("MAIL FROM:<a b>", "501"),
            ("MAIL FROM:<a@b.example> X=1", "555"), ("MAIL FROM:<a@b.example> SIZE=x", "501"), ("HELP", "502"),
            ("", "502"), ("MAIL FROM:<a@b.example> BODY=BINARYMIME", "501"), ("MAIL FROM:<a\u{85}@b.example>", "501"),
            ("MAIL FROM:<ä@b.example>", "553"), ("MAIL FROM:<ä@b.example> SMTPUTF8", "250"), ("ßßß a", "502"),
            ("NOOP", "250"), ("RSET", "250"), ("VRFY ada", "252"),
            ("MAIL FROM:<\(String(repeating: "a", count: 600))@b.example>", "501"),
        ])
    func answers(line: String, code: String) {
        var session = greeted()
        #expect(say(&session, line) == [code])
    }

    @Test("asks for EHLO first, one mail at a time and a recipient for each")
    func order() {
        var session = InboundSession(terms())
        #expect(say(&session, "MAIL FROM:<a@b.example>", "HELO x", "MAIL FROM:<a@b.example>") == ["503", "250", "250"])
        #expect(
            say(&session, "MAIL FROM:<a@b.example>", "RCPT TO:<>", "DATA", "RSET", "DATA") == [
                "503", "501", "503", "250", "503",
            ])
    }

    @Test("hangs up on a command without an end, however it is cut")
    func endlessCommand() {
        var session = greeted()
        #expect(codes(session.receive([UInt8](repeating: 65, count: 5000))) == ["500", "close"])
        session = greeted()
        var seen: [String] = []
        for _ in 0..<5000 { seen += codes(session.receive([65])) }
        #expect(seen == ["500", "close"])
    }

    @Test("takes a hundred recipients and no more")
    func recipientBound() {
        var session = greeted()
        _ = say(&session, "MAIL FROM:<a@b.example>")
        for number in 1...100 { #expect(say(&session, "RCPT TO:<c\(number)@d.example>") == ["250"]) }
        #expect(say(&session, "RCPT TO:<c101@d.example>") == ["452"])
    }

    @Test("a mail to many addresses of one source is one mail for it, and every address is answered 250")
    func recipientPerSource() {
        var session = greeted { String($0.prefix { $0 != "+" }) }
        let names = ["desk+1@d.example", "desk+2@d.example", "night+1@d.example", "desk+1@d.example"]
        let lines = ["MAIL FROM:<a@b.example>"] + names.map { "RCPT TO:<\($0)>" } + ["DATA"]
        #expect(say(&session, lines) == ["250", "250", "250", "250", "250", "354"])
        #expect(
            session.receive(Array(".\r\n".utf8)) == [
                .deliver(
                    .init(
                        sender: "a@b.example",
                        recipients: [
                            .init(address: "desk+1@d.example", source: "desk"),
                            .init(address: "night+1@d.example", source: "night"),
                        ], data: []))
            ])
    }

    @Test("answers a thousand commands, all of one read in one piece, and then ends the conversation")
    func commandBound() {
        var session = greeted()
        let commands = String(repeating: "EHLO vault.example\r\n", count: InboundSession.commandCountMax)
        let actions = session.receive(Array(commands.utf8))
        #expect(actions.count == 2)
        // One EHLO has come before, and the one too many is answered with 421.
        let answers = codes(actions)
        #expect(answers.count { $0 == "250" } == 6 * (InboundSession.commandCountMax - 1))
        #expect(answers.suffix(2) == ["421", "close"])
        #expect(session.receive(Array("NOOP\r\n".utf8)) == [])
    }

    @Test("ends with 421, but not before a mail that is being stored is answered")
    func ending() {
        var session = greeted()
        _ = say(&session, "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA", ".")
        #expect(session.end("the server stops") == [])
        #expect(codes(session.answer(.stored("kept"))) == ["250"])
        #expect(codes(session.end("the server stops")) == ["421", "close"])
        #expect(session.end("the server stops") == [])
    }

    @Test("any cutting of a conversation into packets is the same conversation")
    func packets() {
        let text = "MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nA: b\r\n\r\n..x\r\n.y\n.\r\n\r\n.\r\n"
        var whole = greeted()
        let expected = whole.receive(Array(text.utf8)).last
        var single = greeted()
        #expect(text.utf8.flatMap { single.receive([$0]) }.last == expected)
        guard case .deliver(let mail) = expected else { return #expect(Bool(false), "no mail came out") }
        #expect(mail.data == Array("A: b\r\n\r\n.x\r\ny\n.\r\n\r\n".utf8))
    }

    // MARK: -

    private func terms(
        sizeMax: Int = 1000, room: DataRoom = DataRoom(size: 1 << 20),
        source: @escaping @Sendable (String) -> String? = { $0.hasPrefix("nobody") ? nil : "desk" }
    ) -> InboundSession.Terms {
        .init(name: "in.onrecord.example", sizeMax: sizeMax, room: room, source: source)
    }

    private func greeted(
        sizeMax: Int = 1000, room: DataRoom = DataRoom(size: 1 << 20),
        source: @escaping @Sendable (String) -> String? = { $0.hasPrefix("nobody") ? nil : "desk" }
    ) -> InboundSession {
        var session = InboundSession(terms(sizeMax: sizeMax, room: room, source: source))
        _ = session.open()
        _ = session.receive(Array("EHLO vault.example\r\n".utf8))
        return session
    }

    /// The codes of all replies to the lines, or that a mail was to be delivered.
    private func codes(_ actions: [InboundSession.Action]) -> [String] {
        actions.flatMap { action in
            switch action {
            case .write(let bytes): bytes.splitIntoLines().map { String(decoding: $0.prefix(3), as: UTF8.self) }
            case .deliver: ["deliver"]
            case .close: ["close"]
            }
        }
    }

    private func say(_ session: inout InboundSession, _ lines: String...) -> [String] { say(&session, lines) }

    private func say(_ session: inout InboundSession, _ lines: [String]) -> [String] {
        codes(session.receive(Array(lines.map { "\($0)\r\n" }.joined().utf8)))
    }
}
