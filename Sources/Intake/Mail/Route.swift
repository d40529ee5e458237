/// The way a mail took to us: the envelope's word first, then the fields that the last server writes down from it.
struct Route {
    /// Empty for a mail that must not be answered; nil when it is not known.
    let sender: String?
    let recipient: String?

    init(_ headers: MailHeaders, _ envelope: MailReading.Envelope) {
        // Mail servers call the empty sender so when they hand a mail to a command.
        sender = (envelope.sender ?? headers["return-path"]).map(Self.unbracketed)
            .map { $0.lowercased() == "mailer-daemon" ? "" : $0 }
        let written = ["delivered-to", "x-original-to", "to"].lazy.compactMap { Mailbox(headers[$0] ?? "")?.address }
        recipient = (envelope.recipient.map(Self.unbracketed) ?? written.first).flatMap { $0.isEmpty ? nil : $0 }
    }

    var returnAddress: ReturnAddress? { recipient.flatMap { ReturnAddress($0) } }

    /// The alert address: nothing but alert mails go there.
    var isToAlerts: Bool {
        guard let recipient else { return false }
        return ["alert", "alerts"].contains(Self.withoutDetail(recipient).prefix { $0 != "@" }.lowercased())
    }

    /// `in@host.example` for `in+detail@host.example`.
    static func withoutDetail(_ address: String) -> String {
        guard let at = address.lastIndex(of: "@") else { return String(address.prefix { $0 != "+" }) }
        return String(address[..<at].prefix { $0 != "+" } + address[at...])
    }

    private static func unbracketed(_ path: String) -> String {
        path.filter { $0 != "<" && $0 != ">" && $0 != " " }
    }
}
