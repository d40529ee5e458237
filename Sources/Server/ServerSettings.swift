import Courier

/// What the command line says about one running server.
public struct ServerSettings: Sendable {
    public var dataFolder: String
    public var publicAddress: Address
    public var privateAddress: Address
    /// The relay that takes our mail; nil: mails are caught in the data folder and shown in the console.
    public var smtp: SMTPConfiguration?
    /// Where secrets and addresses stand that the policy only names.
    public var environment: [String: String]

    public init(
        dataFolder: String, publicAddress: Address, privateAddress: Address,
        smtp: SMTPConfiguration? = nil, environment: [String: String] = [:]
    ) {
        (self.dataFolder, self.publicAddress, self.privateAddress) = (dataFolder, publicAddress, privateAddress)
        (self.smtp, self.environment) = (smtp, environment)
    }

    public struct Address: Sendable, Hashable, CustomStringConvertible {
        public var host: String
        public var port: Int

        public init(host: String, port: Int) { (self.host, self.port) = (host, port) }

        /// Reads `127.0.0.1:8080` and `[::1]:8080`.
        public init?(_ text: String) {
            guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
                (0...65_535).contains(port)
            else { return nil }
            var host = String(text[..<colon])
            if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
            guard !host.isEmpty else { return nil }
            self.init(host: host, port: port)
        }

        public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
    }
}
