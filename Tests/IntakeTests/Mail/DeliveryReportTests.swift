import OnRecord
import Sigma
import Testing

@testable import Intake

@Suite("Reports about mails of ours")
struct DeliveryReportTests {
    private func report(_ blocks: String, to: String = "bounces@vault.example", returned: String = "") -> MailReading {
        readMail(
            "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nTo: \(to)\n"
                + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
                + "--b\nContent-Type: text/plain\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\n\(blocks)\n"
                + "--b\nContent-Type: message/rfc822\n\n\(returned)\n\nHello\n--b--\n")
    }

    @Test("every recipient of a report becomes a signal; those that were reached do not")
    func recipients() {
        let reading = report(
            """
            Reporting-MTA: dns; mx.example

            Final-Recipient: rfc822; a@b.example
            Action: failed
            Status: 5.2.2

            Final-Recipient: rfc822; c@d.example
            Action: delivered
            Status: 2.0.0

            Final-Recipient: rfc822; e@f.example
            Action: Delayed
            Status: nonsense
            """, returned: "Message-ID: <n7@vault.example>")
        #expect(reading.signals.map { $0.fields["delivery"]?["recipient"] } == ["a@b.example", "e@f.example"])
        #expect(reading.signals.map { $0.fields["delivery"]?["class"] } == ["hard", "soft"])
        #expect(reading.signals.map { $0.fields["delivery"]?["status"] } == ["5.2.2", nil])
        #expect(reading.signals.map(\.key) == ["n7", "n7"])
    }

    @Test("the address that the report came back to counts more than what it says")
    func returnAddress() {
        let reading = report(
            "A: b\n\nFinal-Recipient: rfc822; forwarded@else.example\nAction: failed\n",
            to: "bounces+n8=kim=x=tenant.example@vault.example", returned: "Message-ID: <n7@vault.example>")
        #expect(reading.signals.map { $0.fields["delivery"]?["message"] } == ["n8"])
        #expect(reading.signals.map { $0.fields["delivery"]?["recipient"] } == ["kim=x@tenant.example"])
    }

    @Test(
        "only a whole return address is one",
        arguments: [
            "bounces@vault.example", "bounces+@vault.example",
            "bounces+n8=kim@vault.example",
            "bounces+=kim=tenant.example@vault.example", "bounces+n 8=kim=tenant.example@vault.example",
            "bounces+n8=kim=@vault.example", "bounces+n8=kim=tenant.example",
        ])
    func otherAddresses(address: String) { #expect(ReturnAddress(address) == nil) }

    @Test("a return address need not say whom the mail was sent to")
    func messageOnly() {
        #expect(ReturnAddress("bounces+n8.c0de@vault.example")?.message == "n8.c0de")
        #expect(ReturnAddress("bounces+n8.c0de@vault.example")?.recipient == nil)
        #expect(ReturnAddress("bounces+n8=kim=tenant.example@vault.example")?.recipient == "kim@tenant.example")
    }

    @Test("a report without its parts, or with thousands of recipients, is bounded")
    func hostile() {
        #expect(report("").signals == [])
        #expect(report("Action: failed").signals == [])
        let block = "\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed"
        #expect(report("A: b" + String(repeating: block, count: 5000)).signals.count <= 100)
        let injected = report(
            "A: b\n\nFinal-Recipient: rfc822; a\u{1}@b.example\nAction: failed\nDiagnostic-Code: x;\u{7}y")
        #expect(injected.signals.map { $0.fields["delivery"]?["diagnostic"] } == ["y"])
        #expect(injected.signals.map { $0.fields["delivery"]?["recipient"] } == [nil])
    }
}
