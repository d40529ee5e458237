import OnRecord
import Server
import TransparencyLog

/// The public record, as the store holds it and as the files show it: every version that ever reached the disk.
struct RecordAudit {
    private(set) var leaves: [[UInt8]] = []
    private var hashes: [TreeHash] = []
    /// By size, as far as they were asked for.
    private var roots: [Int: TreeHash] = [:]
    /// Commitments of each entry's texts.
    private var texts: [[String]] = []
    /// How often a promise's result was published, by subject, promise and result.
    private(set) var results: [String: Int] = [:]
    /// How often a document was published.
    private(set) var documents: [String: Int] = [:]
    /// The impact that a page was reserved with, as its entry commits to it, by the page's slug.
    private(set) var impacts: [String: String] = [:]
    private var historyRead = 0
    private var key: NoteVerifier?
    private var signedSize = 0
    private(set) var published: Checkpoint?

    mutating func read(_ store: FaultyStore, _ files: FaultyFiles) throws {
        try readEntries(store)
        for write in files.history[historyRead...] { try look(at: write, files) }
        historyRead = files.history.count
    }

    private mutating func readEntries(_ store: FaultyStore) throws {
        let count = try store.real.entryCount()
        try hold(count >= leaves.count, "the store has \(count) entries and had \(leaves.count)")
        for sealed in try store.real.entries(from: leaves.count, limit: .max) {
            try checkNothingPersonal(in: sealed.leaf, "entry \(leaves.count)")
            let leaf = try CanonicalJSON.decode(Leaf.self, from: sealed.leaf)
            let commitments = sealed.texts.map(\.commitment)
            try hold(
                Set(leaf.texts.values) == Set(commitments), "entry \(leaves.count) and its texts do not belong together"
            )
            texts.append(commitments)
            if leaf.kind == .promiseResult {
                let words = ["subject", "promise", "result"].map { leaf.values[$0] ?? "?" }
                results[words.joined(separator: " "), default: 0] += 1
            }
            if leaf.kind == .pageReserved, let slug = leaf.page.split(separator: "/").last {
                impacts[String(slug)] = sealed.texts.first { $0.commitment == leaf.texts["impact"] }?.text
            }
            if let document = leaf.values["document"] { documents[document, default: 0] += 1 }
            leaves.append(sealed.leaf)
            hashes.append(Merkle.leaf(sealed.leaf))
        }
    }

    private mutating func look(at write: FaultyFiles.Write, _ files: FaultyFiles) throws {
        switch write.path {
        case "record/vkey":
            try hold(key == nil, "the record's key was published twice")
            key = try NoteVerifier(vkey: String(decoding: write.bytes.dropLast(), as: UTF8.self))
        case "signer/signed.json":
            let next = try CanonicalJSON.decode(RecordKeeper.SignedState.self, from: write.bytes)
            try hold(next.size >= signedSize, "the signed size shrinks from \(signedSize) to \(next.size)")
            let root = try root(next.size).base64
            try hold(next.root == root, "the signed root at size \(next.size) is not the entries'")
            signedSize = next.size
        case "record/checkpoint": try look(atCheckpoint: write.bytes, files)
        default: break
        }
    }

    private mutating func look(atCheckpoint bytes: [UInt8], _ files: FaultyFiles) throws {
        guard let key else { throw Violation(description: "a checkpoint was published before its key") }
        let checkpoint = try VerifiedCheckpoint(opening: bytes, with: [key]).checkpoint
        let earlier = published?.size ?? 0
        try hold(checkpoint.size >= earlier, "the record shrinks from \(earlier) to \(checkpoint.size)")
        let root = try root(checkpoint.size)
        try hold(checkpoint.root == root, "the checkpoint at \(checkpoint.size) is not the entries'")
        try hold(
            checkpoint.size == signedSize,
            "size \(checkpoint.size) is published while \(signedSize) is stored as signed")
        if let published {
            // As a stranger would who saw both.
            try Merkle.verifyConsistency(
                from: published.size, root: published.root, to: checkpoint.size, root: checkpoint.root,
                proof: try Merkle.consistencyProof(from: published.size, leaves: Array(hashes.prefix(checkpoint.size))))
        }
        try checkServed(earlier..<checkpoint.size, files)
        published = checkpoint
    }

    private mutating func root(_ size: Int) throws -> TreeHash {
        try hold(size <= leaves.count, "\(size) entries are signed for, the store holds \(leaves.count)")
        if let known = roots[size] { return known }
        let root = Merkle.root(of: Array(hashes.prefix(size)))
        roots[size] = root
        return root
    }

    /// Whoever reads a checkpoint finds the tiles, bundles and texts behind it.
    private func checkServed(_ new: Range<Int>, _ files: FaultyFiles) throws {
        func file(_ path: String) -> [UInt8]? { files.contents["record/\(path)"] }
        let size = new.upperBound
        for path in TilePath.all(treeSize: size) {
            try hold(file(path.path) != nil, "size \(size) is published without \(path)")
        }
        let bundle = (size - 1) / TilePath.fullWidth
        if let path = TilePath(.entries, index: bundle, treeSize: size), let bytes = file(path.path) {
            let first = bundle * TilePath.fullWidth
            try hold(
                try EntryBundle.decode(bytes, at: path) == Array(leaves[first..<size]), "\(path) is not the entries'")
        }
        for text in texts[new].joined() {
            try hold(file("text/\(text)") != nil, "size \(size) is published without text \(text)")
        }
    }
}
