import Testing
import TransparencyLog

@Suite("Tile paths")
struct TilePathTests {
    @Test(
        "a place in the tree has one spelling",
        arguments: [
            (TilePath.Kind.hashes(level: 0), 0, 300, "tile/0/000"),
            (.hashes(level: 0), 1, 300, "tile/0/001.p/44"),
            (.hashes(level: 1), 0, 300, "tile/1/000.p/1"),
            (.hashes(level: 0), 1067, 1067 * 256 + 8, "tile/0/x001/067.p/8"),
            (.entries, 1000, 1001 * 256, "tile/entries/x001/000"),
            (.entries, 1_234_067, 2_000_000 * 256, "tile/entries/x001/x234/067"),
            (.hashes(level: 7), 0, Int.max, "tile/7/000.p/127"),
        ])
    func spelling(kind: TilePath.Kind, index: Int, size: Int, text: String) throws {
        let path = try #require(TilePath(kind, index: index, treeSize: size))
        #expect(path.path == text)
        #expect(TilePath(path: text) == path)
    }

    @Test(
        "any other spelling is no tile",
        arguments: [
            "", "tile", "tile/0", "tile/0/", "tile/0/0", "tile/0/0000", "tile/00/000", "tile/64/000", "tile/-1/000",
            "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/01", "tile/0/000.p/256", "tile/0/000.p/+1",
            "tile/0/001/067", "tile/0/x001", "tile/0/x000/001", "tile/0/x1/067", "tile/0/000/", "/tile/0/000",
            "tile/0/+00", "tile/Entries/000", "tile/0/../000", "tile/0/0\u{661}0", "tile/0/000.p/1/2",
            "tile/0/x999/x999/x999/x999/x999/x999/999",
        ])
    func refused(text: String) {
        #expect(TilePath(path: text) == nil)
    }

    @Test("a tree has no tile beyond its end", arguments: [(0, 0), (256, 1), (300, 2), (300, -1), (300, Int.max)])
    func beyond(size: Int, index: Int) {
        #expect(TilePath(.entries, index: index, treeSize: size) == nil)
    }

    @Test("70,000 entries make the tiles that the specification counts")
    func layout() {
        let paths = TilePath.all(treeSize: 70_000)
        #expect(paths.filter { $0.kind == .entries }.count == 274)
        #expect(paths.filter { $0.kind == .hashes(level: 0) && !$0.isPartial }.count == 273)
        #expect(paths.suffix(4).map(\.path) == ["tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"])
    }
}
