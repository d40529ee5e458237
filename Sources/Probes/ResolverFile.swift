import OnRecord

/// Finds the machine's own resolver (resolv.conf(5)).
public enum ResolverFile {
    /// Where systems keep it.
    public static let path = "/etc/resolv.conf"

    /// The first `nameserver` of the file's text; without one, the machine itself, as resolv.conf(5) has it.
    public static func server(in text: String) -> Endpoint {
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count > 1, words[0] == "nameserver" else { continue }
            let address = String(words[1])
            let endpoint = Endpoint(host: String(address.prefix { $0 != "%" }), port: 53)
            if endpoint.isAddress { return endpoint }
        }
        return Endpoint(host: "127.0.0.1", port: 53)
    }
}
