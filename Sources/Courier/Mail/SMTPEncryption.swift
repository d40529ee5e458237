import NIOCore
import NIOSSL

/// The TLS of one server, loaded once: reading the system's roots takes longer than a mail.
struct SMTPEncryption: Sendable {
    private let context: NIOSSLContext
    private let serverHostname: String?

    init(_ configuration: SMTPConfiguration) throws(MailProblem) {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12  // RFC 8314 section 3
        if let path = configuration.trustRoots { tls.trustRoots = .file(path) }
        do {
            context = try NIOSSLContext(configuration: tls)
        } catch {
            throw MailProblem(
                thing: "the list of trusted certificates", found: configuration.trustRoots ?? "the system's",
                expected: "a readable file of PEM certificates (\(error))",
                remedy: "Install ca-certificates, or name another file.")
        }
        // Server name indication carries names only (RFC 6066 section 3); NIOSSL checks an address by itself.
        let isAddress = (try? SocketAddress(ipAddress: configuration.host, port: configuration.port)) != nil
        serverHostname = isAddress ? nil : configuration.host
    }

    func makeHandler() throws -> NIOSSLClientHandler {
        try NIOSSLClientHandler(context: context, serverHostname: serverHostname)
    }

    /// A sentence for the fault of a connection, led by what its operator can do about it where that is known.
    static func explain(_ error: any Error) -> String {
        let details = "\(error)"
        guard error is NIOSSLError || error is BoringSSLError else { return "the connection failed (\(details))" }
        return details.contains("CERTIFICATE_VERIFY_FAILED")
            ? "the server's certificate is not trusted, or made out to another name (\(details))"
            : "TLS failed (\(details))"
    }
}
