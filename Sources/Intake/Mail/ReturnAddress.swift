/// The address that a mail of ours comes back to when it does not arrive (VERP): `bounces+<id>@…`, or
/// `bounces+<id>=<user>=<domain>@…` with whom it was sent to.
public struct ReturnAddress: Sendable, Equatable {
    /// The id of the message, the left half of its Message-ID.
    public var message: String
    /// Whom it was sent to, where the address says so.
    public var recipient: String?

    static let prefix = "bounces+"

    /// Nil for an address of another shape.
    public init?(_ address: String) {
        guard address.utf8.count <= 512, address.lowercased().hasPrefix(Self.prefix),
            let at = address.lastIndex(of: "@")
        else { return nil }
        let words = address[..<at].dropFirst(Self.prefix.count).split(separator: "=", omittingEmptySubsequences: false)
        guard let message = words.first, Self.isMessage(message) else { return nil }
        guard words.count != 1 else {
            (self.message, recipient) = (String(message), nil)
            return
        }
        guard words.count >= 3, let domain = words.last else { return nil }
        // The user's part may hold equals signs, the other two cannot.
        let user = words[1..<(words.count - 1)].joined(separator: "=")
        guard Mailbox.isPlain("\(user)@\(domain)") else { return nil }
        (self.message, recipient) = (String(message), "\(user)@\(domain)")
    }

    /// The message's part of a returned Message-ID: `<i42.u3@onrecord.example>`.
    static func message(ofID field: String?) -> String? {
        guard let field else { return nil }
        let left = field.drop { $0 == "<" || $0 == " " }.prefix { $0 != "@" && $0 != ">" && $0 != " " }
        return isMessage(left) ? String(left) : nil
    }

    private static func isMessage(_ text: Substring) -> Bool {
        (1...200).contains(text.utf8.count)
            && text.utf8.allSatisfy { MailByte.isLetterOrDigit($0) || ".-_".utf8.contains($0) }
    }
}
