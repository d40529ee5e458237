import Crypto
import Testing
import TransparencyLog

@Suite("Appending")
struct LogAppenderTests {
    @Test("70,000 entries make the tree and the tile that another implementation makes")
    func knownAnswer() throws {
        let entries = Cast.entries(70_000)
        let first = try LogAppender.append(Array(entries.prefix(65_536)), toSize: 0) { _ in nil }
        #expect(first.root.hex == KnownAnswers.entryRoots[65_536])

        var files = Dictionary(uniqueKeysWithValues: first.files.map { ($0.path, $0.bytes) })
        let second = try LogAppender.append(Array(entries.dropFirst(65_536)), toSize: 65_536) { files[$0] }
        #expect(second.root.hex == KnownAnswers.entryRoots[70_000])
        #expect(second.size == 70_000)

        files.merge(second.files.map { ($0.path, $0.bytes) }) { _, new in new }
        let tile = try #require(files["tile/1/001.p/17"])
        #expect(TreeHash(bytes: Array(SHA256.hash(data: tile)))?.hex == KnownAnswers.tileHash)
        #expect(try LogAppender.root(ofSize: 70_000) { files[$0] } == second.root)
        #expect(TilePath.all(treeSize: 70_000).allSatisfy { files[$0.path] != nil })
    }

    @Test(
        "in whatever portions entries arrive, the same files serve the final size",
        arguments: [
            [600], [1, 599], [255, 1, 344], [256, 256, 88], [257, 300, 43], [100, 100, 100, 100, 100, 100],
            [Int](repeating: 1, count: 600),
        ])
    func anySplit(counts: [Int]) throws {
        let whole = try LogAppender.append(Cast.entries(600), toSize: 0) { _ in nil }
        let record = try MemoryRecord.grown(by: counts, signer: Cast.logSigner())
        for file in whole.files { #expect(record.files[file.path] == file.bytes, "\(file.path)") }
        #expect(try LogAppender.root(ofSize: 600) { record.files[$0] } == whole.root)
        #expect(Set(whole.files.map(\.path)) == Set(TilePath.all(treeSize: 600).map(\.path)))
    }

    @Test("after more appends every earlier size is still served, files and proofs")
    func earlierSizes() throws {
        let record = try MemoryRecord.grown(by: [Int](repeating: 1, count: 300), signer: Cast.logSigner())
        let leaves = Cast.leaves(300)
        for size in 0...300 {
            #expect(TilePath.all(treeSize: size).allSatisfy { record.files[$0.path] != nil })
            #expect(
                try LogAppender.root(ofSize: size) { record.files[$0] } == Merkle.root(of: Array(leaves.prefix(size))))
        }
    }

    @Test("where only the full tile is left, it stands in for its partial forms")
    func fullForPartial() throws {
        var record = try MemoryRecord.grown(by: [200, 200], signer: Cast.logSigner())
        record.replace("tile/0/000.p/200", with: nil)
        record.replace("tile/entries/000.p/200", with: nil)
        #expect(try LogAppender.root(ofSize: 200) { record.files[$0] } == Merkle.root(of: Cast.leaves(200)))
        #expect(try LogTiles.entry(at: 199, size: 200) { record.files[$0] } == Array("entry 199".utf8))
    }

    @Test("entries come before tiles, and tiles before those made from them")
    func order() throws {
        let append = try LogAppender.append(Cast.entries(300), toSize: 0) { _ in nil }
        #expect(
            append.files.map(\.path) == [
                "tile/entries/000", "tile/entries/001.p/44", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1",
            ])
    }

    @Test("a tile that did not change is not written again")
    func unchanged() throws {
        let record = try MemoryRecord.grown(by: [300], signer: Cast.logSigner())
        let append = try LogAppender.append(Cast.entries(300..<301), toSize: 300) { record.files[$0] }
        #expect(append.files.map(\.path) == ["tile/entries/001.p/45", "tile/0/001.p/45"])
    }

    @Test("appending nothing writes nothing and keeps the root", arguments: [0, 5, 256])
    func nothing(size: Int) throws {
        let record = try MemoryRecord.grown(by: [size], signer: Cast.logSigner())
        let append = try LogAppender.append([], toSize: size) { record.files[$0] }
        #expect(append.files.isEmpty)
        #expect(append.size == size)
        #expect(append.root == Merkle.root(of: Cast.leaves(size)))
    }

    @Test("a record with a file missing, cut or altered is not grown")
    func damaged() throws {
        let record = try MemoryRecord.grown(by: [300], signer: Cast.logSigner())
        for path in ["tile/entries/001.p/44", "tile/0/001.p/44", "tile/1/000.p/1"] {
            var missing = record
            missing.replace(path, with: nil)
            let error = #expect(throws: LogError.self) { try missing.append(Cast.entries(300..<301)) }
            #expect(error?.path == path)
            var cut = record
            cut.replace(path, with: record.files[path]?.dropLast())
            #expect(throws: LogError.self) { try cut.append(Cast.entries(300..<301)) }
        }
        var altered = record
        altered.flip(1, of: 5, in: "tile/entries/001.p/44")
        #expect(throws: LogError.self) { try altered.append(Cast.entries(300..<301)) }
    }

    @Test("an entry that is too long is named, and nothing is returned to be written")
    func tooLong() {
        let entries = [[1], [UInt8](repeating: 1, count: 65_536)]
        let error = #expect(throws: LogError.self) { try LogAppender.append(entries, toSize: 0) { _ in nil } }
        #expect(error?.path == "new entry 1")
    }
}
