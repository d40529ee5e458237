import Testing
import TransparencyLog

@Suite("Auditing: folders and entries")
struct LogAuditFolderTests {
    private actor Visited {
        var entries: [Int: [UInt8]] = [:]
        func add(_ index: Int, _ entry: [UInt8]) { entries[index] = entry }
    }

    private struct Unwanted: Error, CustomStringConvertible {
        let description = "a text that does not match"
    }

    @Test("partial files of earlier sizes are checked too")
    func olderFiles() async throws {
        let record = try MemoryRecord.grown(by: [100, 100, 100], signer: Cast.logSigner())
        let audit = LogAudit(keys: [try Cast.logKey()])
        #expect(await record.audit(audit).olderFileCount == 4)
        for path in ["tile/0/000.p/100", "tile/entries/000.p/200"] {
            let bytes = try #require(record.files[path])
            for replacement in [bytes.dropLast(), bytes + [0], []] {
                var changed = record
                changed.replace(path, with: Array(replacement))
                #expect(await changed.audit(audit).problems.map(\.path) == [path])
            }
        }
    }

    @Test(
        "a file that no log writes is a problem",
        arguments: ["index.html", "tile/0/0", "tile/0/000.tmp", "checkpoint~"])
    func strays(path: String) async throws {
        var record = try MemoryRecord.grown(by: [5], signer: Cast.logSigner())
        record.replace(path, with: [1])
        #expect(await record.audit(LogAudit(keys: [try Cast.logKey()])).problems.map(\.path) == [path])
    }

    @Test("files of an append that was not signed yet are listed and do no harm")
    func uncovered() async throws {
        var record = try MemoryRecord.grown(by: [5], signer: Cast.logSigner())
        let unsigned = try LogAppender.append(Cast.entries(5..<300), toSize: 5) { record.files[$0] }
        for file in unsigned.files { record.replace(file.path, with: file.bytes) }
        let report = await record.audit(LogAudit(keys: [try Cast.logKey()]))
        #expect(report.problems == [])
        #expect(report.uncovered == unsigned.files.map(\.path).sorted())
    }

    @Test("the caller sees every entry with its index")
    func visiting() async throws {
        let record = try MemoryRecord.grown(by: [300], signer: Cast.logSigner())
        let visited = Visited()
        let report = await LogAudit(keys: [try Cast.logKey()]).run(
            reading: { record.files[$0] }, visiting: { await visited.add($0, $1) })
        #expect(report.isClean)
        let expected = Dictionary(uniqueKeysWithValues: Cast.entries(300).enumerated().map { ($0, $1) })
        #expect(await visited.entries == expected)
    }

    @Test("what the caller objects to becomes a problem of the record")
    func objections() async throws {
        let record = try MemoryRecord.grown(by: [3], signer: Cast.logSigner())
        let own = AuditProblem(path: "texts/1", found: "nothing", expected: "the text of entry 1")
        let report = await LogAudit(keys: [try Cast.logKey()]).run(
            reading: { record.files[$0] },
            visiting: { index, _ in
                if index == 1 { throw own }
                if index == 2 { throw Unwanted() }
            })
        #expect(report.problems.first == own)
        #expect(report.problems.last?.path == "entry 2 in tile/entries/000.p/3")
        #expect(report.problems.last?.found == "a text that does not match")
    }
}
