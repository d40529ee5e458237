import Crypto

/// The Merkle tree of RFC 6962 section 2.1 with SHA-256.
public enum Merkle {
    /// Leaves and inner nodes are hashed under different first bytes, so that neither can pass for the other.
    private static let leafPrefix: UInt8 = 0x00
    private static let nodePrefix: UInt8 = 0x01

    public static func leaf(_ entry: some Collection<UInt8>) -> TreeHash {
        TreeHash(SHA256.hash(data: [leafPrefix] + entry))
    }

    public static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        TreeHash(SHA256.hash(data: [nodePrefix] + left.bytes + right.bytes))
    }

    /// MTH of the leaf hashes. It is also the root over equally sized subtrees' roots, the last of which may stand
    /// for a smaller, ragged subtree: both trees split at the same places.
    public static func root(of leaves: [TreeHash]) -> TreeHash {
        leaves.isEmpty ? .empty : root(of: leaves[...])
    }

    static func root(of leaves: ArraySlice<TreeHash>) -> TreeHash {
        if leaves.count == 1 { return leaves[leaves.startIndex] }
        let middle = leaves.startIndex + split(leaves.count)
        return node(root(of: leaves[..<middle]), root(of: leaves[middle...]))
    }

    /// The largest power of two below `count`, which must be 2 or more: where a tree of that size divides.
    static func split(_ count: Int) -> Int {
        1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }
}
