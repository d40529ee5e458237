import Foundation

extension SMTPConfiguration {
    /// Reads `smtp://user:password@host:587` or `smtps://user:password@host:465`.
    ///
    /// `smtp` requires STARTTLS, except on a loopback host, where nothing can listen in; `?starttls=required` and
    /// `?starttls=never` say it outright. Reserved characters in user and password are percent-encoded.
    /// No error repeats the URL, since a mistyped one may hold its password anywhere.
    public init(
        url text: String, heloName: String = "localhost", timeouts: Timeouts = Timeouts(), trustRoots: String? = nil
    ) throws(MailProblem) {
        guard let url = URLComponents(string: text), let scheme = url.scheme?.lowercased() else {
            throw .badURL("a text that is no URL", "Percent-encode @ : / ? # in user and password.")
        }
        guard ["smtp", "smtps"].contains(scheme) else {
            throw .badURL("one with another scheme", "Begin it with smtp:// or smtps://.")
        }
        guard var host = url.host, !host.isEmpty else {
            throw .badURL("without a host", "Name the mail server after the //.")
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard ["", "/"].contains(url.path), url.fragment == nil else {
            throw .badURL("followed by a path or fragment", "Percent-encode / ? # in user and password.")
        }
        let credentials: Credentials?
        switch (url.user, url.password) {
        case (nil, nil): credentials = nil
        case (let user?, let password?) where !user.isEmpty:
            credentials = Credentials(username: user, password: password)
        default: throw .badURL("with half of its credentials", "Write user:password@ or neither.")
        }
        try self.init(
            host: host, port: url.port ?? (scheme == "smtps" ? 465 : 587),
            security: try Self.security(scheme: scheme, host: host, options: url.queryItems ?? []),
            credentials: credentials, heloName: heloName, timeouts: timeouts, trustRoots: trustRoots)
    }

    private static func security(
        scheme: String, host: String, options: [URLQueryItem]
    ) throws(MailProblem) -> Security {
        if scheme == "smtps" {
            guard options.isEmpty else { throw .badURL("smtps with options", "Remove everything from the ? on.") }
            return .tls
        }
        guard let option = options.first else { return isLoopback(host) ? .none : .startTLS }
        switch (options.count, option.name, option.value) {
        case (1, "starttls", "required"): return .startTLS
        case (1, "starttls", "never"): return .none
        default: throw .badURL("with an unknown option", "Use ?starttls=required or ?starttls=never.")
        }
    }
}

extension MailProblem {
    fileprivate static func badURL(_ found: String, _ remedy: String) -> MailProblem {
        MailProblem(
            thing: "the SMTP URL", found: found, expected: "smtp://user:password@host:587 or smtps://…:465",
            remedy: remedy)
    }
}
