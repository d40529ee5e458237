/// One piece of a mail, in two renderings that say the same.
enum MailBlock {
    case title(String)
    case heading(String)
    case paragraph(String)
    /// A text that somebody wrote, in Markdown.
    case prose(String)
    case bullets([String])
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
        case .heading(let text): text.uppercased()
        case .paragraph(let text): MailBlock.wrap(text)
        case .prose(let text): MailBlock.wrapLines(text)
        case .bullets(let items): items.map { "- " + MailBlock.wrap($0, indent: 2) }.joined(separator: "\n")
        case .button(let text, let url), .address(let text, let url): "\(text):\n\(oneLine(url))"
        }
    }

    /// Line by line, as they were written: lists and quotes keep their shape, and what is indented (code) is left alone.
    private static func wrapLines(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            line.count <= 72 || line.first?.isWhitespace == true ? String(line) : wrap(String(line))
        }.joined(separator: "\n")
    }

    private static func wrap(_ text: String, indent: Int = 0) -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(whereSeparator: \.isWhitespace) {
            if line.isEmpty {
                line = String(word)
            } else if indent + line.count + 1 + word.count <= 72 {
                line += " " + word
            } else {
                lines.append(line)
                line = String(word)
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }
}

// MARK: - HTML

extension MailBlock {
    /// No colours but the reader's own: that is what survives every client's dark mode.
    static func document(title: String, _ blocks: [MailBlock]) -> HTML {
        """
        <!doctype html>
        <html lang="en">
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
        case .paragraph(let text):
            "<p style=\"margin:0 0 14px\">\(text)</p>\n"
        case .prose(let text): Markdown.html(text)
        case .bullets(let items):
            """
            <ul style="margin:0 0 14px;padding-left:22px">
            \(items.map { "<li style=\"margin:4px 0\">\($0)</li>\n" as HTML })</ul>

            """
        case .button(let text, let url):
            """
            <p style="margin:22px 0"><a href="\(url)" style="display:inline-block;padding:13px 22px;border:2px solid;\
            border-radius:4px;font-weight:bold;color:inherit;text-decoration:none">\(text)</a></p>

            """
        case .address(let text, let url):
            "<p style=\"margin:0 0 14px\">\(text):<br><a href=\"\(url)\">\(url)</a></p>\n"
        }
    }
}
