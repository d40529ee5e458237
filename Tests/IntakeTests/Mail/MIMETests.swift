import Testing

@testable import Intake

@Suite("Reading MIME")
struct MIMETests {
    private func content(_ text: String) -> MailContent { MailContent(MIMEPart(mail(text)[...])) }

    @Test(
        "encoded words are read as they are really sent",
        arguments: [
            ("=?UTF-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=", "Grüße"), ("=?iso-8859-1?q?Andr=E9_L=2E?= X", "André L. X"),
            ("a =?windows-1252?B?gJM=?= b", "a €“ b"), ("=?utf-8*de?Q?ja?=", "ja"),
            ("=?utf-8?X?ja?=", "=?utf-8?X?ja?="),
            ("=?utf-8?Q?ja", "=?utf-8?Q?ja"), ("=?=?utf-8?Q?ja?=", "=?ja"), ("=?utf-8?Q?=ZZ=?=", "=ZZ="),
            ("=?utf-8?B?!?=", ""), ("plain", "plain"), ("=?x?Q?=FF?=", "\u{FFFD}"),
        ])
    func encodedWords(field: String, text: String) { #expect(EncodedWords.decode(field) == text) }

    @Test("plain text is preferred, HTML is read as words, and neither hides the other's neighbours")
    func texts() {
        let html = "Content-Type: text/html\n\n<p>Hi <b>there</b></p><script>evil()</script>"
        #expect(content(html).text == "Hi there\n")
        let both = "Content-Type: multipart/alternative; boundary=a\n\n--a\n\(html)\n--a\n\nplain\n--a--\n"
        #expect(content(both).text == "plain")
        #expect(content(both).attachments.isEmpty)
        let mixed = "Content-Type: multipart/mixed; boundary=m\n\n--m\n\(both)\n--m\n\nfooter\n--m--"
        #expect(content(mixed).text == "plain\nfooter")
    }

    @Test(
        "no markup is left of HTML, and what is hidden in it stays hidden",
        arguments: [
            ("a<br>b", "a\nb"), ("<style>x</style>a", "a"), ("a<!-- <b> -->b", "ab"), ("a<!-- b", "a"),
            ("a < b", "a < b"),
            ("&lt;b&gt;&amp;&#65;&#x42;&nbsp;&bogus;&", "<b>&AB &bogus;&"), ("a<img src=x onerror=y>b", "ab"),
            ("<script>a</style>b", ""), ("&#0;&#13;x", "\nx"), ("<a", ""), ("<", "<"), ("&#xD800;", "&#xD800;"),
            ("<h1>A</h1><p>B</p>", "A\nB\n"),
        ])
    func html(html: String, text: String) { #expect(HTMLText.read(html) == text) }

    @Test(
        "an attachment's name has no folders and no line ends",
        arguments: [
            ("filename=\"../../etc/passwd\"", "passwd"), ("filename=\"C:\\\\x\\\\y.txt\"", "y.txt"),
            ("filename*=utf-8''Gr%C3%BC%C3%9Fe%0D%0A.txt", "Grüße .txt"),
            ("filename*0=\"lo\"; filename*1=ng.txt", "long.txt"),
            ("filename*0*=utf-8''Gr%C3; filename*1*=%BC.txt", "Grü.txt"),
            ("filename=\"=?utf-8?Q?=C3=BC.txt?=\"", "ü.txt"),
            ("filename=\"a;b.txt\"", "a;b.txt"), ("", ""), ("filename=a; filename=b", "a"),
        ])
    func names(parameter: String, name: String) {
        let mail = content("Content-Type: application/pdf\nContent-Disposition: attachment; \(parameter)\n\nx")
        #expect(mail.attachments.map(\.name) == [name])
    }

    @Test("bodies are decoded by what they say, and shown as they came when they say nonsense")
    func encodings() {
        func body(_ encoding: String, _ text: String, charset: String = "utf-8") -> String {
            content("Content-Type: text/plain; charset=\(charset)\nContent-Transfer-Encoding: \(encoding)\n\n\(text)")
                .text
        }
        #expect(body("Quoted-Printable", "Caf=C3=A9=\n au lait  \n=4") == "Café au lait\n=4")
        #expect(body("BASE64", "R3LD\nvMOf ZQ==") == "Grüße")
        #expect(body("base64", "!!!") == "")
        #expect(body("x-rot13", "Café") == "Café")
        #expect(body("quoted-printable", "=80=E9", charset: "\"Windows-1252\"") == "€é")
        #expect(body("quoted-printable", "=E9", charset: "us-ascii") == "\u{FFFD}")
        #expect(body("7bit", "a\rb\u{0}c\u{1B}[31m\td") == "a\nbc[31m\td")
    }

    @Test("a report with a broken boundary is not lost")
    func brokenBoundary() {
        #expect(content("Content-Type: multipart/mixed\n\nStill here").text == "Still here")
        #expect(content("Content-Type: multipart/mixed; boundary=b\n\nStill here").text == "Still here")
        #expect(content("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nNo end").text == "No end")
        #expect(content("Content-Type: multipart/mixed; boundary=\"\"\n\n--\n\nStill here").text.contains("Still here"))
    }
}
