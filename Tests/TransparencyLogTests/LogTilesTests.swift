import Testing
import TransparencyLog

@Suite("Reading a record's tiles")
struct LogTilesTests {
    private static let sizes = [1, 2, 5, 255, 256, 257, 300, 512, 700]

    @Test("proofs made from tiles are those made from all leaves", arguments: sizes)
    func proofs(size: Int) throws {
        let record = try MemoryRecord.grown(by: [size], signer: Cast.logSigner())
        let leaves = Cast.leaves(size)
        for index in stride(from: 0, to: size, by: max(1, size / 40)) {
            #expect(
                try LogTiles.inclusionProof(of: index, size: size) { record.files[$0] }
                    == Merkle.inclusionProof(of: index, leaves: leaves))
            #expect(
                try LogTiles.consistencyProof(from: index, to: size) { record.files[$0] }
                    == Merkle.consistencyProof(from: index, leaves: leaves))
        }
    }

    @Test("an entry is found by its index, and none beyond the end")
    func entry() throws {
        let record = try MemoryRecord.grown(by: [300], signer: Cast.logSigner())
        for index in [0, 255, 256, 299] {
            #expect(try LogTiles.entry(at: index, size: 300) { record.files[$0] } == Array("entry \(index)".utf8))
        }
        #expect(throws: LogError.self) { try LogTiles.entry(at: 300, size: 300) { record.files[$0] } }
        #expect(throws: LogError.self) { try LogTiles.entry(at: -1, size: 300) { record.files[$0] } }
    }

    @Test("a missing tile is named")
    func missing() throws {
        let error = #expect(throws: LogError.self) { try LogTiles.inclusionProof(of: 0, size: 300) { _ in nil } }
        #expect(error?.path == "tile/0/000")
    }
}
