/// A folder's listing, sorted by what each file has to do with a tree of one size.
struct PresentFiles {
    /// Partial files of earlier sizes, by the full tile that takes their place.
    private var older: [TilePath: [TilePath]] = [:]
    /// Files that reach beyond the tree.
    private(set) var uncovered: [String] = []
    /// Files that no log writes.
    private(set) var strays: [String] = []

    init(_ paths: [String] = [], treeSize size: Int = 0) {
        for path in paths.sorted() where path != LogFile.checkpointPath {
            guard let tile = TilePath(path: path) else {
                strays.append(path)
                continue
            }
            let width = TilePath(tile.kind, index: tile.index, treeSize: size)?.width ?? 0
            if tile.width < width {
                older[tile.withWidth(TilePath.fullWidth), default: []].append(tile)
            } else if tile.width > width {
                uncovered.append(path)
            }
        }
    }

    /// The older, narrower forms of a current tile or bundle.
    func olderForms(of path: TilePath) -> [TilePath] {
        older[path.withWidth(TilePath.fullWidth)] ?? []
    }
}
