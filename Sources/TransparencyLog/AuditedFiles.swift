/// A record's files as an audit reads them: whatever keeps it from reading one is a problem of the record.
struct AuditedFiles: Sendable {
    let reading: LogAudit.Reading

    func bytes(at path: String) async throws(AuditProblem) -> [UInt8] {
        guard let bytes = try await read(path) else { throw missing(path) }
        return bytes
    }

    func checkpoint(with verifiers: [NoteVerifier]) async throws(AuditProblem) -> VerifiedCheckpoint {
        let note = try await bytes(at: LogFile.checkpointPath)
        do {
            return try VerifiedCheckpoint(opening: note, with: verifiers)
        } catch {
            throw AuditProblem(path: LogFile.checkpointPath, found: error.found, expected: error.expected)
        }
    }

    func entries(_ path: TilePath) async throws(AuditProblem) -> [[UInt8]] {
        let (stored, bytes) = try await firstStored(of: path)
        do {
            return Array(try EntryBundle.decode(bytes, at: stored).prefix(path.width))
        } catch {
            throw AuditProblem(error)
        }
    }

    func tile(_ path: TilePath) async throws(AuditProblem) -> HashTile {
        let (stored, bytes) = try await firstStored(of: path)
        do {
            return try HashTile(bytes, at: stored).prefix(path.width)
        } catch {
            throw AuditProblem(error)
        }
    }

    private func firstStored(of path: TilePath) async throws(AuditProblem) -> (TilePath, [UInt8]) {
        for candidate in path.candidates {
            if let bytes = try await read(candidate.path) { return (candidate, bytes) }
        }
        throw missing(path.path)
    }

    private func read(_ path: String) async throws(AuditProblem) -> [UInt8]? {
        do {
            return try await reading(path)
        } catch {
            throw AuditProblem(path: path, found: "a failure to read it: \(error)", expected: "the file")
        }
    }

    private func missing(_ path: String) -> AuditProblem {
        AuditProblem(path: path, found: "no such file", expected: "the file")
    }
}
