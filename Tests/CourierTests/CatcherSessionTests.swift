import Testing

@testable import Courier

@Suite("A catcher's session")
struct CatcherSessionTests {
    private func greeted(sizeMax: Int = 1000) -> CatcherSession {
        var session = CatcherSession(sizeMax: sizeMax)
        _ = session.open()
        _ = session.receive(Array("EHLO vault.example\r\n".utf8))
        return session
    }

    /// The codes of all replies to the lines, or what was to be stored.
    private func codes(_ actions: [CatcherSession.Action]) -> [String] {
        actions.flatMap { action in
            switch action {
            case .write(let bytes): bytes.splitIntoLines().map { String(decoding: $0.prefix(3), as: UTF8.self) }
            case .store: ["store"]
            case .close: ["close"]
            }
        }
    }

    private func say(_ session: inout CatcherSession, _ lines: String...) -> [String] {
        codes(session.receive(Array(lines.map { "\($0)\r\n" }.joined().utf8)))
    }

    @Test("takes a pipelined mail and answers for it only once it is stored")
    func pipelinedMail() {
        var session = greeted()
        let mail = "MAIL FROM:<> SIZE=9 BODY=8BITMIME\r\nrcpt to:<ada@customer.example>\r\nDATA\r\n..a\r\n.\r\nNOOP\r\n"
        let actions = session.receive(Array(mail.utf8))
        #expect(codes(actions) == ["250", "250", "354", "store"])
        #expect(
            actions.last == .store(.init(sender: "", recipients: ["ada@customer.example"], data: Array(".a\r\n".utf8))))
        #expect(codes(session.stored("000000000001")) == ["250", "250"])
    }

    @Test("answers 451 when a mail could not be kept")
    func storageFailed() {
        var session = greeted()
        #expect(say(&session, "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA", ".").last == "store")
        #expect(codes(session.stored(nil)) == ["451"])
        #expect(say(&session, "MAIL FROM:<a@b.example>") == ["250"])
    }

    @Test(
        "sees the end of a mail in CRLF dot CRLF alone",
        arguments: ["\n.\r\n", "\n.\n", "\r\n.\n", "\r.\r", "\r\n.\rx\r\n"])
    func smuggling(end: String) {
        var session = greeted()
        _ = say(&session, "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA")
        #expect(session.receive(Array("text\(end)MAIL FROM:<eve@evil.example>".utf8)) == [])
        #expect(codes(session.receive(Array("\r\n.\r\n".utf8))) == ["store"])
    }

    @Test("answers 552 to a mail that announces itself too large, and to one that turns out to be")
    func oversize() {
        var session = greeted(sizeMax: 10)
        #expect(say(&session, "MAIL FROM:<a@b.example> SIZE=11") == ["552"])
        #expect(
            say(&session, "MAIL FROM:<a@b.example> SIZE=10", "RCPT TO:<c@d.example>", "DATA") == ["250", "250", "354"])
        #expect(say(&session, "12345678901", ".") == ["552"])
        #expect(
            say(&session, "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA", "12345678", ".").last == "store")
    }

    @Test(
        "refuses what is out of order or malformed",
        arguments: [
            ("DATA", "503"), ("RCPT TO:<a@b.example>", "503"), ("MAIL a@b.example", "501"), ("MAIL FROM:<a b>", "501"),
            ("MAIL FROM:<a@b.example> X=1", "555"), ("MAIL FROM:<a@b.example> SIZE=x", "501"), ("HELP", "502"),
            ("", "502"),
            ("MAIL FROM:<ä@b.example>", "501"), ("NOOP", "250"), ("RSET", "250"), ("VRFY ada", "252"),
        ])
    func answers(line: String, code: String) {
        var session = greeted()
        #expect(say(&session, line) == [code])
    }

    @Test("asks for EHLO first, one mail at a time and a recipient for each")
    func order() {
        var session = CatcherSession(sizeMax: 1000)
        #expect(say(&session, "MAIL FROM:<a@b.example>", "HELO x", "MAIL FROM:<a@b.example>") == ["503", "250", "250"])
        #expect(
            say(&session, "MAIL FROM:<a@b.example>", "RCPT TO:<>", "DATA", "RSET", "DATA") == [
                "503", "501", "503", "250", "503",
            ])
    }

    @Test("hangs up on a command without an end")
    func endlessCommand() {
        var session = greeted()
        #expect(codes(session.receive([UInt8](repeating: 65, count: 5000))) == ["500", "close"])
    }

    @Test("takes a hundred recipients and no more")
    func recipientBound() {
        var session = greeted()
        _ = say(&session, "MAIL FROM:<a@b.example>")
        for number in 1...100 { #expect(say(&session, "RCPT TO:<c\(number)@d.example>") == ["250"]) }
        #expect(say(&session, "RCPT TO:<c101@d.example>") == ["452"])
    }
}
