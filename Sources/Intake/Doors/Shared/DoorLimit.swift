/// What a door takes and keeps at most, whoever sends.
enum DoorLimit {
    /// Signals that one request may become.
    static let signals = 10_000
    /// Members of one signal's fields, counted through every depth.
    static let members = 256
    /// Maps and lists within each other that stay maps and lists; what lies deeper is kept as its JSON text.
    static let depth = 8
    /// Bytes of one text in the fields.
    static let text = 8 * 1024
    /// Bytes of a title, of a key, and of a text that all alerts of a message share.
    static let line = 1024
    /// Bytes that such a shared text takes in all signals together, so that a small message does not become a large one.
    static let shared = 4 << 20
    /// Bytes of a field's name.
    static let name = 256
}
