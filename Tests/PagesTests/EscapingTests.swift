import OnRecord
import Pages
import Testing

@Suite("Text becomes markup only where our own source says so")
struct EscapingTests {
    private let hostile = #"<script>alert("1")</script> & 'x' "#

    @Test("what is interpolated is escaped, in content and in attributes")
    func interpolationEscapes() {
        let html: HTML = "<p title=\"\(hostile)\">\(hostile)</p>"
        let markup = Markup(html.text)
        #expect(markup.complaints.isEmpty)
        #expect(markup.elements.map(\.name) == ["p"])
        #expect(html.text.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;"))
    }

    @Test("markup put into markup is kept as it is")
    func markupIsKept() {
        let item: HTML = "<li>\("a & b")</li>"
        let list: HTML = "<ul>\([item, item])</ul>"
        #expect(list.text == "<ul><li>a &amp; b</li><li>a &amp; b</li></ul>")
    }

    @Test("a quote with a combining mark on it is still a quote")
    func combiningMarksDoNotHideQuotes() {
        #expect(HTML(escaping: "\"\u{301} <\u{301}").text == "&quot;\u{301} &lt;\u{301}")
    }

    @Test("control characters and noncharacters leave, tabs and line ends stay")
    func controlCharactersLeave() {
        let noncharacters = [0xfffe, 0xfdd0, 0x1ffff].compactMap(Unicode.Scalar.init).map { String(Character($0)) }
            .joined()
        #expect(noncharacters.unicodeScalars.count == 3)
        #expect(HTML(escaping: "a\u{0}\u{1b}\u{85}\(noncharacters)b\t\n").text == "ab\t\n")
    }

    @Test("names from the policy and texts from people cannot break out of any page")
    func hostileNamesStayText() throws {
        var story = try Story(House.policy(name: "<b onclick=x()>Vault</b>"))
        try story.breach(class: "access")
        try story.contain()
        try story.update("<img src=x onerror=alert(1)>")
        try story.publishPostMortem(
            ["what": "</section></main><script>1</script>", "why": "[x](javascript:alert(1))"],
            followUps: [FollowUp(title: "</td><script>", owner: "\"><i>", target: "<soon>")])
        try story.correct("<iframe src=//evil.example></iframe>")
        for file in TrustSite.files(story.view()) where file.contentType.hasPrefix("text/html") {
            let page = Markup(String(decoding: file.bytes, as: UTF8.self))
            #expect(page.complaints.isEmpty, "\(file.path)")
            #expect(["script", "img", "iframe", "i"].allSatisfy { page.all($0).isEmpty }, "\(file.path)")
            #expect(page.elements.allSatisfy { !$0.attributes.keys.contains { $0.hasPrefix("on") } }, "\(file.path)")
        }
    }
}
