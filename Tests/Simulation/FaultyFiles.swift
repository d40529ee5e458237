import Server

/// Files in memory whose writes can fail. What was written stays over a crash; every version is remembered, because
/// what was once published can never be taken back.
/// Unchecked: a world lives in one task, and nothing in it runs beside anything else.
final class FaultyFiles: DurableFiles, @unchecked Sendable {
    struct Write {
        var path: String
        var bytes: [UInt8]
    }

    private(set) var contents: [String: [UInt8]] = [:]
    /// Everything that reached the disk, in order.
    private(set) var history: [Write] = []
    private let faults: Faults

    init(_ faults: Faults) { self.faults = faults }

    func read(_ path: String) throws -> [UInt8]? { contents[path] }

    func write(_ bytes: [UInt8], to path: String, mode: UInt32) throws {
        try faults.write {
            contents[path] = bytes
            history.append(Write(path: path, bytes: bytes))
        }
    }
}
