/// The growing edge of the tree: at every level, the hashes of the tile that is not full yet. It is all that appending
/// and computing the root need, at most 255 hashes for each factor of 256 in size.
struct RightEdge {
    private(set) var size = 0
    private var levels: [[TreeHash]] = []

    /// The edge of the empty tree.
    init() {}

    /// The edge of a stored tree.
    init(size: Int, reading: (String) throws -> [UInt8]?) throws {
        self.size = size
        for level in TilePath.levels {
            let count = TilePath.count(.hashes(level: level), treeSize: size)
            guard count > 0 else { break }
            guard count % TilePath.fullWidth > 0,
                let path = TilePath(.hashes(level: level), index: count / TilePath.fullWidth, treeSize: size)
            else {
                levels.append([])
                continue
            }
            levels.append(try LogTiles.hashes(path, reading: reading).hashes)
        }
    }

    /// The leaf hashes of the unfinished tile.
    var unfinishedLeaves: [TreeHash] { levels.first ?? [] }

    /// Returns the tiles that became full, from the leaves up.
    mutating func append(_ leaf: TreeHash) -> [HashTile] {
        size += 1
        var full: [HashTile] = []
        var hash = leaf
        for level in TilePath.levels {
            if level == levels.count { levels.append([]) }
            levels[level].append(hash)
            guard levels[level].count == TilePath.fullWidth else { break }
            let count = TilePath.count(.hashes(level: level), treeSize: size)
            let tile = HashTile(level: level, index: count / TilePath.fullWidth - 1, hashes: levels[level])
            full.append(tile)
            levels[level].removeAll(keepingCapacity: true)
            hash = tile.root
        }
        return full
    }

    /// The unfinished tiles of this size, from the leaves up; none at a level that ends with a full one.
    var partialTiles: [HashTile] {
        levels.indices.filter { !levels[$0].isEmpty }.map { level in
            let count = TilePath.count(.hashes(level: level), treeSize: size)
            return HashTile(level: level, index: count / TilePath.fullWidth, hashes: levels[level])
        }
    }

    /// What lies to the right of a level's last full subtree is one ragged subtree, so it joins that level as its last
    /// hash.
    var root: TreeHash {
        levels.reduce(nil as TreeHash?) { ragged, hashes in
            let row = hashes + (ragged.map { [$0] } ?? [])
            return row.isEmpty ? nil : Merkle.root(of: row)
        } ?? .empty
    }
}
