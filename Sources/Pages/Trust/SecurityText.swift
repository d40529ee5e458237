import OnRecord

/// `/.well-known/security.txt` (RFC 9116).
enum SecurityText {
    static let path = "/.well-known/security.txt"

    static func file(_ view: SiteView) -> PublicFile {
        let organisation = view.policy.organisation
        let fields = [
            ("Contact", organisation.contactURL),
            // Section 2.5.5 advises less than a year; a site that is no longer made again runs out of trust by itself.
            ("Expires", (view.madeAt + .days(180)).rfc3339),
            ("Preferred-Languages", "en"),
            ("Canonical", organisation.site + path),
            ("Policy", organisation.site + "/trust/"),
        ]
        let text = fields.map { "\($0): \(oneLine($1))\n" }.joined()
        return PublicFile(path: path, contentType: "text/plain; charset=utf-8", bytes: Array(text.utf8))
    }
}

extension Organisation {
    /// The contact as a URI: `mailto:security@vault.example`, or the address of a page.
    var contactURL: String { contact.contains("://") ? contact : "mailto:\(contact)" }

    /// The contact as a link, or as text where it is none.
    var contactLink: HTML {
        guard let target = LinkTarget(contactURL) else { return HTML(escaping: contact) }
        return "<a href=\"\(target.text)\">\(contact)</a>"
    }
}

/// Text without line breaks and other control characters, for places where a line is a field.
func oneLine(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
        // U+2028 and U+2029 end lines too.
        let breaks = scalar.properties.generalCategory == .control || scalar.value == 0x2028 || scalar.value == 0x2029
        if breaks || scalar == " " {
            if !line.isEmpty && !line.hasSuffix(" ") { line.append(" ") }
        } else {
            line.unicodeScalars.append(scalar)
        }
    }
    return line.hasSuffix(" ") ? String(line.dropLast()) : line
}
