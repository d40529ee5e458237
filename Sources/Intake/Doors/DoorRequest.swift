import OnRecord

/// A request as a door sees it: decoded, bounded, and from a source that showed its token.
public struct DoorRequest: Sendable {
    /// In capitals.
    public var method: String
    /// What follows the door's own address, split at slashes and percent-decoded: `["start"]` of `/ping/<uuid>/start`.
    public var path: [String]
    public var query: [(name: String, value: String)]
    /// By lower-case name; the values of a repeated header joined by `, `.
    public var headers: [String: String]
    /// Decompressed, and exactly as it came otherwise: signatures are over these bytes.
    public var body: [UInt8]
    /// The source's id in the policy.
    public var source: String
    public var receivedAt: Timestamp
    /// Bytes of memory that the door's reading may take to spare the rules reading log lines again.
    public var room = 0
    /// What the source signs with, where the policy says that it signs.
    public var secret: String?
    /// The registry's token with this SHA-256 (lower-case hex) of its secret; nil: none of ours.
    public var registeredToken: @Sendable (_ hash: String) -> Token?

    public init(
        method: String = "POST", path: [String] = [], query: [(name: String, value: String)] = [],
        headers: [String: String] = [:], body: [UInt8] = [], source: String, receivedAt: Timestamp,
        secret: String? = nil, registeredToken: @escaping @Sendable (_ hash: String) -> Token? = { _ in nil }
    ) {
        (self.method, self.path, self.query, self.headers) = (method, path, query, headers)
        (self.body, self.source, self.receivedAt, self.secret) = (body, source, receivedAt, secret)
        self.registeredToken = registeredToken
    }

    /// The media type without parameters, in lower case.
    public var contentType: String? {
        headers["content-type"]?.split(separator: ";").first.map { $0.lowercased().filter { $0 != " " } }
    }

    public func query(_ name: String) -> String? { query.first { $0.name == name }?.value }
}
