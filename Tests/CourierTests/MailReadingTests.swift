import Testing

@testable import Courier

@Suite("Reading a mail")
struct MailReadingTests {
    private func read(_ mail: String) -> CaughtMail {
        CaughtMail(id: "1", file: Array(mail.replacing("\n", with: "\r\n").utf8))
    }

    @Test("finds the texts of a nested multipart with an attachment")
    func nestedMultipart() {
        let mail = read(
            """
            From: =?iso-8859-1?Q?Andr=E9_L=2E?= <andre@customer.example>
            Subject: =?utf-8?B?R3LDvMOf?=
             =?UTF-8?Q?e?= and =?none
            content-type: Multipart/Mixed; boundary="out;er"

            preamble
            --out;er
            Content-Type: multipart/alternative; boundary=inner

            --inner
            Content-Type: text/plain; charset="iso-8859-1"
            Content-Transfer-Encoding: Quoted-Printable

            Caf=E9=
             au lait
            --inner
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: base64

            PGI+SGk8
            L2I+
            --inner--
            --out;er
            Content-Type: application/pdf
            Content-Transfer-Encoding: base64

            AAAA
            --out;er--
            epilogue
            """)
        #expect(mail.from == "André L. <andre@customer.example>")
        #expect(mail.subject == "Grüße and =?none")
        #expect(mail.text == "Café au lait")
        #expect(mail.html == "<b>Hi</b>")
    }

    @Test(
        "survives mails that are none",
        arguments: [
            "", "\n", ":", "Subject", "Content-Type: multipart/mixed\n\nx",
            "Content-Type: multipart/mixed; boundary=b\n\n--b",
            "Content-Type: multipart/mixed; boundary=b\n\n--b--",
            "Content-Type: multipart/mixed; boundary=\n\n--\n--\n----",
            "Subject: =?utf-8?B?!?= =?x?Q?=?=", "X-Caught-At: never\n\nx",
        ])
    func brokenMails(mail: String) {
        #expect(read(mail).receivedAt == nil)
        #expect(CaughtMail(id: "1", file: Array(mail.utf8)).html == nil)
    }

    @Test("does not follow multiparts for ever")
    func deepMultipart() {
        let head = "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
        #expect(read(String(repeating: head, count: 10_000) + "\ndeep").text == "")
    }

    @Test("takes the envelope from the catcher's own lines and not from the mail's")
    func forgedEnvelope() {
        let envelope = CaughtEnvelope(
            receivedAt: 5, sender: "trust@vault.example", recipients: ["ada@customer.example"])
        let forged = "X-Caught-To: eve@evil.example\r\nX-Caught-At: 6\r\nSubject: Hi\r\n\r\nText\r\n"
        let mail = CaughtMail(id: "1", file: Array((envelope.lines + forged).utf8))
        #expect(mail.recipients == ["ada@customer.example"])
        #expect(mail.receivedAt == 5)
        #expect(mail.text == "Text\n")
    }
}
