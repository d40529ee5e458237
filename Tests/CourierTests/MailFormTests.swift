import Testing

@testable import Courier

@Suite("A mail to many")
struct MailFormTests {
    private let markers = ["zq1name1qz", "zq1url1qz"]
    private let text = "To zq1name1qz:\n\n.dots and   blanks \nPress zq1url1qz\nzq1name1qz\n"
    private let html = "<p>To zq1name1qz</p>\n<a href=\"zq1url1qz\">Größe</a>"

    private func filled(_ name: String, _ url: String) throws -> RenderedMail {
        let form = try #require(MailForm(try Cast.message(text: text, html: html), markers: markers))
        return try form.filled(
            messageID: "n1@vault.example", to: Cast.ada, words: [name, url], htmlWords: ["&lt;\(name)&gt;", url])
    }

    @Test(
        "reads like one that was written for its recipient alone",
        arguments: ["Ada", "Zoë  Müller =", String(repeating: "Ada Lovelace ", count: 15) + "x"])
    func reads(name: String) throws {
        let url = "https://vault.example/" + String(repeating: "a=b&", count: 40)
        let mail = CaughtMail(id: "1", file: try filled(name, url).data)
        #expect(mail.text == "To \(name):\n\n.dots and   blanks \nPress \(url)\n\(name)\n")
        #expect(mail.html == "<p>To &lt;\(name)&gt;</p>\n<a href=\"\(url)\">Größe</a>\n")
        #expect(mail.messageID == "n1@vault.example")
    }

    @Test("is hashed as the mail that it becomes, and no line is too long")
    func hashed() throws {
        let mail = try filled("Ada  with \t blanks ", "https://vault.example/x")
        #expect(mail.bodyHash == RenderedMail(mail.data).bodyHash)
        #expect(mail.data.splitIntoLines().allSatisfy { $0.count <= 78 })
    }

    @Test("is written by hand where a word stands in its header")
    func header() throws {
        #expect(MailForm(try Cast.message(subject: "For zq1name1qz", text: text, html: html), markers: markers) == nil)
        #expect(MailForm(try Cast.message(text: text), markers: markers) == nil)
    }
}

@Suite("The form in which DKIM hashes")
struct RelaxedFormTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    // RFC 6376 section 3.4.5.
    @Test("is that of the standard's example")
    func example() {
        #expect(text(RelaxedForm.field("A: X\r\n".utf8)) == "a:X")
        #expect(text(RelaxedForm.field("B : Y\t\r\n\tZ  \r\n".utf8)) == "b:Y Z")
        #expect(text(RelaxedForm.body(" C \r\nD \t E\r\n".utf8)) == " C\r\nD E\r\n")
    }

    @Test("keeps colons and blanks within a value apart")
    func values() {
        #expect(text(RelaxedForm.field("Subject: Re: a  b\r\n".utf8)) == "subject:Re: a b")
        #expect(text(RelaxedForm.field("Empty:\r\n".utf8)) == "empty:")
    }

    @Test("knows a body without its last empty lines")
    func emptyLines() {
        let head = "A: b\r\n\r\n"
        let one = RenderedMail(Array((head + "text\r\n").utf8))
        #expect(RenderedMail(Array((head + "text\r\n\r\n\r\n").utf8)).bodyHash == one.bodyHash)
        #expect(RenderedMail(Array((head + "text \r\n").utf8)).bodyHash == one.bodyHash)
        #expect(RenderedMail(Array((head + "other\r\n").utf8)).bodyHash != one.bodyHash)
        // Of an empty body (section 3.4.4, with the hash of no bytes).
        #expect(RenderedMail(Array(head.utf8)).bodyHash == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
    }
}
