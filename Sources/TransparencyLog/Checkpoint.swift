/// What a log commits to: its name, how many entries it has and their root (C2SP tlog-checkpoint).
///
/// Extension lines are neither written nor read: OnRecord's log has nothing to say in them.
public struct Checkpoint: Sendable, Hashable {
    /// The log's name and its key's name: host and path, never changed after the first entry.
    public let origin: String
    public let size: Int
    public let root: TreeHash

    public init(origin: String, size: Int, root: TreeHash) throws(LogError) {
        try KeyName.checkOrigin(origin)
        guard size >= 0 else {
            throw Self.refusal("size \(size)", expected: "0 or more")
        }
        guard size > 0 || root == .empty else {
            throw Self.refusal("root \(root.base64) at size 0", expected: TreeHash.empty.base64)
        }
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// Reads a note's text, without blank line and signatures.
    public init(parsing text: String) throws(LogError) {
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        guard lines.count == 4, lines[3].isEmpty else {
            throw Self.refusal("\(lines.count - 1) line ends", expected: "three lines: origin, size, root")
        }
        guard let size = Int(decimal: lines[1]) else {
            throw Self.refusal("size “\(lines[1])”", expected: "a decimal number without leading zeros")
        }
        guard let root = TreeHash(base64: lines[2]) else {
            throw Self.refusal("root “\(lines[2])”", expected: "the padded base64 of 32 bytes")
        }
        try self.init(origin: lines[0], size: size, root: root)
    }

    public var text: String { "\(origin)\n\(size)\n\(root.base64)\n" }

    /// The note to publish, signed by the log's key; by the old and the new one while a key is being rotated.
    public func signed(by signers: NoteSigner...) throws -> String {
        for signer in signers where !signer.name.utf8.elementsEqual(origin.utf8) {
            throw Self.refusal("a key named \(signer.name)", expected: "one named like the origin, \(origin)")
        }
        return try SignedNote(text: text, signatures: signers.map { try $0.signature(over: text) }).description
    }

    /// The checkpoint on a signed note that the log's own key signed.
    public static func open(_ signed: String, with verifiers: [NoteVerifier]) throws -> Checkpoint {
        try VerifiedCheckpoint(opening: Array(signed.utf8), with: verifiers).checkpoint
    }

    private static func refusal(_ found: String, expected: String) -> LogError {
        LogError(
            path: LogFile.checkpointPath, found: found, expected: expected,
            remedy: "Fetch the checkpoint again, and check that this is the right log.")
    }
}
