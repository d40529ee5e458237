/// One audit under way.
struct AuditRun {
    let files: AuditedFiles
    let visiting: LogAudit.Visiting
    var present = PresentFiles()
    var report = AuditReport()

    init(reading: @escaping LogAudit.Reading, visiting: @escaping LogAudit.Visiting) {
        files = AuditedFiles(reading: reading)
        self.visiting = visiting
    }

    mutating func openCheckpoint(with verifiers: [NoteVerifier]) async -> VerifiedCheckpoint? {
        do {
            return try await files.checkpoint(with: verifiers)
        } catch {
            report.problems.append(error)
            return nil
        }
    }

    /// Reads every entry once, in order, and compares every tile on the way. Only the tree's right edge is kept in
    /// memory, whatever the size of the record.
    /// - Parameter saved: earlier checkpoints by their size.
    mutating func recompute(_ checkpoint: Checkpoint, saved: [Int: [Checkpoint]]) async {
        var edge = RightEdge()
        compare(edge, with: saved)
        var index = 0
        while let path = TilePath(.entries, index: index, treeSize: checkpoint.size) {
            guard let leaves = await leaves(under: path) else {
                problem("root", found: "no leaf hashes under \(path)", expected: "\(checkpoint.root), as signed")
                return
            }
            for leaf in leaves {
                for tile in edge.append(leaf) { await compare(tile) }
                compare(edge, with: saved)
            }
            index += 1
        }
        for tile in edge.partialTiles { await compare(tile) }
        if edge.root != checkpoint.root {
            problem("root", found: "\(edge.root), computed from the entries", expected: "\(checkpoint.root), as signed")
        }
    }

    /// The leaf hashes of a bundle. Where it cannot be read, its tile's are taken, so that the rest still gets checked.
    private mutating func leaves(under path: TilePath) async -> [TreeHash]? {
        do {
            let entries = try await files.entries(path)
            report.bundleCount += 1
            report.entryCount += entries.count
            for (offset, entry) in entries.enumerated() {
                await visit(entry, at: path.index * TilePath.fullWidth + offset, in: path)
            }
            await compareOlderForms(of: path) { width throws(LogError) in
                try EntryBundle.encode(entries.prefix(width))
            }
            return entries.map { Merkle.leaf($0) }
        } catch {
            report.problems.append(error)
            return try? await files.tile(path.leafTile).hashes
        }
    }

    private mutating func visit(_ entry: [UInt8], at index: Int, in path: TilePath) async {
        do {
            try await visiting(index, entry)
        } catch let found as AuditProblem {
            report.problems.append(found)
        } catch {
            problem("entry \(index) in \(path)", found: "\(error)", expected: "an entry of this record's kind")
        }
    }

    mutating func problem(_ path: String, found: String, expected: String) {
        report.problems.append(AuditProblem(path: path, found: found, expected: expected))
    }
}
