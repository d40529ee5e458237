import NIOSSL

/// A listener's certificate, and who has to show one of their own.
public struct ListenerTLS: Sendable, Equatable {
    /// A PEM file: our certificate and those between it and its authority.
    public var certificates: String
    /// A PEM file.
    public var key: String
    /// A PEM file of the authorities whose clients are let in; nil: clients need no certificate.
    public var clientAuthorities: String?

    public init(certificates: String, key: String, clientAuthorities: String? = nil) {
        (self.certificates, self.key, self.clientAuthorities) = (certificates, key, clientAuthorities)
    }

    /// Reads the files.
    func context() throws(StartProblem) -> NIOSSLContext {
        do {
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(certificates).map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
            configuration.minimumTLSVersion = .tlsv12
            if let clientAuthorities {
                // A client proves that its authority knows it; its host name says nothing.
                configuration.certificateVerification = .noHostnameVerification
                configuration.trustRoots = .file(clientAuthorities)
            }
            return try NIOSSLContext(configuration: configuration)
        } catch {
            let files = [certificates, key, clientAuthorities].compactMap { $0 }.joined(separator: ", ")
            throw StartProblem(
                "One of \(files) cannot be used (\(error)); expected PEM files of a certificate chain, of its key, and of "
                    + "the clients' authorities. Check their paths, owners and contents.", exitCode: .policyRefused)
        }
    }
}
