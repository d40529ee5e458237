/// One signature line of a note: who claims to have signed, and the bytes to prove it (C2SP signed-note).
public struct NoteSignature: Sendable, Hashable {
    /// Em dash and space.
    private static let linePrefix = "\u{2014} "
    private static let keyIDByteCount = 4

    public let name: String
    public let keyID: UInt32
    /// What follows the key ID; its form depends on the key's kind.
    public let bytes: [UInt8]

    init(name: String, keyID: UInt32, bytes: [UInt8]) {
        self.name = name
        self.keyID = keyID
        self.bytes = bytes
    }

    /// Reads a line without its line end, as it stands on a note or in a witness's answer.
    public init(line: String) throws(LogError) {
        let refusal = LogError(
            path: "signature line", found: "“\(line)”", expected: "“\(Self.linePrefix)<key name> <base64>”",
            remedy: "Fetch the note again; it was altered on the way or is none.")
        guard line.utf8.starts(with: Self.linePrefix.utf8) else { throw refusal }
        let rest = line.utf8.dropFirst(Self.linePrefix.utf8.count)
        guard let space = rest.firstIndex(of: UInt8(ascii: " ")),
            let name = String(rest[..<space]), let base64 = String(rest[rest.index(after: space)...]),
            let payload = Base64.decode(base64), payload.count > Self.keyIDByteCount
        else { throw refusal }
        try KeyName.check(name)
        self.name = name
        keyID = payload.prefix(Self.keyIDByteCount).reduce(0) { $0 << 8 | UInt32($1) }
        bytes = Array(payload.dropFirst(Self.keyIDByteCount))
    }

    /// Without a line end.
    public var line: String {
        let id = (0..<Self.keyIDByteCount).reversed().map { UInt8(truncatingIfNeeded: keyID >> (8 * $0)) }
        return "\(Self.linePrefix)\(name) \(Base64.encode(id + bytes))"
    }
}
