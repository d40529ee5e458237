import TransparencyLog

/// A record in memory, grown the way a server grows one on disk.
struct MemoryRecord: Sendable {
    private(set) var files: [String: [UInt8]] = [:]
    private(set) var size = 0
    let signer: NoteSigner

    init(signer: NoteSigner) {
        self.signer = signer
    }

    /// A record that got its entries in several appends, each followed by a signed checkpoint.
    static func grown(by counts: [Int], signer: NoteSigner) throws -> MemoryRecord {
        var record = MemoryRecord(signer: signer)
        for count in counts { try record.append(Cast.entries(record.size..<(record.size + count))) }
        return record
    }

    mutating func append(_ entries: [[UInt8]]) throws {
        let append = try LogAppender.append(entries, toSize: size) { files[$0] }
        for file in append.files { files[file.path] = file.bytes }
        size = append.size
        let checkpoint = try Checkpoint(origin: signer.name, size: size, root: append.root)
        files[LogFile.checkpointPath] = Array(try checkpoint.signed(by: signer).utf8)
    }

    var checkpoint: String { String(decoding: files[LogFile.checkpointPath] ?? [], as: UTF8.self) }

    func audit(_ audit: LogAudit) async -> AuditReport {
        let files = self.files
        var listing = audit
        listing.presentFiles = Array(files.keys)
        return await listing.run(reading: { files[$0] })
    }

    mutating func replace(_ path: String, with bytes: [UInt8]?) {
        files[path] = bytes
    }

    mutating func flip(_ bit: UInt8, of byte: Int, in path: String) {
        files[path]?[byte] ^= bit
    }
}
