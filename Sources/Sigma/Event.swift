/// Something that was observed, as rules see it.
public struct Event: Sendable, Hashable {
    /// When it happened: UTC milliseconds since 1970. Windows are measured with it, never with a clock.
    public var at: Int64
    /// Named values. A nested map is reached with a dotted path (`http.response.code`); a key that is
    /// spelled exactly like the path wins over the nested one.
    public var fields: [String: Value]
    /// The raw line where there is one; keyword searches look into it too.
    public var text: String?

    public init(at: Int64, fields: [String: Value], text: String? = nil) {
        self.at = at
        self.fields = fields
        self.text = text
    }
}
