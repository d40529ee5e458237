extension Merkle {
    /// Checks that `leaf` is entry `index` of the tree with this size and root (RFC 9162 section 2.1.3.2).
    public static func verifyInclusion(
        of leaf: TreeHash, at index: Int, size: Int, root: TreeHash, proof: [TreeHash]
    ) throws(LogError) {
        guard 0 <= index, index < size else {
            throw refusal("inclusion proof", found: "index \(index)", expected: "0 or more, below the size \(size)")
        }
        var climb = Climb(node: index, last: size - 1)
        var hash = leaf
        for sibling in proof {
            switch try climb.step("inclusion proof") {
            case .left: hash = node(sibling, hash)
            case .right: hash = node(hash, sibling)
            }
        }
        try climb.finish("inclusion proof")
        guard hash == root else {
            throw refusal("inclusion proof", found: "root \(hash)", expected: "root \(root)")
        }
    }

    /// Checks that the old tree is a prefix of the new one (RFC 9162 section 2.1.4.2). Trees of equal size and the
    /// empty tree need an empty proof.
    public static func verifyConsistency(
        from oldSize: Int, root oldRoot: TreeHash, to newSize: Int, root newRoot: TreeHash, proof: [TreeHash]
    ) throws(LogError) {
        let name = "consistency proof"
        guard 0 <= oldSize, oldSize <= newSize else {
            throw refusal(name, found: "old size \(oldSize)", expected: "0 or more, at most \(newSize)")
        }
        if oldSize == 0 || oldSize == newSize {
            guard proof.isEmpty else {
                throw refusal(name, found: "\(proof.count) hashes", expected: "none from \(oldSize) to \(newSize)")
            }
            let known = oldSize == newSize ? newRoot : .empty
            guard oldRoot == known else {
                throw refusal(name, found: "old root \(oldRoot)", expected: "old root \(known)")
            }
            return
        }
        // An old tree that is one perfect subtree is its own starting point and left out of the proof.
        let path = oldSize.nonzeroBitCount == 1 ? [oldRoot] + proof : proof
        guard let start = path.first else { throw refusal(name, found: "no hashes", expected: "one or more") }
        var climb = Climb(node: oldSize - 1, last: newSize - 1)
        climb.skipRightEdges()
        var (old, new) = (start, start)
        for sibling in path.dropFirst() {
            switch try climb.step(name) {
            case .left: (old, new) = (node(sibling, old), node(sibling, new))
            case .right: new = node(new, sibling)
            }
        }
        try climb.finish(name)
        guard old == oldRoot else { throw refusal(name, found: "old root \(old)", expected: "old root \(oldRoot)") }
        guard new == newRoot else { throw refusal(name, found: "new root \(new)", expected: "new root \(newRoot)") }
    }

    /// The way from a leaf up to the root; `node` and `last` are RFC 9162's fn and sn.
    private struct Climb {
        enum Side { case left, right }
        var node: Int
        var last: Int

        /// On which side of the running hash the proof's next hash belongs.
        mutating func step(_ name: String) throws(LogError) -> Side {
            guard last > 0 else {
                throw refusal(name, found: "more hashes than the tree is high", expected: "no further hash")
            }
            let side: Side = node & 1 == 1 || node == last ? .left : .right
            if side == .left {
                while node & 1 == 0, node != 0 { up() }
            }
            up()
            return side
        }

        mutating func skipRightEdges() {
            while node & 1 == 1 { up() }
        }

        func finish(_ name: String) throws(LogError) {
            guard last == 0 else { throw refusal(name, found: "too few hashes", expected: "a path up to the root") }
        }

        private mutating func up() {
            node >>= 1
            last >>= 1
        }
    }

    private static func refusal(_ path: String, found: String, expected: String) -> LogError {
        LogError(
            path: path, found: found, expected: expected,
            remedy: "Do not trust it; fetch proof and checkpoint again, and keep both if they still disagree.")
    }
}
