import Crypto
import Foundation

/// Signs mails for a domain (RFC 6376), with one signature for each of its keys.
public struct DKIMSigner: Sendable {
    /// The fields a reader sees or a machine acts on, where a mail has them. Both fields of one-click unsubscription have
    /// to be among them (RFC 8058 section 4).
    static let fields = [
        "from", "to", "subject", "date", "message-id", "in-reply-to", "references", "auto-submitted", "mime-version",
        "content-type", "list-id", "list-unsubscribe", "list-unsubscribe-post",
    ]
    /// Named once more than the mail has them, so that nobody can add a second one that readers show instead
    /// (section 8.15).
    private static let sealed: Set<String> = ["from", "to", "subject"]

    public let domain: String
    public let keys: [DKIMKey]

    public init(domain: String, keys: [DKIMKey]) { (self.domain, self.keys) = (domain, keys) }

    /// The mail with its signatures before it.
    /// - Parameter second: UTC since 1970.
    public func signed(_ mail: RenderedMail, at second: Int64) throws -> [UInt8] {
        let header = mail.header
        var names: [String] = []
        var hashed: [UInt8] = []
        for name in Self.fields {
            // The last one counts first (section 5.4.2); our own mails have each field once.
            if let field = header.last(where: { $0.name == name }) {
                hashed += RelaxedForm.field(field.bytes)
                hashed += ASCII.crlf
                names.append(name)
            }
            if Self.sealed.contains(name) { names.append(name) }
        }
        var signatures: [UInt8] = []
        for key in keys {
            let field = """
                DKIM-Signature: v=1; a=\(key.algorithm.rawValue); c=relaxed/relaxed; d=\(domain); s=\(key.selector);\r
                \tt=\(second); h=\(names.joined(separator: ":"));\r
                \tbh=\(mail.bodyHash);\r
                \tb=
                """
            var hash = SHA256()
            hash.update(data: hashed)
            hash.update(data: RelaxedForm.field(field.utf8))
            signatures += Array((field + Self.folded(try key.signature(of: hash.finalize())) + "\r\n").utf8)
        }
        return signatures + mail.data
    }

    private static func folded(_ signature: Data) -> String {
        var rest = signature.base64EncodedString()[...]
        var lines: [Substring] = []
        while !rest.isEmpty {
            lines.append(rest.prefix(72))
            rest = rest.dropFirst(72)
        }
        return lines.joined(separator: "\r\n\t")
    }
}
