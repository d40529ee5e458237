import Testing
import TransparencyLog

@Suite("Proof files")
struct TlogProofTests {
    private func proof(of index: Int, extra: [UInt8]? = nil) throws -> TlogProof {
        let record = try MemoryRecord.grown(by: [5], signer: Cast.logSigner())
        let hashes = try LogTiles.inclusionProof(of: index, size: 5) { record.files[$0] }
        return TlogProof(index: index, hashes: hashes, checkpoint: record.checkpoint, extra: extra)
    }

    @Test("a proof file proves its entry to a reader who has nothing but the log's key", arguments: 0..<5)
    func proves(index: Int) throws {
        let file = try TlogProof(parsing: proof(of: index).text)
        let opened = try file.verify(entry: Cast.entries(5)[index], with: [Cast.logKey()])
        #expect(opened.checkpoint.size == 5)
        #expect(throws: LogError.self) { try file.verify(entry: Array("other".utf8), with: [Cast.logKey()]) }
        #expect(throws: LogError.self) { try file.verify(entry: Cast.entries(5)[index], with: [Cast.rotatedKey()]) }
    }

    @Test("its lines stand in the order of the specification")
    func layout() throws {
        let proof = try proof(of: 4, extra: [1, 2, 3])
        #expect(
            proof.text == """
                c2sp.org/tlog-proof@v1
                extra AQID
                index 4
                \(Merkle.root(of: Cast.leaves(4)).base64)

                \(proof.checkpoint)
                """)
        #expect(try TlogProof(parsing: proof.text) == proof)
    }

    @Test("a log of one entry needs no hashes")
    func single() throws {
        let record = try MemoryRecord.grown(by: [1], signer: Cast.logSigner())
        let proof = TlogProof(index: 0, hashes: [], checkpoint: record.checkpoint)
        #expect(proof.text.hasPrefix("c2sp.org/tlog-proof@v1\nindex 0\n\n\(Cast.origin)\n"))
        let opened = try TlogProof(parsing: proof.text).verify(entry: Cast.entries(1)[0], with: [Cast.logKey()])
        #expect(opened.checkpoint.size == 1)
    }

    @Test("one changed bit anywhere in the file and it proves nothing")
    func changed() throws {
        let bytes = Array(try proof(of: 2).text.utf8)
        let key = try Cast.logKey()
        let entry = Cast.entries(5)[2]
        for position in bytes.indices {
            for bit: UInt8 in [0x01, 0x20, 0x80] {
                var changed = bytes
                changed[position] ^= bit
                guard let text = String(validating: changed, as: UTF8.self) else { continue }
                #expect(throws: LogError.self, "byte \(position), bit \(bit)") {
                    try TlogProof(parsing: text).verify(entry: entry, with: [key])
                }
            }
        }
    }

    @Test("more hashes than the highest tree needs are refused")
    func tooLong() throws {
        let proof = try proof(of: 0)
        let long = TlogProof(
            index: 0, hashes: [TreeHash](repeating: .empty, count: 64), checkpoint: proof.checkpoint)
        #expect(throws: LogError.self) { try TlogProof(parsing: long.text) }
    }
}
