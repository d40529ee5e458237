import OnRecord

/// A mail with gaps for what differs from reader to reader. Everything else is rendered, escaped and wrapped once for all,
/// because a notice to a hundred thousand customers has fifteen minutes.
struct PreparedMail: Sendable {
    private let subject: [Placeholder.Piece]
    private let plain: [PlainPiece]
    private let html: [Placeholder.Piece]
    private let sizes: (plain: Int, html: Int)
    /// For previews and Markdown.
    let blocks: [MailBlock]

    private enum PlainPiece: Sendable {
        case literal(String)
        case value(Int)
        /// A paragraph that must be wrapped with the reader's values in it.
        case wrapped([Placeholder.Piece], indent: Int)
    }

    /// - Parameter blocks: with the placeholders of personal values only.
    init(subject: String, blocks: [MailBlock], language: Language) {
        self.blocks = blocks
        let line = MailText.subjectLine(subject)
        self.subject = Placeholder.pieces(line)
        let document = MailBlock.document(title: line, blocks, language: language).text
        html = Placeholder.pieces(document)
        plain = PreparedMail.plain(blocks)
        let text = blocks.map(\.plain).joined(separator: "\n\n")
        sizes = (text.utf8.count + 512, document.utf8.count + 512)
    }

    func filled(with values: [String]) -> MailText {
        let shown = values.map { HTML(escaping: $0).text }
        var text = ""
        text.reserveCapacity(sizes.plain)
        for piece in plain {
            switch piece {
            case .literal(let literal): text += literal
            case .value(let index): text += values[index]
            case .wrapped(let pieces, let indent):
                text += MailBlock.wrap(PreparedMail.joined(pieces, values), indent: indent)
            }
        }
        var page = ""
        page.reserveCapacity(sizes.html)
        for piece in html {
            switch piece {
            case .literal(let literal): page += literal
            case .value(let index): page += shown[index]
            }
        }
        // A name may hold what no header may; a subject without names is clean already.
        let isCommon = subject.count <= 1 && subject.allSatisfy { if case .literal = $0 { true } else { false } }
        let line = PreparedMail.joined(subject, values)
        return MailText(line: isCommon ? line : MailText.subjectLine(line), plain: text, html: page)
    }

    private static func joined(_ pieces: [Placeholder.Piece], _ values: [String]) -> String {
        var text = ""
        for piece in pieces {
            switch piece {
            case .literal(let literal): text += literal
            case .value(let index): text += values[index]
            }
        }
        return text
    }

    private static func plain(_ blocks: [MailBlock]) -> [PlainPiece] {
        var pieces: [PlainPiece] = []
        var literal = ""
        func flush() {
            if !literal.isEmpty { pieces.append(.literal(literal)) }
            literal = ""
        }
        func add(_ text: String, indent: Int) {
            let split = Placeholder.pieces(text)
            if split.contains(where: { if case .value = $0 { true } else { false } }) {
                flush()
                pieces.append(.wrapped(split, indent: indent))
            } else {
                literal += MailBlock.wrap(text, indent: indent)
            }
        }
        for (index, block) in blocks.enumerated() {
            if index > 0 { literal += "\n\n" }
            switch block {
            case .title(let text), .subheading(let text), .paragraph(let text), .written(let text):
                add(text, indent: 0)
            case .prose: literal += block.plain
            case .heading(let text): add(text.uppercased(), indent: 0)
            case .bullets(let items), .writtenBullets(let items):
                for (number, item) in items.enumerated() {
                    literal += number > 0 ? "\n- " : "- "
                    add(item, indent: 2)
                }
            case .button, .address:
                for piece in Placeholder.pieces(block.plain) {
                    switch piece {
                    case .literal(let text): literal += text
                    case .value(let index):
                        flush()
                        pieces.append(.value(index))
                    }
                }
            }
        }
        literal += "\n"
        flush()
        return pieces
    }
}
