/// A host and a port: `mail.example:25`, `192.0.2.1:443`, `[2001:db8::1]:53`.
public struct Endpoint: Sendable, Hashable {
    /// A name or an address; IPv6 without brackets.
    public var host: String
    public var port: Int

    public init(host: String, port: Int) { (self.host, self.port) = (host, port) }

    /// Reads the notation of a policy. Nil when it is anything else.
    /// - Parameter defaultPort: for texts without a port; nil: the port must be there.
    public init?(_ text: String, defaultPort: Int? = nil) {
        var host = Substring(text)
        var port = defaultPort
        if host.first == "[" {
            guard let end = host.firstIndex(of: "]") else { return nil }
            let rest = host[host.index(after: end)...]
            host = host[host.index(after: host.startIndex)..<end]
            guard host.contains(":") else { return nil }
            if !rest.isEmpty {
                guard rest.first == ":", let read = Endpoint.port(rest.dropFirst()) else { return nil }
                port = read
            }
        } else if let colon = host.firstIndex(of: ":"), colon == host.lastIndex(of: ":") {
            guard let read = Endpoint.port(host[host.index(after: colon)...]) else { return nil }
            port = read
            host = host[..<colon]
        }
        guard let port, Endpoint.isPlausible(host) else { return nil }
        self.init(host: String(host), port: port)
    }

    /// Whether the host is written as an address, so that no name has to be resolved first.
    public var isAddress: Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return host.contains(":") || parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }

    public var text: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    private static func port(_ text: Substring) -> Int? {
        guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(text),
            (1...65_535).contains(port)
        else { return nil }
        return port
    }

    /// A name's or an address's bytes and length (RFC 1035, section 2.3.4); what it means is found out by asking.
    private static func isPlausible(_ host: Substring) -> Bool {
        if host.contains(":") {
            return host.utf8.count <= 45
                && host.utf8.allSatisfy { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") || $0.isHexDigit }
        }
        return isName(host)
    }

    /// Labels of 1 to 63 letters, digits, hyphens and underscores, at most 253 bytes in all; the last dot may be there.
    static func isName(_ text: Substring) -> Bool {
        let name = text.last == "." ? text.dropLast() : text
        guard (1...253).contains(name.utf8.count) else { return false }
        return name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.utf8.allSatisfy(\.isIdentifierByte)
        }
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        (48...57).contains(self) || (97...102).contains(self) || (65...70).contains(self)
    }
}
