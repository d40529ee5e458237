/// Where a link in somebody's text may lead: `http`, `https`, `mailto`, or a place on this site.
struct LinkTarget {
    let text: String

    /// Nil for anything else: other schemes, other hosts by `//`, and whatever browsers would first clean up
    /// (white space, control characters, backslashes) and then read differently than we did.
    init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= 2000,
            text.unicodeScalars.allSatisfy({
                $0.value > 0x20 && $0.value != 0x7f && $0 != "\\" && !$0.properties.isWhitespace
            })
        else { return nil }
        let head = text.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let colon = head.firstIndex(of: ":") {
            let scheme = head[..<colon].lowercased()
            let rest = text[text.index(after: colon)...]
            switch scheme {
            case "http", "https": guard rest.hasPrefix("//"), rest.count > 2 else { return nil }
            case "mailto": guard rest.contains("@") else { return nil }
            default: return nil
            }
        } else if text.hasPrefix("//") {
            return nil
        }
        self.text = text
    }
}
