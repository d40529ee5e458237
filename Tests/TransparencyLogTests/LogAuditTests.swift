import Testing
import TransparencyLog

@Suite("Auditing a record")
struct LogAuditTests {
    @Test("an honest record is clean, whatever its size", arguments: [0, 1, 5, 255, 256, 257, 600])
    func clean(size: Int) async throws {
        let record = try MemoryRecord.grown(by: [size], signer: Cast.logSigner())
        let report = await record.audit(LogAudit(keys: [try Cast.logKey()]))
        #expect(report.problems == [])
        #expect(report.entryCount == size)
        #expect(report.bundleCount == (size + 255) / 256)
        #expect(report.bundleCount + report.tileCount == TilePath.all(treeSize: size).count)
        #expect(report.checkpoint?.size == size)
    }

    @Test("the report says in words what was checked")
    func words() async throws {
        let record = try MemoryRecord.grown(by: [1, 2, 2], signer: Cast.logSigner())
        let report = await record.audit(LogAudit(keys: [try Cast.logKey()]))
        #expect(
            report.checked == [
                "checkpoint of onrecord.example/log at size 5, signed by \(KnownAnswers.logVkey)",
                "entries: 5, in bundles: 1", "hash tiles: 1", "partial files of earlier sizes: 4",
            ])
    }

    @Test("one changed bit in any byte of any file is found")
    func everyBit() async throws {
        let record = try MemoryRecord.grown(by: [1, 2, 2], signer: Cast.logSigner())
        let audit = LogAudit(keys: [try Cast.logKey()])
        #expect(record.files.count == 7)
        for (path, bytes) in record.files {
            for position in bytes.indices {
                for bit: UInt8 in [0x01, 0x20, 0x80] {
                    var changed = record
                    changed.flip(bit, of: position, in: path)
                    #expect(await !changed.audit(audit).isClean, "\(path), byte \(position), bit \(bit)")
                }
            }
        }
    }

    @Test("a changed byte in any file of a larger record is found, and the file is named")
    func everyFile() async throws {
        let record = try MemoryRecord.grown(by: [256, 300, 1], signer: Cast.logSigner())
        let audit = LogAudit(keys: [try Cast.logKey()])
        for path in record.files.keys where path != LogFile.checkpointPath {
            var changed = record
            changed.flip(0x10, of: 20, in: path)
            let problems = await changed.audit(audit).problems
            #expect(!problems.isEmpty, "\(path)")
            if !path.hasPrefix("tile/entries") { #expect(problems.map(\.path) == [path]) }
        }
    }

    @Test("an altered entry does not lead to the signed root")
    func alteredEntry() async throws {
        var record = try MemoryRecord.grown(by: [5], signer: Cast.logSigner())
        record.flip(1, of: 2, in: "tile/entries/000.p/5")
        let problems = await record.audit(LogAudit(keys: [try Cast.logKey()])).problems
        #expect(problems.map(\.path) == ["tile/0/000.p/5", "root"])
        #expect(problems.last?.expected == "\(Merkle.root(of: Cast.leaves(5))), as signed")
    }

    @Test("a record rewritten with all its tiles, but not signed again, is found by its root")
    func rewritten() async throws {
        var record = try MemoryRecord.grown(by: [5], signer: Cast.logSigner())
        let signed = record.files[LogFile.checkpointPath]
        record = MemoryRecord(signer: try Cast.logSigner())
        try record.append(Cast.entries(1..<6))
        record.replace(LogFile.checkpointPath, with: signed)
        #expect(await record.audit(LogAudit(keys: [try Cast.logKey()])).problems.map(\.path) == ["root"])
    }

    @Test("a file missing at any place is a problem of its own")
    func missing() async throws {
        let record = try MemoryRecord.grown(by: [300], signer: Cast.logSigner())
        let audit = LogAudit(keys: [try Cast.logKey()])
        for path in record.files.keys {
            var gap = record
            gap.replace(path, with: nil)
            let problems = await gap.audit(audit).problems
            #expect(problems.first?.path == path)
            #expect(problems.first?.found == "no such file")
        }
    }

    @Test("a bundle that cannot be read does not keep the rest from being checked")
    func goesOn() async throws {
        var record = try MemoryRecord.grown(by: [600], signer: Cast.logSigner())
        record.replace("tile/entries/000", with: [0xff])
        record.flip(1, of: 0, in: "tile/0/002.p/88")
        let report = await record.audit(LogAudit(keys: [try Cast.logKey()]))
        #expect(report.problems.map(\.path) == ["tile/entries/000", "tile/0/002.p/88"])
        #expect(report.entryCount == 344)
    }

    @Test("a reader that fails is reported, not thrown")
    func unreadable() async throws {
        struct DiskFailure: Error {}
        let record = try MemoryRecord.grown(by: [5], signer: Cast.logSigner())
        let report = await LogAudit(keys: [try Cast.logKey()]).run(reading: { path in
            if path == "tile/0/000.p/5" { throw DiskFailure() }
            return record.files[path]
        })
        #expect(report.problems.map(\.path) == ["tile/0/000.p/5"])
    }
}
