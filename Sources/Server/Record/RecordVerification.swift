import OnRecord
import TransparencyLog

/// Checks a public record as a stranger would: the log by its standards, then every text against what its entry says.
public struct RecordVerification: Sendable {
    public typealias Reading = @Sendable (_ path: String) async throws -> [UInt8]?

    public struct Result: Sendable {
        public var checked: [String]
        public var problems: [String]
        public var isClean: Bool { problems.isEmpty }
    }

    /// - Parameters:
    ///   - key: the verifier key the reader trusts.
    ///   - saved: signed checkpoints kept from earlier visits.
    ///   - present: paths of all files where they can be listed (a folder), else empty.
    ///   - reading: the file at a path below the record's prefix.
    public static func run(
        key: String, saved: [String] = [], present: [String] = [], reading: @escaping Reading
    ) async throws -> Result {
        var audit = LogAudit(keys: [try NoteVerifier(vkey: key)])
        audit.savedCheckpoints = saved
        // `.new` is what a crash left unfinished; it is served to nobody.
        audit.presentFiles = present.filter { $0 != "vkey" && !$0.hasPrefix("text/") && !$0.hasSuffix(".new") }
        let texts = TextCount()
        let report = await audit.run(reading: reading) { index, bytes in
            let leaf: Leaf
            do { leaf = try CanonicalJSON.decode(Leaf.self, from: bytes) } catch {
                throw AuditProblem(
                    path: "entry \(index)", found: "bytes that are no entry of OnRecord", expected: "a JSON leaf")
            }
            for (name, commitment) in leaf.texts.sorted(by: { $0.key < $1.key }) {
                let path = "text/\(commitment)"
                guard let file = try await reading(path), let text = CommittedText(file: file) else {
                    throw AuditProblem(
                        path: path, found: "no readable text", expected: "the text “\(name)” of entry \(index)")
                }
                guard text.commitment == commitment else {
                    throw AuditProblem(
                        path: path, found: "a text that hashes to \(text.commitment)", expected: commitment)
                }
                await texts.add()
            }
        }
        var checked = report.checked
        checked.append("\(await texts.count) texts against their commitments")
        return Result(checked: checked, problems: report.problems.map(\.description))
    }

    private actor TextCount {
        private(set) var count = 0
        func add() { count += 1 }
    }
}
