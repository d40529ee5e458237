extension Merkle {
    /// The inclusion proof of leaf `index` (RFC 6962 section 2.1.1), the leaf's sibling first.
    public static func inclusionProof(of index: Int, leaves: [TreeHash]) throws(LogError) -> [TreeHash] {
        try inclusionPath(of: index, size: leaves.count).map { root(of: leaves[$0]) }
    }

    /// The proof that the first `size` leaves are a prefix of `leaves` (RFC 6962 section 2.1.2). Empty when `size` is 0
    /// or all of them.
    public static func consistencyProof(from size: Int, leaves: [TreeHash]) throws(LogError) -> [TreeHash] {
        try consistencyPath(from: size, to: leaves.count).map { root(of: leaves[$0]) }
    }

    /// The subtrees, as ranges of leaves, whose roots make up an inclusion proof.
    static func inclusionPath(of index: Int, size: Int) throws(LogError) -> [Range<Int>] {
        guard 0 <= index, index < size else {
            throw LogError(
                path: "inclusion proof", found: "index \(index)", expected: "0 or more, below the tree size \(size)",
                remedy: "Ask for an entry that the tree holds, or use a newer checkpoint.")
        }
        var path: [Range<Int>] = []
        var subtree = 0..<size
        while subtree.count > 1 {
            let middle = subtree.lowerBound + split(subtree.count)
            if index < middle {
                path.append(middle..<subtree.upperBound)
                subtree = subtree.lowerBound..<middle
            } else {
                path.append(subtree.lowerBound..<middle)
                subtree = middle..<subtree.upperBound
            }
        }
        return path.reversed()
    }

    /// The subtrees, as ranges of leaves, whose roots make up a consistency proof.
    static func consistencyPath(from oldSize: Int, to newSize: Int) throws(LogError) -> [Range<Int>] {
        guard 0 <= oldSize, oldSize <= newSize else {
            throw LogError(
                path: "consistency proof", found: "old size \(oldSize)", expected: "0 or more, at most \(newSize)",
                remedy: "Give the older tree first; a log never shrinks.")
        }
        if oldSize == 0 || oldSize == newSize { return [] }
        var path: [Range<Int>] = []
        var subtree = 0..<newSize
        while subtree.upperBound != oldSize {
            let middle = subtree.lowerBound + split(subtree.count)
            if oldSize <= middle {
                path.append(middle..<subtree.upperBound)
                subtree = subtree.lowerBound..<middle
            } else {
                path.append(subtree.lowerBound..<middle)
                subtree = middle..<subtree.upperBound
            }
        }
        // A subtree that is the whole old tree is known to the verifier already.
        if subtree.lowerBound > 0 { path.append(subtree) }
        return path.reversed()
    }
}
