/// Who or what wrote a message, as far as its header says, and whether it may be answered (RFC 3834).
struct MailOrigin {
    /// A machine wrote it by itself.
    let isAutomatic: Bool
    /// It answers another message, or reports that one did not arrive: nothing may ever come of it.
    let isResponse: Bool
    /// Where an answer goes; nil when none may be sent.
    let replyTo: String?

    /// - Parameter sender: the envelope's sender; empty for a message that must not bounce, nil when it is not known.
    init(_ headers: MailHeaders, sender: String?) {
        // Several programs may have added the field; the last word is not the sender's.
        let submitted = headers.values("auto-submitted").map { Self.keyword($0) }
        let precedence = headers.values("precedence").map { Self.keyword($0) }
        let isFromNobody = sender?.isEmpty == true
        let isSubmittedByMachine = submitted.contains { $0 != "no" }
        isAutomatic = isFromNobody || isSubmittedByMachine || precedence.contains { $0 == "bulk" || $0 == "junk" }
        isResponse = isFromNobody || submitted.contains("auto-replied")
        let isListMail = headers["list-id"] != nil || precedence.contains("list")
        let wantsNone = headers.values("x-auto-response-suppress").contains { Self.keyword($0) != "none" }
        let mayAnswer = !isAutomatic && !isListMail && !wantsNone
        // The courier writes to ASCII addresses only.
        replyTo = sender.flatMap { sender in
            let isWritable = Mailbox.isPlain(sender) && sender.utf8.allSatisfy { $0 < 0x80 }
            return mayAnswer && isWritable && !Self.isRole(sender) ? sender : nil
        }
    }

    /// The value without its parameters and comments.
    private static func keyword(_ value: String) -> String {
        value.prefix { !";( ,".contains($0) }.lowercased()
    }

    /// Addresses behind which nobody reads (RFC 3834 section 2, RFC 5230 section 4.6), our own bounce address among them.
    private static func isRole(_ address: String) -> Bool {
        let local = address.prefix { $0 != "@" }.lowercased()
        let names = ["mailer-daemon", "postmaster", "listserv", "majordomo", "noreply", "no-reply", "donotreply"]
        return names.contains(local) || local.hasPrefix("owner-") || local.hasSuffix("-request")
            || local.hasPrefix(ReturnAddress.prefix) || local.hasPrefix("bounce")
    }
}

extension MailHeaders {
    /// The values of all fields of that name, in their order.
    func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
}
