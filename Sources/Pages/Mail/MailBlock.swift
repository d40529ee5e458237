import OnRecord

/// One piece of a mail, in renderings that say the same.
enum MailBlock: Hashable {
    case title(String)
    case heading(String)
    case subheading(String)
    case paragraph(String)
    /// A text that somebody wrote, in Markdown.
    case prose(String)
    case bullets([String])
    /// One paragraph of a notice's template or of a text inside it: its marks (`**bold**`, `code`, links) are markup in HTML
    /// and stay as they are in plain text.
    case written(String)
    case writtenBullets([String])
    /// The one thing to press.
    case button(String, url: String)
    /// An address to read, below everything else.
    case address(String, url: String)
}

// MARK: - Plain text

extension MailBlock {
    /// Wrapped at 72 columns; an address stands on a line of its own, so that no program breaks it.
    var plain: String {
        switch self {
        case .title(let text): MailBlock.wrap(text)
        case .heading(let text): MailBlock.wrap(text.uppercased())
        case .subheading(let text), .paragraph(let text), .written(let text): MailBlock.wrap(text)
        case .prose(let text): MailBlock.wrapLines(text)
        case .bullets(let items), .writtenBullets(let items): items.map(MailBlock.bullet).joined(separator: "\n")
        case .button(let text, let url), .address(let text, let url): "\(text):\n\(oneLine(url))"
        }
    }

    /// Line by line, as they were written: lists and quotes keep their shape, and what is indented (code) is left alone.
    private static func wrapLines(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            line.count <= 72 || line.first?.isWhitespace == true ? String(line) : wrap(String(line))
        }.joined(separator: "\n")
    }

    static func bullet(_ item: String) -> String { "- " + wrap(item, indent: 2) }

    static let columns = 72

    /// Breaks at spaces and line ends; a space that must not break (U+00A0) does not.
    static func wrap(_ text: String, indent: Int = 0) -> String {
        var text = text
        return text.withUTF8 { bytes in
            var wrapped: [UInt8] = []
            wrapped.reserveCapacity(bytes.count + 16)
            var column = indent
            var at = 0
            while at < bytes.count {
                guard bytes[at] > 0x20 else {
                    at += 1
                    continue
                }
                let start = at
                // A character of several bytes is one column; its later bytes begin with the bits 10.
                var width = 0
                while at < bytes.count, bytes[at] > 0x20 {
                    if bytes[at] & 0xC0 != 0x80 { width += 1 }
                    at += 1
                }
                if column > indent {
                    if column + 1 + width <= columns {
                        wrapped.append(UInt8(ascii: " "))
                        column += 1
                    } else {
                        wrapped.append(UInt8(ascii: "\n"))
                        wrapped.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent))
                        column = indent
                    }
                }
                wrapped.append(contentsOf: bytes[start..<at])
                column += width
            }
            return String(decoding: wrapped, as: UTF8.self)
        }
    }
}

// MARK: - Markdown

extension MailBlock {
    /// For a changelog or a web form that reads Markdown.
    var markdown: String {
        switch self {
        case .title(let text): "# \(Markdown.escaped(text))"
        case .heading(let text): "## \(Markdown.escaped(text))"
        case .subheading(let text): "### \(Markdown.escaped(text))"
        case .paragraph(let text): Markdown.escaped(text)
        case .bullets(let items): items.map { "- \(Markdown.escaped($0))" }.joined(separator: "\n")
        case .prose(let text), .written(let text): text
        case .writtenBullets(let items): items.map { "- \($0)" }.joined(separator: "\n")
        case .button(let text, let url), .address(let text, let url): "[\(Markdown.escaped(text))](\(oneLine(url)))"
        }
    }
}

// MARK: - HTML

extension MailBlock {
    /// No colours but the reader's own: that is what survives every client's dark mode.
    static func document(title: String, _ blocks: [MailBlock], language: Language = .english) -> HTML {
        """
        <!doctype html>
        <html lang="\(language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="supported-color-schemes" content="light dark">
        <title>\(title)</title>
        </head>
        <body style="margin:0;padding:0">
        <div role="main" style="max-width:34em;margin:0 auto;padding:20px 16px;\
        font:17px/1.55 Charter,Cambria,Georgia,serif;overflow-wrap:break-word;word-break:break-word">
        \(blocks.map(\.html))</div>
        </body>
        </html>

        """
    }

    private var html: HTML {
        switch self {
        case .title(let text):
            "<h1 style=\"font-size:24px;line-height:1.25;margin:0 0 16px\">\(text)</h1>\n"
        case .heading(let text):
            "<h2 style=\"font-size:17px;line-height:1.3;margin:28px 0 6px\">\(text)</h2>\n"
        case .subheading(let text):
            "<h3 style=\"font-size:17px;line-height:1.3;margin:18px 0 4px;font-style:italic\">\(text)</h3>\n"
        case .paragraph(let text):
            "<p style=\"margin:0 0 14px\">\(text)</p>\n"
        case .prose(let text): Markdown.html(text)
        case .written(let text):
            "<p style=\"margin:0 0 14px\">\(Markdown.inline(text))</p>\n"
        case .bullets(let items):
            MailBlock.list(items.map { HTML(escaping: $0) })
        case .writtenBullets(let items):
            MailBlock.list(items.map(Markdown.inline))
        case .button(let text, let url):
            """
            <p style="margin:22px 0"><a href="\(url)" style="display:inline-block;padding:13px 22px;border:2px solid;\
            border-radius:4px;font-weight:bold;color:inherit;text-decoration:none">\(text)</a></p>

            """
        case .address(let text, let url):
            "<p style=\"margin:0 0 14px\">\(text):<br><a href=\"\(url)\">\(url)</a></p>\n"
        }
    }

    private static func list(_ items: [HTML]) -> HTML {
        """
        <ul style="margin:0 0 14px;padding-left:22px">
        \(items.map { "<li style=\"margin:4px 0\">\($0)</li>\n" as HTML })</ul>

        """
    }
}
