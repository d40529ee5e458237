import Testing
import TransparencyLog

@Suite("Inclusion proofs")
struct InclusionProofTests {
    @Test("every entry of every tree up to 64 is proven, and no proof survives a changed hash", arguments: 1...64)
    func everyEntry(size: Int) throws {
        let leaves = Cast.leaves(size)
        let root = Merkle.root(of: leaves)
        for index in 0..<size {
            let proof = try Merkle.inclusionProof(of: index, leaves: leaves)
            try Merkle.verifyInclusion(of: leaves[index], at: index, size: size, root: root, proof: proof)
            for position in proof.indices {
                var bad = proof
                bad[position] = try proof[position].corrupted
                expectRefusal(leaf: leaves[index], index, size, root, bad)
            }
            expectRefusal(leaf: try leaves[index].corrupted, index, size, root, proof)
            expectRefusal(leaf: leaves[index], index, size, try root.corrupted, proof)
            expectRefusal(leaf: leaves[index], index, size, root, proof + [root])
            if !proof.isEmpty { expectRefusal(leaf: leaves[index], index, size, root, proof.dropLast()) }
            if size > 1 { expectRefusal(leaf: leaves[index], (index + 1) % size, size, root, proof) }
        }
    }

    @Test("an index outside the tree is refused, asked or answered", arguments: [-1, 3, Int.max])
    func outside(index: Int) throws {
        let leaves = Cast.leaves(3)
        #expect(throws: LogError.self) { try Merkle.inclusionProof(of: index, leaves: leaves) }
        expectRefusal(leaf: leaves[0], index, 3, Merkle.root(of: leaves), [])
    }

    @Test("a proof that ends below the root of the claimed size is refused, even where its hashes meet")
    func tooShort() {
        let leaves = Cast.leaves(2)
        expectRefusal(leaf: leaves[0], 0, 4, Merkle.root(of: leaves), [leaves[1]])
    }

    private func expectRefusal(
        leaf: TreeHash, _ index: Int, _ size: Int, _ root: TreeHash, _ proof: [TreeHash]
    ) {
        #expect(throws: LogError.self) {
            try Merkle.verifyInclusion(of: leaf, at: index, size: size, root: root, proof: proof)
        }
    }
}
