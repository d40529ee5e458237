import Testing
import TransparencyLog

@Suite("Consistency proofs")
struct ConsistencyProofTests {
    @Test("every tree up to 64 grows out of every earlier one, and no proof survives a changed hash", arguments: 0...64)
    func everyPair(size: Int) throws {
        let leaves = Cast.leaves(size)
        let root = Merkle.root(of: leaves)
        for oldSize in 0...size {
            let oldRoot = Merkle.root(of: Array(leaves.prefix(oldSize)))
            let proof = try Merkle.consistencyProof(from: oldSize, leaves: leaves)
            try Merkle.verifyConsistency(from: oldSize, root: oldRoot, to: size, root: root, proof: proof)
            for position in proof.indices {
                var bad = proof
                bad[position] = try proof[position].corrupted
                expectRefusal(oldSize, oldRoot, size, root, bad)
            }
            expectRefusal(oldSize, try oldRoot.corrupted, size, root, proof)
            expectRefusal(oldSize, oldRoot, size, root, proof + [root])
            if oldSize > 0 { expectRefusal(oldSize, oldRoot, size, try root.corrupted, proof) }
            if !proof.isEmpty { expectRefusal(oldSize, oldRoot, size, root, proof.dropLast()) }
        }
    }

    @Test("a log that shrank has no proof")
    func shrunk() throws {
        let leaves = Cast.leaves(3)
        #expect(throws: LogError.self) { try Merkle.consistencyProof(from: 4, leaves: leaves) }
        expectRefusal(4, Merkle.root(of: Cast.leaves(4)), 3, Merkle.root(of: leaves), [])
    }

    @Test("two histories of one size do not pass for each other")
    func forked() {
        expectRefusal(3, Merkle.root(of: Cast.leaves(3)), 3, Merkle.root(of: Cast.leaves(3).reversed()), [])
    }

    @Test("a proof that ends below the root of the claimed size is refused, even where its hashes meet")
    func tooShort() {
        let leaves = Cast.leaves(4)
        let right = Merkle.node(leaves[2], leaves[3])
        expectRefusal(2, Merkle.root(of: Cast.leaves(2)), 8, Merkle.root(of: leaves), [right])
    }

    private func expectRefusal(
        _ oldSize: Int, _ oldRoot: TreeHash, _ size: Int, _ root: TreeHash, _ proof: [TreeHash]
    ) {
        #expect(throws: LogError.self) {
            try Merkle.verifyConsistency(from: oldSize, root: oldRoot, to: size, root: root, proof: proof)
        }
    }
}
