import Testing
import TransparencyLog

@Suite("Auditing: keys, witnesses and saved checkpoints")
struct LogAuditTrustTests {
    @Test("a checkpoint by another key is not believed and nothing else is read")
    func otherKey() async throws {
        let record = try MemoryRecord.grown(by: [5], signer: Cast.logSigner())
        let report = await record.audit(LogAudit(keys: [try Cast.rotatedKey()]))
        #expect(report.checkpoint == nil)
        #expect(report.problems.count == 1)
        #expect(report.entryCount == 0)
    }

    @Test("a record that grew out of every saved checkpoint is clean")
    func savedCheckpoints() async throws {
        var record = MemoryRecord(signer: try Cast.logSigner())
        var audit = LogAudit(keys: [try Cast.logKey()])
        for count in [0, 1, 2, 253, 1, 100] {
            try record.append(Cast.entries(record.size..<(record.size + count)))
            audit.savedCheckpoints.append(record.checkpoint)
        }
        let report = await record.audit(audit)
        #expect(report.problems == [])
        #expect(report.savedCheckpointCount == 6)
    }

    @Test("a record that was rewritten and signed again is given away by a saved checkpoint")
    func rewritten() async throws {
        let honest = try MemoryRecord.grown(by: [3], signer: Cast.logSigner())
        var record = MemoryRecord(signer: try Cast.logSigner())
        try record.append(Cast.entries(1..<6))
        var audit = LogAudit(keys: [try Cast.logKey()])
        #expect(await record.audit(audit).isClean)
        audit.savedCheckpoints = [honest.checkpoint]
        #expect(await record.audit(audit).problems.map(\.path) == ["saved checkpoint of size 3"])
    }

    @Test("a record restored from an old backup is shorter than a saved checkpoint")
    func rolledBack() async throws {
        let record = try MemoryRecord.grown(by: [3], signer: Cast.logSigner())
        var audit = LogAudit(keys: [try Cast.logKey()])
        audit.savedCheckpoints = [try MemoryRecord.grown(by: [5], signer: Cast.logSigner()).checkpoint]
        let problems = await record.audit(audit).problems
        #expect(problems.map(\.found) == ["size 3"])
        #expect(problems.map(\.expected) == ["5 or more, as a saved checkpoint says"])
    }

    @Test("a retired key is good for saved checkpoints only")
    func retiredKey() async throws {
        let old = try MemoryRecord.grown(by: [3], signer: Cast.logSigner())
        var audit = LogAudit(keys: [try Cast.rotatedKey()])
        audit.retiredKeys = [try Cast.logKey()]
        audit.savedCheckpoints = [old.checkpoint]
        let current = try MemoryRecord.grown(by: [5], signer: Cast.rotatedSigner())
        #expect(await current.audit(audit).problems == [])
        #expect(await !old.audit(audit).isClean)
    }

    @Test("a checkpoint of another log cannot stand in for a saved one")
    func otherLog() async throws {
        let stranger = try Cast.strangerSigner()
        let record = try MemoryRecord.grown(by: [3], signer: Cast.logSigner())
        var audit = LogAudit(keys: [try Cast.logKey(), stranger.verifier])
        audit.savedCheckpoints = [try MemoryRecord.grown(by: [3], signer: stranger).checkpoint]
        #expect(await record.audit(audit).problems.map(\.found) == ["the log stranger.example/log"])
    }

    @Test("as many of the known witnesses as were asked for must have cosigned", arguments: [1, 2, 3])
    func quorum(needed: Int) async throws {
        var record = try MemoryRecord.grown(by: [5], signer: Cast.logSigner())
        let present = [
            try TestWitness(name: "witness.example/a", seed: 0x80...0x9f),
            try TestWitness(name: "witness.example/b", seed: 0xa0...0xbf),
        ]
        let absent = try TestWitness(name: "witness.example/c", seed: 0xc0...0xdf)
        var note = try SignedNote(parsing: record.checkpoint)
        for witness in present { note = try note.adding([witness.cosign(note.text, at: 1_700_000_000)]) }
        record.replace(LogFile.checkpointPath, with: Array(note.description.utf8))

        var audit = LogAudit(keys: [try Cast.logKey()])
        audit.witnesses = (present + [absent]).map(\.verifier)
        audit.cosignaturesNeeded = needed
        #expect(await record.audit(audit).isClean == (needed <= present.count))
    }

    @Test("a witness that was asked for must have cosigned")
    func witnesses() async throws {
        var record = MemoryRecord(signer: try Cast.logSigner())
        try record.append(Array(KnownAnswers.certificateTransparencyLeaves.prefix(3)))
        var audit = LogAudit(keys: [try Cast.logKey()])
        audit.witnesses = [try Cast.witnessKey()]
        #expect(await record.audit(audit).problems.map(\.found) == ["0 known cosignatures"])

        var lenient = audit
        lenient.cosignaturesNeeded = 0
        #expect(await record.audit(lenient).problems == [])

        let note = try SignedNote(parsing: record.checkpoint)
            .adding([NoteSignature(line: KnownAnswers.cosignatureLine)])
        record.replace(LogFile.checkpointPath, with: Array(note.description.utf8))
        let report = await record.audit(audit)
        #expect(report.problems == [])
        #expect(report.signatures.map(\.time) == [nil, KnownAnswers.cosignatureTime])
    }
}
