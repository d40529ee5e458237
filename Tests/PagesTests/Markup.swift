/// A reader of markup that trusts nothing: it lists elements and complains about whatever does not nest.
struct Markup {
    private(set) var complaints: [String] = []
    private(set) var elements: [Element] = []
    private(set) var text = ""

    struct Element: Equatable {
        var name: String
        var attributes: [String: String]
    }

    private static let voidInHTML: Set<String> = ["meta", "link", "br", "hr", "img", "input", "!doctype"]

    init(_ source: String) {
        var rest = source[...]
        var open: [String] = []
        let void = source.hasPrefix("<?xml") ? ["?xml"] : Markup.voidInHTML
        while let start = rest.firstIndex(of: "<") {
            take(rest[..<start])
            rest = rest[rest.index(after: start)...]
            guard let end = Markup.end(of: rest) else {
                complaints.append("a tag without its end: <\(rest.prefix(30))")
                return
            }
            var tag = rest[..<end]
            rest = rest[rest.index(after: end)...]
            let isEnd = tag.first == "/"
            let closesItself = tag.last == "/" || tag.last == "?"
            if isEnd { tag = tag.dropFirst() }
            let name = tag.prefix { !$0.isWhitespace && $0 != "/" }.lowercased()
            if isEnd {
                if open.last == name {
                    open.removeLast()
                } else {
                    complaints.append("</\(name)> closes \(open.last ?? "nothing")")
                }
                continue
            }
            elements.append(Element(name: name, attributes: attributes(tag.dropFirst(name.count))))
            if name == "style", let close = rest.firstRange(of: "</style>") { rest = rest[close.lowerBound...] }
            if !closesItself && !void.contains(name) { open.append(name) }
        }
        take(rest)
        if !open.isEmpty { complaints.append("never closed: \(open)") }
        let ids = elements.compactMap { $0.attributes["id"] }
        if Set(ids).count != ids.count { complaints.append("an id stands twice") }
    }

    func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

    private mutating func take(_ content: Substring) {
        if content.contains(">") { complaints.append("a bare “>” in: \(content.suffix(40))") }
        text += content
    }

    private static func end(of tag: Substring) -> Substring.Index? {
        var quote: Character?
        for index in tag.indices {
            let character = tag[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == ">" {
                return index
            } else if character == "<" {
                return nil
            }
        }
        return nil
    }

    private mutating func attributes(_ text: Substring) -> [String: String] {
        var found: [String: String] = [:]
        var rest = text.drop { $0.isWhitespace }
        while let first = rest.first, first != "/", first != "?" {
            let name = String(rest.prefix { !$0.isWhitespace && $0 != "=" && $0 != "/" })
            rest = rest.dropFirst(name.count)
            var value = ""
            if rest.hasPrefix("=\"") {
                rest = rest.dropFirst(2)
                value = String(rest.prefix { $0 != "\"" })
                rest = rest.dropFirst(value.count + 1)
            } else if rest.first == "=" {
                complaints.append("\(name) has no quotes")
                return found
            }
            if found.updateValue(value, forKey: name) != nil { complaints.append("\(name) stands twice") }
            rest = rest.drop { $0.isWhitespace }
        }
        return found
    }
}
