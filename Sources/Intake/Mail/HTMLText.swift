/// The words of an HTML part. It came from outside, so nothing of its markup is kept, and nothing is ever rendered.
enum HTMLText {
    /// Elements whose content is not for reading.
    private static let silent: Set<String> = ["script", "style", "head", "title", "template"]
    /// Elements that begin or end a line.
    private static let blocks: Set<String> = [
        "br", "p", "div", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote",
        "pre",
        "section", "article", "header", "footer", "body",
    ]
    private static let entities: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ",
    ]
    /// Bytes of the longest entity that is looked for, with its ampersand and semicolon.
    private static let entityMax = 10

    static func read(_ html: String) -> String {
        let bytes = Array(html.utf8)
        var text: [UInt8] = []
        var hidden: String?
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "<"), let tag = Tag(bytes, at: position) {
                position = tag.end
                if let open = hidden {
                    if tag.isClosing, tag.name == open { hidden = nil }
                } else if silent.contains(tag.name), !tag.isClosing {
                    hidden = tag.name
                } else if blocks.contains(tag.name), text.last != MailByte.lineFeed, !text.isEmpty {
                    text.append(MailByte.lineFeed)
                }
                continue
            }
            position += 1
            guard hidden == nil else { continue }
            switch byte {
            case UInt8(ascii: "&"):
                let (scalar, end) = entity(bytes, after: position)
                text += Array(String(scalar).utf8)
                position = end
            case MailByte.lineFeed, MailByte.carriageReturn, MailByte.tab, MailByte.space:
                if let last = text.last, last != MailByte.space, last != MailByte.lineFeed {
                    text.append(MailByte.space)
                }
            default: text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self).plainLines
    }

    /// A tag or comment. Without its end the rest of the text is markup, which is not shown.
    private struct Tag {
        var name = ""
        var isClosing = false
        let end: Int

        init?(_ bytes: [UInt8], at start: Int) {
            var position = start + 1
            if bytes[position...].starts(with: "!--".utf8) {
                end = Self.endOfComment(bytes, from: position + 3)
                return
            }
            isClosing = position < bytes.count && bytes[position] == UInt8(ascii: "/")
            if isClosing { position += 1 }
            var letters: [UInt8] = []
            while position < bytes.count, MailByte.isLetterOrDigit(bytes[position]), letters.count < 16 {
                letters.append(bytes[position] | 0x20)
                position += 1
            }
            let isDeclaration = position < bytes.count && "!?".utf8.contains(bytes[position])
            guard !letters.isEmpty || isDeclaration else { return nil }
            // A digit, as in h1, has this bit already.
            name = String(decoding: letters, as: UTF8.self)
            end = bytes[position...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? bytes.count
        }

        private static func endOfComment(_ bytes: [UInt8], from start: Int) -> Int {
            var position = start
            while position + 2 < bytes.count {
                if bytes[position...].starts(with: "-->".utf8) { return position + 3 }
                position += 1
            }
            return bytes.count
        }
    }

    /// What an entity stands for and where it ends; the ampersand itself where it is none.
    private static func entity(_ bytes: [UInt8], after start: Int) -> (Unicode.Scalar, Int) {
        let candidate = bytes[start..<min(start + entityMax, bytes.count)]
        guard let end = candidate.firstIndex(of: UInt8(ascii: ";")) else { return ("&", start) }
        let name = String(decoding: bytes[start..<end], as: UTF8.self)
        let scalar: Unicode.Scalar? =
            if name.hasPrefix("#x") || name.hasPrefix("#X") {
                UInt32(name.dropFirst(2), radix: 16).flatMap { Unicode.Scalar($0) }
            } else if name.hasPrefix("#") {
                UInt32(name.dropFirst()).flatMap { Unicode.Scalar($0) }
            } else {
                entities[name]
            }
        return scalar.map { ($0, end + 1) } ?? ("&", start)
    }
}
