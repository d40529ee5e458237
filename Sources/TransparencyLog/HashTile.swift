/// Up to 256 neighbouring hashes of one level, stored one after the other, 32 bytes each (C2SP tlog-tiles).
public struct HashTile: Sendable, Hashable {
    public let path: TilePath
    public let hashes: [TreeHash]

    private init(path: TilePath, hashes: [TreeHash]) {
        self.path = path
        self.hashes = hashes
    }

    init(level: Int, index: Int, hashes: [TreeHash]) {
        self.init(path: TilePath(kind: .hashes(level: level), index: index, width: hashes.count), hashes: hashes)
    }

    /// Reads the tile stored at `path`, which names a tile of hashes.
    public init(_ bytes: [UInt8], at path: TilePath) throws(LogError) {
        guard bytes.count == path.width * TreeHash.byteCount else {
            throw LogError(
                path: path.path, found: "\(bytes.count) bytes",
                expected: "\(path.width * TreeHash.byteCount) bytes, \(path.width) hashes",
                remedy: "Restore the file from a copy of the record.")
        }
        self.path = path
        hashes = stride(from: 0, to: bytes.count, by: TreeHash.byteCount).compactMap {
            TreeHash(bytes: bytes[$0..<($0 + TreeHash.byteCount)])
        }
    }

    /// The same tile as it was when it held only `width` hashes.
    func prefix(_ width: Int) -> HashTile {
        HashTile(path: path.withWidth(width), hashes: Array(hashes.prefix(width)))
    }

    public var file: LogFile { LogFile(path: path.path, bytes: hashes.flatMap(\.bytes)) }

    /// What this tile contributes to the level above it, once it is full.
    var root: TreeHash { Merkle.root(of: hashes) }
}
