/// A file that proves by itself that an entry is on the record (C2SP tlog-proof): keep it as `<name>.tlog-proof`.
public struct TlogProof: Sendable, Equatable {
    private static let firstLine = "c2sp.org/tlog-proof@v1"
    private static let extraPrefix = "extra "
    private static let indexPrefix = "index "
    /// A path in a tree of 2^63 entries.
    private static let hashCountMax = 63

    /// For the application, and not covered by any signature.
    public let extra: [UInt8]?
    public let index: Int
    /// The inclusion proof, the leaf's sibling first.
    public let hashes: [TreeHash]
    /// The signed checkpoint, verbatim.
    public let checkpoint: String

    public init(index: Int, hashes: [TreeHash], checkpoint: String, extra: [UInt8]? = nil) {
        self.index = index
        self.hashes = hashes
        self.checkpoint = checkpoint
        self.extra = extra
    }

    public var text: String {
        var lines = [Self.firstLine]
        if let extra { lines.append(Self.extraPrefix + Base64.encode(extra)) }
        lines.append("\(Self.indexPrefix)\(index)")
        lines += hashes.map(\.base64)
        return lines.map { $0 + "\n" }.joined() + "\n" + checkpoint
    }

    public init(parsing text: String) throws(LogError) {
        guard text.utf8.count <= SignedNote.byteCountMax else {
            throw Self.refusal("\(text.utf8.count) bytes", expected: "at most \(SignedNote.byteCountMax)")
        }
        var rest = Substring(text).utf8
        func nextLine() -> String? {
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            defer { rest = rest[rest.index(after: end)...] }
            return String(Substring(rest[..<end]))
        }
        var line = nextLine()
        guard line == Self.firstLine else {
            throw Self.refusal("“\(line ?? "")”", expected: "the first line “\(Self.firstLine)”")
        }
        line = nextLine()
        extra = try Self.extra(in: line)
        if extra != nil { line = nextLine() }
        guard let line, line.hasPrefix(Self.indexPrefix),
            let index = Int(decimal: String(line.dropFirst(Self.indexPrefix.count)))
        else { throw Self.refusal("“\(line ?? "")”", expected: "“\(Self.indexPrefix)<decimal number>”") }
        self.index = index

        var hashes: [TreeHash] = []
        while let line = nextLine(), !line.isEmpty {
            guard let hash = TreeHash(base64: line), hashes.count < Self.hashCountMax else {
                throw Self.refusal(
                    "“\(line)”", expected: "at most \(Self.hashCountMax) base64 hashes, then an empty line")
            }
            hashes.append(hash)
        }
        self.hashes = hashes
        checkpoint = String(Substring(rest))
    }

    /// Checks that `entry` is on the log that one of `verifiers` signs for, and returns the checkpoint that says so.
    public func verify(entry: [UInt8], with verifiers: [NoteVerifier]) throws -> VerifiedCheckpoint {
        let opened = try VerifiedCheckpoint(opening: Array(checkpoint.utf8), with: verifiers)
        try Merkle.verifyInclusion(
            of: Merkle.leaf(entry), at: index, size: opened.checkpoint.size, root: opened.checkpoint.root,
            proof: hashes)
        return opened
    }

    private static func extra(in line: String?) throws(LogError) -> [UInt8]? {
        guard let line, line.hasPrefix(extraPrefix) else { return nil }
        let base64 = String(line.dropFirst(extraPrefix.count))
        guard let bytes = Base64.decode(base64) else {
            throw refusal("“\(line)”", expected: "“\(extraPrefix)<base64>”")
        }
        return bytes
    }

    private static func refusal(_ found: String, expected: String) -> LogError {
        LogError(
            path: "tlog-proof", found: found, expected: expected,
            remedy: "Get the proof file again from the record.")
    }
}
