import OnRecord
import Sigma
import Testing

@testable import Intake

@Suite("The mail door")
struct InboundMailTests {
    private func post(_ fixture: String) throws -> (MailReading, DoorReading) {
        let request = DoorRequest(
            headers: ["content-type": "message/rfc822"], body: try mailFixture(fixture), source: "mail",
            receivedAt: received)
        return (InboundMailDoor().reading(request), InboundMailDoor().read(request))
    }

    @Test("a person's report is a signal with sender, words and the hash of what hangs on it, and may be answered")
    func report() throws {
        let (reading, door) = try post("mail-report-human")
        #expect(door.answer.status == 202)
        #expect(reading.kind == .report)
        let signal = try #require(door.signals.first)
        #expect(door.signals.count == 1)
        #expect(signal.state == .report)
        #expect(signal.title == "Token accepted for another host – reproducible")
        #expect(signal.at == moment("2026-11-21T02:39:58Z"))
        #expect(signal.fields["from"] == "nadia.orlov@researcher.example")
        #expect(signal.fields["from_name"] == "Nadia Orlová")
        #expect(signal.fields["from_domain"] == "researcher.example")
        #expect(
            signal.fields["authentication"]
                == ["spf": "pass", "dkim": "pass", "dmarc": "pass", "by": "mail.halyard.example"])
        #expect(signal.fields["authenticated"] == true)
        #expect(signal.text?.contains("I have not used anyone else’s \ntoken.") == true)
        let steps = "1. mint a token for a.example\n2. send it with Host: b.example\n3. observe 200 instead of 403\n"
        #expect(
            signal.fields["attachments"]
                == [
                    [
                        "name": "steps.txt", "type": "text/plain", "size": .integer(Int64(steps.utf8.count)),
                        "sha256": .string(sha256Hex(Array(steps.utf8))),
                    ]
                ])
        #expect(reading.attachments.map(\.bytes) == [Array(steps.utf8)])
        #expect(
            reading.reply
                == .init(
                    to: "nadia.orlov@researcher.example", inReplyTo: "c1f0-77a2@researcher.example",
                    references: ["c1f0-77a2@researcher.example"],
                    subject: "Token accepted for another host – reproducible"))
    }

    @Test("an alert that comes by mail only fires under its plain name, with its priority")
    func alert() throws {
        let (reading, door) = try post("mail-alert-notification")
        #expect(door.answer.status == 202)
        let signal = try #require(door.signals.first)
        #expect(signal.state == .firing)
        #expect(signal.title == "[HLY] Worker Errors (5xx)")
        #expect(signal.key == "alerts.monitor.example/[hly] worker errors (5xx)")
        #expect(signal.severity == .critical)
        #expect(signal.fields["priority"] == "P1")
        #expect(signal.fields["authenticated"] == false)
        #expect(signal.text?.contains("observed 311") == true)
        #expect(signal.text?.contains("<h1>") == false)
        #expect(!reading.autoReply)
    }

    @Test("the token in an address is stored nowhere")
    func tokenIsRedacted() throws {
        let signal = try #require(try post("mail-alert-notification").1.signals.first)
        #expect(signal.fields["to"] == "alerts@in.onrecord.example")
        #expect(!"\(signal)".contains("demo-source-token"))
    }

    @Test("an automatic answer opens nothing and gets no reply")
    func autoReply() throws {
        let (reading, door) = try post("mail-autoreply")
        #expect(reading.kind == .automatic)
        #expect(door.signals == [])
        #expect(door.answer.status == 202)
        #expect(!reading.autoReply)
    }

    @Test("a bounce names the mail, whom it did not reach, and why")
    func bounce() throws {
        let (reading, door) = try post("mail-dsn-failed")
        #expect(door.signals.map(\.state) == [.bounce])
        #expect(
            door.signals[0].fields["delivery"] == [
                "message": "i42.u3", "recipient": "kim@tenant.example", "class": "hard", "status": "5.1.1",
                "action": "failed", "diagnostic": "550 5.1.1 <kim@tenant.example>: user unknown",
                "remote_mta": "mx.tenant.example",
            ])
        #expect(!reading.autoReply)
    }

    @Test("a delay is a soft bounce")
    func delay() throws {
        let (reading, door) = try post("mail-dsn-delayed")
        let delivery = try #require(door.signals.first?.fields["delivery"])
        #expect(delivery["class"] == "soft")
        #expect(delivery["status"] == "4.4.1")
        #expect(delivery["recipient"] == "kim@tenant.example")
        #expect(!reading.autoReply)
    }

    @Test("a complaint names the recipient and the mail")
    func complaint() throws {
        let (reading, door) = try post("mail-feedback-arf")
        #expect(door.signals.map(\.state) == [.complaint])
        #expect(
            door.signals[0].fields["complaint"]
                == ["message": "i42.u3.7c1", "recipient": "lee@mailbox.example", "type": "abuse"])
        #expect(!reading.autoReply)
    }

    @Test("what is no mail at all is kept, and answered like one")
    func unreadable() {
        let request = DoorRequest(body: bytes("no header\n"), source: "mail", receivedAt: received)
        let reading = InboundMailDoor().read(request)
        #expect(reading.signals.map(\.state) == [.unparsed])
        #expect(reading.signals[0].text == "no header\n")
        #expect(reading.answer == .json(202, ["kind": "unreadable", "signals": 1]))
    }

    @Test("the envelope that comes with a mail counts more than the mail's own word")
    func envelope() {
        let body = mail("Return-Path: <ada@customer.example>\nFrom: ada@customer.example\nSubject: Hi\n\nHi\n")
        func reading(_ sender: String) -> MailReading {
            InboundMailDoor().reading(
                DoorRequest(headers: ["x-envelope-from": sender], body: body, source: "mail", receivedAt: received))
        }
        #expect(reading("<ada@elsewhere.example>").reply?.to == "ada@elsewhere.example")
        #expect(reading("").kind == .automatic)
        #expect(reading("MAILER-DAEMON").kind == .automatic)
    }
}
