/// What can be read out of a record's files without reading all of them. `reading` gives the bytes of the file at a path
/// under the log's prefix, or nil where there is none.
public enum LogTiles {
    /// The inclusion proof of entry `index` in the tree of `size` entries.
    public static func inclusionProof(
        of index: Int, size: Int, reading: (String) throws -> [UInt8]?
    ) throws -> [TreeHash] {
        try Merkle.inclusionPath(of: index, size: size).map { try hash(of: $0, size: size, reading: reading) }
    }

    /// The proof that the tree of `oldSize` entries is a prefix of the tree of `newSize`.
    public static func consistencyProof(
        from oldSize: Int, to newSize: Int, reading: (String) throws -> [UInt8]?
    ) throws -> [TreeHash] {
        try Merkle.consistencyPath(from: oldSize, to: newSize).map {
            try hash(of: $0, size: newSize, reading: reading)
        }
    }

    /// Entry `index` of the log of `size` entries.
    public static func entry(
        at index: Int, size: Int, reading: (String) throws -> [UInt8]?
    ) throws -> [UInt8] {
        guard 0 <= index, index < size,
            let path = TilePath(.entries, index: index / TilePath.fullWidth, treeSize: size)
        else {
            throw LogError(
                path: "entry \(index)", found: "a log of \(size) entries", expected: "an index below \(size)",
                remedy: "Ask for an entry that the log holds, or use a newer checkpoint.")
        }
        return try entries(path, reading: reading)[index % TilePath.fullWidth]
    }

    static func entries(_ path: TilePath, reading: (String) throws -> [UInt8]?) throws -> [[UInt8]] {
        let (stored, bytes) = try firstStored(of: path, reading: reading)
        return Array(try EntryBundle.decode(bytes, at: stored).prefix(path.width))
    }

    static func hashes(_ path: TilePath, reading: (String) throws -> [UInt8]?) throws -> HashTile {
        let (stored, bytes) = try firstStored(of: path, reading: reading)
        return try HashTile(bytes, at: stored).prefix(path.width)
    }

    /// The root over a range of leaves that is a subtree of the tree of `size` entries.
    private static func hash(
        of range: Range<Int>, size: Int, reading: (String) throws -> [UInt8]?
    ) throws -> TreeHash {
        guard range.count.nonzeroBitCount == 1 else {
            let middle = range.lowerBound + Merkle.split(range.count)
            return Merkle.node(
                try hash(of: range.lowerBound..<middle, size: size, reading: reading),
                try hash(of: middle..<range.upperBound, size: size, reading: reading))
        }
        // A perfect subtree lies within one tile of the highest level whose hashes are not larger than it.
        let level = range.count.trailingZeroBitCount / 8
        let first = range.lowerBound >> (8 * level)
        let count = range.count >> (8 * level)
        guard let path = TilePath(.hashes(level: level), index: first / TilePath.fullWidth, treeSize: size) else {
            preconditionFailure("subtree \(range) lies outside a tree of \(size) entries")
        }
        let offset = first % TilePath.fullWidth
        return Merkle.root(of: try hashes(path, reading: reading).hashes[offset..<(offset + count)])
    }

    private static func firstStored(
        of path: TilePath, reading: (String) throws -> [UInt8]?
    ) throws -> (TilePath, [UInt8]) {
        for candidate in path.candidates {
            if let bytes = try reading(candidate.path) { return (candidate, bytes) }
        }
        throw LogError(
            path: path.path, found: "no such file", expected: "\(path.width * TreeHash.byteCount) bytes or more",
            remedy: "Restore the file from a copy of the record; nothing can be appended or proven without it.")
    }
}
