import Pages
import Testing

@Suite("Markdown, as post-mortems need it")
struct MarkdownTests {
    @Test(
        "what people write becomes what they meant",
        arguments: [
            ("One\ntwo\n\nthree", "<p>One\ntwo</p>\n<p>three</p>\n"),
            ("# Why\n## How", "<h3>Why</h3>\n<h3>How</h3>\n"),
            ("#no heading", "<p>#no heading</p>\n"),
            ("- a\n- b\n  goes on", "<ul>\n<li>a</li>\n<li>b\n  goes on</li>\n</ul>\n"),
            ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"),
            ("3) c", "<ol start=\"3\">\n<li>c</li>\n</ol>\n"),
            ("text\n- item", "<p>text</p>\n<ul>\n<li>item</li>\n</ul>\n"),
            ("> a\n> b\n\nc", "<blockquote>\n<p>a\nb</p>\n</blockquote>\n<p>c</p>\n"),
            (
                "```swift\nlet a = \"<b>\"\n\n```\nend",
                "<pre><code>let a = &quot;&lt;b&gt;&quot;\n</code></pre>\n<p>end</p>\n"
            ),
            ("```\nnever closed", "<pre><code>never closed</code></pre>\n"),
            ("**bold** and *soft* and _soft_", "<p><strong>bold</strong> and <em>soft</em> and <em>soft</em></p>\n"),
            ("**bold with *soft* inside**", "<p><strong>bold with <em>soft</em> inside</strong></p>\n"),
            ("token_id_2 and 2 * 3 * 4", "<p>token_id_2 and 2 * 3 * 4</p>\n"),
            ("`a*b*` and ``x`y``", "<p><code>a*b*</code> and <code>x`y</code></p>\n"),
            (#"\*plain\* \[x]"#, "<p>*plain* [x]</p>\n"),
            ("[1] see [the docs](/docs)", "<p>[1] see <a href=\"/docs\">the docs</a></p>\n"),
            ("line\r\nnext\r\n\r\nlast", "<p>line\nnext</p>\n<p>last</p>\n"),
            ("", ""),
        ])
    func rendering(source: String, expected: String) {
        #expect(Markdown.html(source).text == expected)
    }

    @Test(
        "a link leads to the web, to a mailbox or to a place on this site",
        arguments: [
            "https://a.example/x?y=1#z", "http://a.example", "HTTPS://a.example", "mailto:a@b.example", "/trust/",
            "#top",
            "../x", "page.html",
        ])
    func goodTargets(target: String) {
        #expect(Markup(Markdown.html("[x](\(target))").text).all("a").first?.attributes["href"] == target)
    }

    @Test(
        "any other link stays text",
        arguments: [
            "javascript:alert(1)", "JaVaScRiPt:x", " javascript:x", "java\tscript:x", "java\nscript:x",
            "\u{1}javascript:x",
            "data:text/html,x", "vbscript:x", "//evil.example", "/\\evil.example", "\\\\evil.example",
            "https:evil.example", "",
            "mailto:", "file:///etc/passwd", "javascript\u{a0}:x",
        ])
    func badTargets(target: String) {
        #expect(Markup(Markdown.html("[x](\(target))").text).all("a").isEmpty)
    }

    @Test(
        "HTML in the text is text",
        arguments: [
            "<script>x</script>", "**<b>**", "`</code><script>`", "[<img>](/x)", "[x](/\"onclick=\"y)", "- <li>",
            "> </blockquote>",
            "# </h3><script>", "```\n</pre><script>\n```", "&lt;script&gt;",
        ])
    func hostileMarkup(source: String) {
        let markup = Markup(Markdown.html(source).text)
        #expect(markup.complaints.isEmpty)
        let ours: Set = ["p", "strong", "code", "a", "li", "ul", "blockquote", "h3", "pre"]
        #expect(markup.elements.allSatisfy { ours.contains($0.name) && Set($0.attributes.keys).isSubset(of: ["href"]) })
    }

    @Test(
        "a text made to be slow is not",
        arguments: [
            "[", "*", "**a ", "_a ", "`", "[[x](", "![", "> ", "*a **b ", "[a](javascript:x) ", "- ", "```\n", "\\",
        ])
    func slowTexts(piece: String) {
        let text = String(repeating: piece, count: 20_000 / piece.count)
        var markup: Markup?
        let spent = ContinuousClock().measure { markup = Markup(Markdown.html(text).text) }
        #expect(markup?.complaints == [])
        #expect(spent < .seconds(5))
    }
}
