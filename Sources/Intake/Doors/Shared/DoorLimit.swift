/// What a door takes and keeps at most, whoever sends.
enum DoorLimit {
    /// Alerts or events of one request, each of which becomes a signal.
    static let signals = 10_000
    /// Bytes of a title, of a key, and of a text that all alerts of a message share.
    static let line = 1024
    /// Bytes that such a shared text takes in all signals together, so that a small message does not become a large one.
    static let shared = 4 << 20
    /// Bytes of a field's name.
    static let name = 256
}

/// What is kept of one signal's fields.
struct FieldLimit {
    /// Members, counted through every depth.
    let members: Int
    /// Maps and lists within each other that stay maps and lists; what lies deeper is kept as its JSON text.
    let depth: Int
    /// Bytes of one text.
    let text: Int

    /// An alert is read by people.
    static let alert = FieldLimit(members: 256, depth: 8, text: 8 * 1024)
    /// A log record is whatever a program had at hand.
    static let log = FieldLimit(members: 1024, depth: 32, text: NDJSON.lineMax)
}
