/// Something about a record that is not as it must be.
public struct AuditProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file, or the name of the thing where it is not a file.
    public let path: String
    public let found: String
    public let expected: String

    public init(path: String, found: String, expected: String) {
        self.path = path
        self.found = found
        self.expected = expected
    }

    init(_ error: LogError) {
        self.init(path: error.path, found: error.found, expected: error.expected)
    }

    public var description: String { "\(path): found \(found), expected \(expected)" }
}

/// What an audit looked at, and what it found wrong.
public struct AuditReport: Sendable {
    /// What everything was measured against; nil when it could not be trusted.
    public internal(set) var checkpoint: Checkpoint?
    /// Who vouches for the checkpoint: the log and the witnesses among the known keys.
    public internal(set) var signatures: [VerifiedSignature] = []
    public internal(set) var entryCount = 0
    public internal(set) var bundleCount = 0
    public internal(set) var tileCount = 0
    /// Partial files of earlier sizes that are still there.
    public internal(set) var olderFileCount = 0
    /// Saved checkpoints whose roots were found again on the way.
    public internal(set) var savedCheckpointCount = 0
    /// Files that hold more than the checkpoint covers: written, but signed for by nobody yet.
    public internal(set) var uncovered: [String] = []
    public internal(set) var problems: [AuditProblem] = []

    public var isClean: Bool { problems.isEmpty }

    /// What was checked, a line each.
    public var checked: [String] {
        var lines: [String] = []
        if let checkpoint {
            let signers = signatures.map(\.verifier.vkey).joined(separator: " and ")
            lines.append("checkpoint of \(checkpoint.origin) at size \(checkpoint.size), signed by \(signers)")
        }
        lines.append("entries: \(entryCount), in bundles: \(bundleCount)")
        lines.append("hash tiles: \(tileCount)")
        if olderFileCount > 0 { lines.append("partial files of earlier sizes: \(olderFileCount)") }
        if savedCheckpointCount > 0 { lines.append("saved checkpoints: \(savedCheckpointCount)") }
        return lines
    }
}
