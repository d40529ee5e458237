/// A mail, an address, a mail folder or a mail setting that cannot be used as it is.
///
/// `found` may hold an address: show it to the person who typed it, keep it out of journals. It never holds a password.
public struct MailProblem: Error, Equatable, CustomStringConvertible {
    /// What is wrong: "the subject", "the SMTP URL".
    public let thing: String
    public let found: String
    public let expected: String
    public let remedy: String

    public init(thing: String, found: String, expected: String, remedy: String) {
        self.thing = thing
        self.found = found
        self.expected = expected
        self.remedy = remedy
    }

    public var description: String { "\(thing) is \(found); expected \(expected). \(remedy)" }
}

extension MailProblem {
    /// Quotes a refused text so that it cannot break the line of a log: control characters escaped, at most 80 shown.
    static func quoted(_ text: String) -> String {
        let shown = text.unicodeScalars.prefix(80).map { $0.escaped(asASCII: false) }.joined()
        return text.unicodeScalars.count > 80 ? "“\(shown)…”" : "“\(shown)”"
    }
}
