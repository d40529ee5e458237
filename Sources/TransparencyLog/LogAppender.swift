/// What one append writes, and the tree it makes.
public struct LogAppend: Sendable {
    /// In the order they have to be durable, all of them before the new checkpoint is signed: entries first, because
    /// tiles can be made from them again and not the other way round, then tiles, each after those it is made from.
    public let files: [LogFile]
    public let size: Int
    public let root: TreeHash
}

/// Grows the record. It only computes: the caller reads, writes and syncs the files, compares `root(ofSize:reading:)`
/// with the last signed state before appending, and signs afterwards.
///
/// After a crash between writing and signing, append the same entries in the same order again: files that are already
/// there then hold the beginning of what gets written, and no path ever has two contents.
public enum LogAppender {
    /// - Parameters:
    ///   - entries: at most 65,535 bytes each.
    ///   - size: how many entries the log has now.
    ///   - reading: the bytes of the file at a path under the log's prefix, nil where there is none.
    public static func append(
        _ entries: [[UInt8]], toSize size: Int, reading: (String) throws -> [UInt8]?
    ) throws -> LogAppend {
        var edge = try RightEdge(size: size, reading: reading)
        let bundles = try self.bundles(entries, after: edge, reading: reading)

        let fullTiles = entries.flatMap { edge.append(Merkle.leaf($0)) }
        let partialTiles = edge.partialTiles.filter { tile in
            TilePath.count(tile.path.kind, treeSize: edge.size) > TilePath.count(tile.path.kind, treeSize: size)
        }
        return LogAppend(
            files: bundles + (fullTiles + partialTiles).map(\.file), size: edge.size, root: edge.root)
    }

    /// The root of the stored tree of `size` entries, from its rightmost tiles.
    public static func root(ofSize size: Int, reading: (String) throws -> [UInt8]?) throws -> TreeHash {
        try RightEdge(size: size, reading: reading).root
    }

    private static func bundles(
        _ entries: [[UInt8]], after edge: RightEdge, reading: (String) throws -> [UInt8]?
    ) throws -> [LogFile] {
        guard !entries.isEmpty else { return [] }
        for (offset, entry) in entries.enumerated() {
            try EntryBundle.check(entry, name: "new entry \(edge.size + offset)")
        }
        let size = edge.size + entries.count
        var waiting = try (unfinishedEntries(of: edge, reading: reading) + entries)[...]
        var index = edge.size / TilePath.fullWidth
        var files: [LogFile] = []
        while let path = TilePath(.entries, index: index, treeSize: size) {
            files.append(LogFile(path: path.path, bytes: try EntryBundle.encode(waiting.prefix(path.width))))
            waiting = waiting.dropFirst(path.width)
            index += 1
        }
        return files
    }

    /// The entries that the next bundle begins with. They are about to be written again, so what the disk gave is
    /// compared with the tree first.
    private static func unfinishedEntries(
        of edge: RightEdge, reading: (String) throws -> [UInt8]?
    ) throws -> [[UInt8]] {
        guard edge.size % TilePath.fullWidth > 0,
            let path = TilePath(.entries, index: edge.size / TilePath.fullWidth, treeSize: edge.size)
        else { return [] }
        let entries = try LogTiles.entries(path, reading: reading)
        for (offset, (entry, leaf)) in zip(entries, edge.unfinishedLeaves).enumerated() {
            let hash = Merkle.leaf(entry)
            guard hash == leaf else {
                throw LogError(
                    path: path.path, found: "entry \(offset) with leaf hash \(hash)",
                    expected: "\(leaf), as its tile says",
                    remedy: "Restore the file from a copy of the record before appending.")
            }
        }
        return entries
    }
}
