import Testing
import TransparencyLog

@Suite("Merkle tree")
struct MerkleTests {
    @Test("the roots over Certificate Transparency's leaves are the published ones", arguments: 0...8)
    func certificateTransparencyRoots(size: Int) {
        let leaves = KnownAnswers.certificateTransparencyLeaves.prefix(size).map { Merkle.leaf($0) }
        #expect(Merkle.root(of: leaves).hex == KnownAnswers.certificateTransparencyRoots[size])
    }

    @Test("the empty tree's root is the hash of nothing")
    func emptyRoot() {
        #expect(TreeHash.empty.base64 == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
    }

    @Test("roots at the edges of a tile are those another implementation found", arguments: [255, 256, 257])
    func tileEdges(size: Int) {
        #expect(Merkle.root(of: Cast.leaves(size)).hex == KnownAnswers.entryRoots[size])
    }

    @Test("a leaf cannot pass for a node over the same bytes")
    func domainSeparation() {
        let (left, right) = (Merkle.leaf([1]), Merkle.leaf([2]))
        #expect(Merkle.leaf(left.bytes + right.bytes) != Merkle.node(left, right))
    }
}
