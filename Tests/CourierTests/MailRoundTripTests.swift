import NIOCore
import NIOPosix
import Testing

@testable import Courier

@Suite("From the client to the catcher")
struct MailRoundTripTests {
    private func client(
        port: Int, reply: Duration = .seconds(300), pace: SMTPPace = SMTPPace(connections: 1)
    ) throws -> SMTPClient {
        try SMTPClient(
            configuration: SMTPConfiguration(
                host: "127.0.0.1", port: port, security: .none, heloName: "vault.example",
                timeouts: .init(connect: .seconds(5), reply: reply, acceptance: reply)),
            pace: pace)
    }

    @Test("a mail arrives as it was written")
    func oneMail() async throws {
        let folder = TemporaryFolder()
        let text = ".\n..two dots\n\(String(repeating: "Straße ", count: 300))\nEnde\n"
        let message = try Cast.message(subject: "Störung im Rechenzentrum", text: text, html: "<p>Störung</p>\n")
        let envelope = try MailEnvelope(
            id: "n1", sender: "bounces+n1@vault.example", recipient: "ada@customer.example", data: message.rendered())
        try await withCatcher(in: folder) { catcher, port in
            let outcomes = try await client(port: port).send([envelope])
            #expect(
                outcomes == [MailOutcome(id: "n1", verdict: .accepted, code: 250, text: "2.0.0 kept as 000000000001")])
            let mail = try #require(catcher.mail("000000000001"))
            #expect(mail.sender == "bounces+n1@vault.example")
            #expect(mail.recipients == ["ada@customer.example"])
            #expect(mail.receivedAt == 1_798_761_599_000)
            #expect(mail.subject == message.subject)
            #expect(mail.text == text)
            #expect(mail.html == message.html)
            #expect(catcher.source(mail.id) == message.rendered())
        }
    }

    @Test("a mail to several addresses is caught with all of them")
    func recipients() async throws {
        try await withCatcher(in: TemporaryFolder()) { catcher, port in
            let line = try await Line(port: port)
            try await line.say("EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n")
            try await line.say("DATA\r\nA: b\r\n\r\n.\r\n")
            while let reply = await line.next(), !reply.contains("kept as") {}
            #expect(try catcher.mails().map(\.recipients) == [["a@b.example", "c@d.example"]])
            try await line.close()
        }
    }

    @Test("250 mails arrive once each and in order, over as many connections as it takes")
    func manyMails() async throws {
        let folder = TemporaryFolder()
        let envelopes = try (1...250).map { try Cast.envelope("n\($0)", data: "Subject: mail \($0)\r\n\r\n.\r\n") }
        try await withCatcher(in: folder) { catcher, port in
            let outcomes = try await client(port: port).send(envelopes)
            #expect(outcomes.map(\.id) == envelopes.map(\.id))
            #expect(outcomes.allSatisfy { $0.verdict == .accepted })
            #expect(try catcher.mails().map(\.subject) == (1...250).map { "mail \($0)" })
            #expect(try catcher.mails(limit: 2).map(\.subject) == ["mail 249", "mail 250"])
        }
    }

    @Test("several clients at once lose nothing to one another")
    func concurrentClients() async throws {
        let folder = TemporaryFolder()
        try await withCatcher(in: folder) { catcher, port in
            try await withThrowingTaskGroup(of: [MailOutcome].self) { group in
                for client in 1...8 {
                    group.addTask {
                        let envelopes = try (1...20).map { try Cast.envelope("c\(client).\($0)") }
                        return try await self.client(port: port).send(envelopes)
                    }
                }
                for try await outcomes in group { #expect(outcomes.allSatisfy { $0.verdict == .accepted }) }
            }
            #expect(Set(try catcher.mails().map(\.subject)).count == 160)
        }
    }

    @Test("a mail that is too large is refused with 552, and the next one arrives")
    func oversizeMail() async throws {
        let folder = TemporaryFolder()
        let large = try Cast.envelope("large", data: String(repeating: "x\r\n", count: 1000))
        try await withCatcher(in: folder, sizeMax: 1000) { catcher, port in
            let outcomes = try await client(port: port).send([large, Cast.envelope("small")])
            #expect(outcomes.map(\.verdict) == [.refused, .accepted])
            #expect(outcomes[0].code == 552)
            #expect(try catcher.mails().map(\.subject) == ["small"])
        }
    }

    @Test("a restarted catcher still holds its mails, counts on, and clears what was never acknowledged")
    func restart() async throws {
        let folder = TemporaryFolder()
        try await withCatcher(in: folder) { _, port in _ = try await client(port: port).send([Cast.envelope("before")])
        }
        folder.write("half a mail", to: ".000000000002.unfinished")
        folder.write("Subject: by hand\n\nHi\n", to: "by-hand.eml")
        try await withCatcher(in: folder) { catcher, port in
            _ = try await client(port: port).send([Cast.envelope("after")])
            #expect(try catcher.ids() == ["000000000001", "000000000002", "by-hand"])
            #expect(try catcher.mails().map(\.subject) == ["before", "after", "by hand"])
            #expect(catcher.mail("by-hand")?.receivedAt == nil)
        }
        #expect(!folder.holds(".000000000002.unfinished"))
    }

    @Test("a mail that could not be kept is deferred")
    func brokenFolder() async throws {
        let folder = TemporaryFolder()
        try await withCatcher(in: folder) { _, port in
            folder.remove()
            let outcome = try #require(try await client(port: port).send([Cast.envelope("e1")]).first)
            #expect(outcome.verdict == .deferred)
            #expect(outcome.code == 451)
        }
    }

    @Test(
        "only mails of the folder can be read", arguments: ["", ".", "../etc/passwd", "/etc/passwd", "a\0b", "nothing"])
    func foreignPaths(id: String) throws {
        let folder = TemporaryFolder()
        let catcher = try MailCatcher(folder: folder.path, now: { 0 })
        #expect(catcher.mail(id) == nil)
    }

    @Test("a folder that cannot be made is a problem with its path in it")
    func badFolder() throws {
        let problem = #expect(throws: MailProblem.self) { try MailCatcher(folder: "/proc/mails", now: { 0 }) }
        #expect(try #require(problem).description.contains("/proc/mails"))
    }

    @Test("a port in use is a problem with its number in it")
    func portInUse() async throws {
        let folder = TemporaryFolder()
        try await withCatcher(in: folder) { _, port in
            let second = try MailCatcher(folder: folder.path, now: { 0 })
            let problem = await #expect(throws: MailProblem.self) { try await second.start(port: port) }
            #expect(try #require(problem).thing.contains("\(port)"))
        }
    }

    @Test("no server means every mail is deferred")
    func noServer() async throws {
        let folder = TemporaryFolder()
        let port = try await withCatcher(in: folder) { _, port in port }
        let outcomes = try await client(port: port).send((1...150).map { try Cast.envelope("n\($0)") })
        #expect(outcomes.map(\.id) == (1...150).map { "n\($0)" })
        #expect(outcomes.allSatisfy { $0.verdict == .deferred && $0.text.contains("could not be reached") })
        #expect(try await client(port: port).send([]).isEmpty)
    }

    @Test("a silent server is given up on, and so is a cancelled sending")
    func silence() async throws {
        let silent = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(silent.localAddress?.port)
        let impatient = try client(port: port, reply: .milliseconds(20))
        #expect(try await impatient.send([Cast.envelope("e1")])[0].text.hasPrefix("no reply came within 0.02 seconds"))

        let patient = try client(port: port, reply: .seconds(3600))
        let sending = Task { try await patient.send([Cast.envelope("e1"), Cast.envelope("e2")]) }
        sending.cancel()
        #expect(try await sending.value.map(\.verdict) == [.deferred, .deferred])
        try await silent.close()
    }
}
