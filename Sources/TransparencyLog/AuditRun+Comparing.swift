extension AuditRun {
    /// Compares a stored tile, and what is left of its narrower forms, with the hashes computed from the entries.
    mutating func compare(_ tile: HashTile) async {
        let source = tile.path.kind == .hashes(level: 0) ? "\(tile.path.bundle)" : "the entries"
        do {
            let stored = try await files.tile(tile.path)
            report.tileCount += 1
            for (offset, (found, computed)) in zip(stored.hashes, tile.hashes).enumerated() where found != computed {
                problem(
                    tile.path.path, found: "hash \(offset) is \(found)",
                    expected: "\(computed), computed from \(source)")
            }
        } catch {
            report.problems.append(error)
        }
        await compareOlderForms(of: tile.path) { width in tile.prefix(width).file.bytes }
    }

    /// Compares the tree on its way up with the checkpoints of that size that were kept.
    mutating func compare(_ edge: RightEdge, with saved: [Int: [Checkpoint]]) {
        for checkpoint in saved[edge.size] ?? [] {
            report.savedCheckpointCount += 1
            guard checkpoint.root != edge.root else { continue }
            problem(
                "saved checkpoint of size \(edge.size)", found: "root \(checkpoint.root)",
                expected: "\(edge.root), computed from the entries; the log shows two histories")
        }
    }

    /// Compares the partial files of earlier sizes with the first entries or hashes of the current one.
    mutating func compareOlderForms(of path: TilePath, with prefix: (Int) throws(LogError) -> [UInt8]) async {
        for form in present.olderForms(of: path) {
            do {
                let bytes = try await files.bytes(at: form.path)
                report.olderFileCount += 1
                guard bytes != (try? prefix(form.width)) else { continue }
                let unit = path.kind == .entries ? "entries" : "hashes"
                problem(
                    form.path, found: "bytes that \(path) does not begin with",
                    expected: "its first \(form.width) \(unit)")
            } catch {
                report.problems.append(error)
            }
        }
    }
}
