/// Checks a whole record from its public files alone, as a stranger would: the entries are read and everything else is
/// computed from them again, up to the root that the log signed.
public struct LogAudit: Sendable {
    /// The file at a path under the log's prefix; nil where there is none.
    public typealias Reading = @Sendable (_ path: String) async throws -> [UInt8]?
    /// Looks at one entry. What it throws is a problem of the record; an `AuditProblem` is reported as it is.
    public typealias Visiting = @Sendable (_ index: Int, _ entry: [UInt8]) async throws -> Void

    /// The log's keys, one of which must have signed the checkpoint.
    public var keys: [NoteVerifier]
    /// Keys that signed once. They are good for saved checkpoints only: whoever stole one can still sign.
    public var retiredKeys: [NoteVerifier] = []
    /// Witnesses whose cosignatures are looked for.
    public var witnesses: [NoteVerifier] = []
    /// How many of the witnesses must have cosigned; all of them unless told otherwise.
    public var cosignaturesNeeded: Int?
    /// Checkpoints kept from earlier visits, as they were signed. The record must still grow out of each.
    public var savedCheckpoints: [String] = []
    /// Paths of all files under the prefix, where they can be listed. Partial files of earlier sizes are then checked as
    /// well, and files that no log writes are problems.
    public var presentFiles: [String] = []

    public init(keys: [NoteVerifier]) {
        self.keys = keys
    }

    public func run(
        reading: @escaping Reading, visiting: @escaping Visiting = { _, _ in }
    ) async -> AuditReport {
        var run = AuditRun(reading: reading, visiting: visiting)
        guard let opened = await run.openCheckpoint(with: keys + witnesses) else { return run.report }
        let checkpoint = opened.checkpoint
        run.report.checkpoint = checkpoint
        run.report.signatures = opened.signatures
        checkCosignatures(on: opened, into: &run.report)
        run.present = PresentFiles(presentFiles, treeSize: checkpoint.size)
        run.report.uncovered = run.present.uncovered
        run.report.problems += run.present.strays.map {
            AuditProblem(path: $0, found: "a file that is no part of a log", expected: "the checkpoint and tiles only")
        }
        let saved = openSaved(for: checkpoint, into: &run.report)
        await run.recompute(checkpoint, saved: Dictionary(grouping: saved, by: \.size))
        return run.report
    }

    private func checkCosignatures(on opened: VerifiedCheckpoint, into report: inout AuditReport) {
        let needed = cosignaturesNeeded ?? Set(witnesses).count
        guard opened.cosignatures.count < needed else { return }
        report.problems.append(
            AuditProblem(
                path: LogFile.checkpointPath, found: "\(opened.cosignatures.count) known cosignatures",
                expected: "\(needed)"))
    }

    /// The saved checkpoints of this log that its present size covers.
    private func openSaved(for current: Checkpoint, into report: inout AuditReport) -> [Checkpoint] {
        var saved: [Checkpoint] = []
        for note in savedCheckpoints {
            do throws(LogError) {
                let verifiers = keys + retiredKeys + witnesses
                let checkpoint = try VerifiedCheckpoint(opening: Array(note.utf8), with: verifiers).checkpoint
                if let problem = Self.mismatch(of: checkpoint, with: current) {
                    report.problems.append(problem)
                } else {
                    saved.append(checkpoint)
                }
            } catch {
                report.problems.append(
                    AuditProblem(path: "saved checkpoint", found: error.found, expected: error.expected))
            }
        }
        return saved
    }

    private static func mismatch(of saved: Checkpoint, with current: Checkpoint) -> AuditProblem? {
        if !saved.origin.utf8.elementsEqual(current.origin.utf8) {
            return AuditProblem(path: "saved checkpoint", found: "the log \(saved.origin)", expected: current.origin)
        }
        if saved.size > current.size {
            return AuditProblem(
                path: LogFile.checkpointPath, found: "size \(current.size)",
                expected: "\(saved.size) or more, as a saved checkpoint says")
        }
        return nil
    }
}
