import OnRecord
import Sigma
import Testing

@testable import Intake

@Suite("Mails made to harm")
struct HostileMailTests {
    @Test("no mutation of a mail does harm, or makes more of it than its bounds allow", arguments: mailFixtures)
    func mutations(name: String) throws {
        let original = try mailFixture(name)
        var random = Seeded(2026)
        for _ in 0..<1000 {
            var mutant = original
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let position = Int.random(in: 0..<mutant.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: mutant[position] = UInt8.random(in: .min ... .max, using: &random)
                case 1: mutant.remove(at: position)
                case 2: mutant.insert(UInt8.random(in: .min ... .max, using: &random), at: position)
                default:
                    let end = min(position + Int.random(in: 1...200, using: &random), mutant.count)
                    mutant.insert(contentsOf: mutant[position..<end], at: 0)
                }
            }
            checkBounds(MailReading.read(mutant, receivedAt: received), size: mutant.count)
        }
    }

    @Test("multiparts inside one another are followed eight deep and no further")
    func depth() {
        let head = "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
        let bomb = String(repeating: head, count: 5000) + "\ndeep"
        checkBounds(readMail("From: a@b.example\n" + bomb), size: bomb.utf8.count * 2)
        let nested = (0..<50).reduce("Content-Type: text/plain\n\ndeep") { inner, level in
            "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n\(inner)\n--b\(level)--"
        }
        #expect(depth(MIMEPart(mail(nested)[...])) == MIMEPart.depthMax)
    }

    @Test("thousands of parts are read up to the bound, and the mail says that it was cut")
    func parts() throws {
        let many = String(repeating: "--b\n\nx\n", count: 10_000)
        let reading = readMail("From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n\(many)--b--\n")
        #expect(reading.signals[0].fields["cut"] == true)
        #expect(reading.signals[0].text?.utf8.count == MIMEPart.countMax * 2 - 1)
        let inner = (0..<60).map {
            "--a\nContent-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n\nx\n--b\($0)\n\ny"
        }
        let tree = MIMEPart(mail("Content-Type: multipart/mixed; boundary=a\n\n" + inner.joined(separator: "\n"))[...])
        #expect(count(tree) == MIMEPart.countMax)
    }

    @Test("headers of any size cost what is read of them and no more")
    func headers() {
        let fields = String(repeating: "X: y\n", count: 50_000)
        #expect(MailHeaders.split(mail(fields)[...]).0.fields.count == MailHeaders.countMax)
        let folded = "Subject: x\n" + String(repeating: " y\n", count: 100_000)
        let header = MailHeaders.split(mail(folded)[...]).0
        #expect((header["subject"] ?? "").utf8.count <= MailHeaders.sizeMax * 2)
        let long = readMail("From: a@b.example\nSubject: \(String(repeating: "x", count: 1_000_000))\n\nbody\n")
        #expect(long.signals[0].text == "body\n")
    }

    @Test(
        "encoded words without an end, and fields of nothing but marks, are read in one go",
        arguments: ["=?", "=?x?B?y ", "=?utf-8?Q?=?=", "=?=?=?", "\"", "<", "(", "a@", "[", "[P1] ", ";", "a=b;", " "])
    func bombs(piece: String) {
        let value = String(repeating: piece, count: 50_000 / piece.utf8.count)
        for name in ["Subject", "From", "Content-Type", "Message-ID", "References", "Authentication-Results", "Date"] {
            checkBounds(readMail("Return-Path: <a@b.example>\n\(name): \(value)\n\nx\n"), size: 400_000)
        }
    }

    @Test(
        "bodies of nothing but marks are read in one go",
        arguments: ["<", "<a", "<!--", "&", "&#", "<script>", "<p>", "=", "=\n", "\n", "--b\n", "<b><i>", " "])
    func bodies(piece: String) {
        let body = String(repeating: piece, count: 50_000 / piece.utf8.count)
        for type in ["text/html", "text/plain", "multipart/mixed; boundary=b", "multipart/report; boundary=b"] {
            let head = "From: a@b.example\nContent-Transfer-Encoding: quoted-printable\nContent-Type: \(type)\n\n"
            checkBounds(readMail(head + body), size: body.utf8.count * 3)
        }
    }

    // MARK: -

    private func checkBounds(_ reading: MailReading, size: Int) {
        #expect(reading.signals.count <= 100)
        #expect(reading.attachments.count <= MIMEPart.countMax)
        #expect(reading.attachments.reduce(0) { $0 + $1.bytes.count } <= size)
        for signal in reading.signals {
            #expect((signal.text ?? "").utf8.count <= MailContent.textMax + 3)
            #expect((signal.title ?? "").unicodeScalars.count <= 300)
            #expect(!(signal.title ?? "").unicodeScalars.contains { $0.properties.generalCategory == .control })
            for case .string(let text) in signal.fields.values {
                #expect(text.utf8.count <= 1200)
                #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control })
            }
        }
        guard let reply = reading.reply else { return }
        for text in [reply.to, reply.inReplyTo ?? "", reply.subject] + reply.references {
            #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control })
        }
    }

    private func depth(_ part: MIMEPart) -> Int { part.parts.map { depth($0) + 1 }.max() ?? 0 }

    private func count(_ part: MIMEPart) -> Int { part.parts.reduce(part.parts.count) { $0 + count($1) } }
}
