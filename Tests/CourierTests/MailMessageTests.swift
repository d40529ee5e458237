import Testing

@testable import Courier

@Suite("A mail")
struct MailMessageTests {
    @Test("is rendered byte for byte as the standards ask")
    func goldenMail() throws {
        let message = try Cast.message(
            subject: "Vorfall: Schlüssel erneuert", text: "Grüße = Gruß\n.lone dot\ntrailing blank \n",
            html: "<p>Hi</p>",
            inReplyTo: "incident-7.update-1@vault.example",
            references: [
                "incident-7@vault.example", "incident-7.update-0@vault.example", "incident-7.update-1@vault.example",
            ],
            headers: [.listID("updates.trust.vault.example")]
                + MailHeader.oneClickUnsubscribe(url: "https://vault.example/u/abc"))
        let boundary = "=_" + "933157CA8B872CB7FCC2633D"
        let expected = """
            Date: Thu, 31 Dec 2026 23:59:59 +0000
            From: Vault Trust Desk <trust@vault.example>
            To: =?UTF-8?B?QWRhIE3DvGxsZXI=?= <ada@customer.example>
            Subject: =?UTF-8?B?Vm9yZmFsbDogU2NobMO8c3NlbCBlcm5ldWVydA==?=
            Message-ID: <incident-7.update-2@vault.example>
            In-Reply-To: <incident-7.update-1@vault.example>
            References: <incident-7@vault.example> <incident-7.update-0@vault.example>
             <incident-7.update-1@vault.example>
            Auto-Submitted: auto-generated
            List-Id: <updates.trust.vault.example>
            List-Unsubscribe: <https://vault.example/u/abc>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click
            MIME-Version: 1.0
            Content-Type: multipart/alternative;
             boundary="\(boundary)"

            --\(boundary)
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Gr=C3=BC=C3=9Fe =3D Gru=C3=9F
            .lone dot
            trailing blank=20

            --\(boundary)
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            <p>Hi</p>

            --\(boundary)--

            """
        #expect(String(decoding: message.rendered(), as: UTF8.self) == expected.replacing("\n", with: "\r\n"))
    }

    @Test("comes back whole from rendering and reading, whatever its texts hold")
    func roundTrip() throws {
        let text =
            "A line of \(String(repeating: "wörter ", count: 400))end\n\n=3D is no code\n\tTabs\u{0}\n.\n..\n--=_\n"
        let subject = String(repeating: "Ausfälle in der Übertragung 🔒 ", count: 20) + "Ende"
        let message = try Cast.message(subject: subject, text: text, html: "<p>\(text)</p>\n")
        let rendered = message.rendered()
        let read = CaughtMail(id: "1", file: rendered)
        #expect(read.subject == subject)
        #expect(read.text == text)
        #expect(read.html == "<p>\(text)</p>\n")
        #expect(read.messageID == message.messageID)
        #expect(read.to == "Ada Müller <ada@customer.example>")
        #expect(rendered.splitIntoLines().allSatisfy { $0.count <= 78 })
        #expect(rendered.allSatisfy { $0 < 0x80 })
    }

    @Test(
        "keeps subjects as they are",
        arguments: [
            "", " ", "plain", "two  blanks", " edge ", "=?UTF-8?Q?not_mine?=", "a=?b", "Ü",
            String(repeating: "x", count: 2000), String(repeating: "many short words ", count: 90) + "end",
        ])
    func subjects(subject: String) throws {
        let rendered = try Cast.message(subject: subject).rendered()
        #expect(CaughtMail(id: "1", file: rendered).subject == subject)
        #expect(rendered.splitIntoLines().allSatisfy { $0.count <= 78 })
    }

    @Test("quotes a name that is more than words")
    func quotedName() throws {
        let from = try MailAddress(name: #"Vault, "Trust" \ Desk"#, address: "trust@vault.example")
        let rendered = String(decoding: try Cast.message(from: from).rendered(), as: UTF8.self)
        #expect(rendered.contains(#"From: "Vault, \"Trust\" \\ Desk" <trust@vault.example>"#))
    }

    @Test(
        "is refused when a header would smuggle in another",
        arguments: ["a\r\nBcc: eve@evil.example", "a\nb", "a\rb", "a\0b"])
    func headerInjection(text: String) {
        #expect(throws: MailProblem.self) { try Cast.message(subject: text) }
        #expect(throws: MailProblem.self) { try MailAddress(name: text, address: "ada@customer.example") }
        #expect(throws: MailProblem.self) { try MailAddress(address: "\(text)@customer.example") }
        #expect(throws: MailProblem.self) { try MailHeader("X-Note", text) }
        #expect(throws: MailProblem.self) { try MailHeader(text, "value") }
        #expect(throws: MailProblem.self) { try MailHeader.oneClickUnsubscribe(url: "https://vault.example/\(text)") }
        #expect(throws: MailProblem.self) { try Cast.message(id: "\(text)@vault.example") }
        #expect(throws: MailProblem.self) { try Cast.message(references: ["\(text)@vault.example"]) }
        #expect(throws: MailProblem.self) { try Cast.envelope("e1", to: "\(text)@customer.example") }
    }

    @Test(
        "goes to exactly one plain address",
        arguments: [
            "", "ada", "@customer.example", "ada@", "ada@customer.example, eve@evil.example", "ada@customer.example>",
            "<ada@customer.example>", "ada@b@customer.example", "a da@customer.example", "ada@customer..example",
            ".ada@customer.example", "ada@-customer.example", "ädä@customer.example", "ada@kündin.example",
            "ada@customer.example SIZE=1", "\(String(repeating: "a", count: 250))@customer.example",
        ])
    func badAddress(address: String) {
        #expect(throws: MailProblem.self) { try MailAddress(address: address) }
        #expect(throws: MailProblem.self) { try Cast.envelope("e1", to: address) }
    }

    @Test("takes VERP senders and the empty one")
    func envelopeSenders() throws {
        for sender in ["", "bounces+n7=ada.lovelace+x=mail.customer.example@vault.example"] {
            #expect(
                try MailEnvelope(id: "1", sender: sender, recipient: "ada@customer.example", data: []).sender == sender)
        }
    }

    @Test(
        "writes its own headers itself", arguments: ["From", "subject", "Content-Type", "MIME-Version", "Message-Id"])
    func reservedHeader(name: String) {
        #expect(throws: MailProblem.self) { try MailHeader(name, "x") }
    }

    @Test("tells in its refusal what was found, in one line")
    func problemText() throws {
        let problem = #expect(throws: MailProblem.self) { try Cast.message(subject: "a\r\nBcc: x") }
        let text = try #require(problem).description
        #expect(text.hasPrefix(#"the subject is “a\r\nBcc: x”; expected one line"#))
    }
}
