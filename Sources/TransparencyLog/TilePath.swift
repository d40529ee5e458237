/// The place of a hash tile or an entry bundle under the log's prefix (C2SP tlog-tiles).
public struct TilePath: Sendable, Hashable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable {
        /// 256 hashes, each the root over 256^level entries; level 0 holds leaf hashes.
        case hashes(level: Int)
        /// The entries under the level 0 tile of the same index and width.
        case entries
    }

    public static let fullWidth = 256
    public static let levels = 0...63

    public let kind: Kind
    public let index: Int
    /// How many hashes or entries it holds: 256 when full, 1 to 255 when partial.
    public let width: Int

    init(kind: Kind, index: Int, width: Int) {
        self.kind = kind
        self.index = index
        self.width = width
    }

    /// The tile as a tree of `size` entries has it; nil where that tree has none.
    public init?(_ kind: Kind, index: Int, treeSize size: Int) {
        let count = Self.count(kind, treeSize: size)
        guard 0 <= index, index <= count / Self.fullWidth else { return nil }
        let width = min(Self.fullWidth, count - index * Self.fullWidth)
        guard width > 0 else { return nil }
        self.init(kind: kind, index: index, width: width)
    }

    public var isPartial: Bool { width < Self.fullWidth }

    func withWidth(_ width: Int) -> TilePath {
        TilePath(kind: kind, index: index, width: width)
    }

    /// The level 0 tile over a bundle, which has the same index and width.
    var leafTile: TilePath { TilePath(kind: .hashes(level: 0), index: index, width: width) }

    /// The bundle under a level 0 tile.
    var bundle: TilePath { TilePath(kind: .entries, index: index, width: width) }

    /// Where a reader may look, in order: once a full tile exists, its partial forms may be gone.
    var candidates: [TilePath] { isPartial ? [self, withWidth(Self.fullWidth)] : [self] }

    /// How many hashes (or entries) of this kind a tree of `size` entries has.
    static func count(_ kind: Kind, treeSize size: Int) -> Int {
        switch kind {
        case .hashes(let level): size >> (8 * level)
        case .entries: size
        }
    }

    /// Every file that a tree of `size` entries is read from: bundles first, then tiles from the leaves up.
    public static func all(treeSize size: Int) -> [TilePath] {
        let kinds = [Kind.entries] + levels.map { Kind.hashes(level: $0) }
        return kinds.flatMap { kind in
            let tiles = (count(kind, treeSize: size) + fullWidth - 1) / fullWidth
            return (0..<tiles).compactMap { TilePath(kind, index: $0, treeSize: size) }
        }
    }
}
