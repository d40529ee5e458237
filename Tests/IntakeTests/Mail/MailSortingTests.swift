import OnRecord
import Sigma
import Testing

@testable import Intake

@Suite("Sorting mails")
struct MailSortingTests {
    @Test(
        "no mail of these kinds is ever answered",
        arguments: [
            "Auto-Submitted: auto-generated", "Auto-Submitted: Auto-Replied (vacation)", "Precedence: bulk",
            "Precedence: junk", "Precedence: list", "List-Id: <team.customer.example>", "Return-Path: <>",
            "X-Auto-Response-Suppress: OOF", "Auto-Submitted: no\nAuto-Submitted: auto-notified",
        ])
    func unanswered(field: String) {
        let reading = readMail("\(field)\nReturn-Path: <ada@customer.example>\nFrom: ada@customer.example\n\nHi\n")
        #expect(reading.reply == nil)
    }

    @Test(
        "a person is answered only where the mail came from",
        arguments: [
            ("<ada@customer.example>", "ada@customer.example"), ("", nil), ("not an address", nil),
            ("<MAILER-DAEMON@customer.example>", nil), ("<no-reply@customer.example>", nil),
            ("<owner-list@customer.example>", nil), ("<list-request@customer.example>", nil),
            ("<bounces+i1=a=b.example@vault.example>", nil), ("<\"a\\\"b\"@customer.example>", nil),
            ("<ädä@customer.example>", nil),
        ] as [(String, String?)])
    func answered(path: String, to: String?) {
        let reading = readMail("Return-Path: \(path)\nAuto-Submitted: no\nFrom: eve@evil.example\n\nHi\n")
        #expect(reading.reply?.to == to)
    }

    @Test("a mail whose way is not known is a report all the same, but is not answered")
    func unknownWay() {
        let reading = readMail("From: Ada <ada@customer.example>\nSubject: Down?\n\nIs it?\n")
        #expect(reading.kind == .report)
        #expect(reading.signals[0].fields["authenticated"] == false)
        #expect(reading.reply == nil)
    }

    @Test("a report that comes through a group's address is a report")
    func throughGroup() {
        let reading = readMail(
            "List-Id: <security.vault.example>\nPrecedence: list\nFrom: ada@customer.example\nSubject: A leak\n\nHere.\n"
        )
        #expect(reading.kind == .report)
        #expect(reading.signals.map(\.title) == ["A leak"])
    }

    @Test(
        "what a machine wrote is an alert only when it names a state, a severity or a priority",
        arguments: [
            ("[P2] Disk full", MailReading.Kind.alert), ("Disk is down", .alert), ("Weekly newsletter", .automatic),
            ("Your invoice", .automatic), ("RESOLVED: Disk full", .alert), ("Severity: all good", .automatic),
        ])
    func machines(subject: String, kind: MailReading.Kind) {
        #expect(
            readMail("Auto-Submitted: auto-generated\nFrom: m@monitor.example\nSubject: \(subject)\n\nx\n").kind == kind
        )
        #expect(readMail("From: m@monitor.example\nSubject: \(subject)\n\nx\n").kind == .report)
    }

    @Test("whatever is sent to the alert address is an alert, but no automatic answer")
    func alertAddress() {
        let envelope = MailReading.Envelope(sender: "m@monitor.example", recipient: "alerts+token@in.onrecord.example")
        let alert = readMail("From: m@monitor.example\nSubject: Disk full\n\n/var\n", envelope: envelope)
        #expect(alert.kind == .alert)
        #expect(alert.signals.map(\.state) == [.firing])
        #expect(alert.reply == nil)
        #expect(
            readMail(
                "From: m@monitor.example\nAuto-Submitted: auto-replied\nSubject: [P1] Re: x\n\n\n", envelope: envelope
            )
            .signals == [])
    }

    @Test(
        "the Date field counts when it is one and not later than now",
        arguments: [
            ("Sat, 21 Nov 2026 03:39:58 +0100", "2026-11-21T02:39:58Z"),
            ("21 Nov 2026 03:39 GMT", "2026-11-21T03:39:00Z"),
            ("Sat, 21 Nov 2026 03:39:58 -0130 (X)", "2026-11-21T05:09:58Z"),
            ("Sun, 21 Nov 2038 03:39:58 +0100", "2026-11-22T09:30:00Z"),
            ("31 Feb 2026 00:00:00 Z", "2026-11-22T09:30:00Z"),
            ("yesterday", "2026-11-22T09:30:00Z"), ("1 Jan 1969 00:00:00 +0000", "2026-11-22T09:30:00Z"),
            ("21 Nov 2026 99:99:99 +0000", "2026-11-22T09:30:00Z"),
        ])
    func dates(field: String, expected: String) {
        #expect(readMail("From: a@b.example\nDate: \(field)\n\n").signals.map(\.at) == [moment(expected)])
    }

    @Test("nothing that is offered for a reply can add a field to a header")
    func injection() throws {
        let reading = readMail(
            """
            Return-Path: <ada@customer.example>
            From: =?utf-8?Q?Ada=0D=0ABcc:_eve@evil.example?= <ada@customer.example>
            Subject: =?utf-8?B?SGkNCkJjYzogZXZlQGV2aWwuZXhhbXBsZQ==?=\rBcc: x\u{2028}y
            Message-ID: <a b@c.example> <ok@c.example> <x>
            References: <1@c.example>\rBcc:, <2@c.example> junk <\u{1}@c.example>

            Hi
            """)
        let reply = try #require(reading.reply)
        #expect(reply.subject == "Hi Bcc: eve@evil.example Bcc: x y")
        #expect(reply.inReplyTo == "ok@c.example")
        #expect(reply.references == ["1@c.example", "2@c.example", "ok@c.example"])
        #expect(reading.signals[0].fields["from_name"] == "Ada Bcc: eve@evil.example")
    }

    @Test("a thread of any length is answered with its last twenty ids")
    func longThread() {
        let ids = (1...500).map { "<\($0)@c.example>" }.joined(separator: "\n ")
        let reply = readMail("Return-Path: <a@b.example>\nReferences: \(ids)\nMessage-ID: <last@c.example>\n\n").reply
        #expect(reply?.references.count == 20)
        #expect(reply?.references.last == "last@c.example")
    }
}
