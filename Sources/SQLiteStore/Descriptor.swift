import Foundation
import OnRecord

/// The system's calls that bring bytes to the disk; tests put failing ones in their place.
struct DiskCalls: Sendable {
    var write: @Sendable (CInt, UnsafeRawBufferPointer) -> Int
    var sync: @Sendable (CInt) -> CInt

    static let system = DiskCalls(write: { Foundation.write($0, $1.baseAddress, $1.count) }, sync: { fdatasync($0) })
}

/// An open file, closed with its last use.
final class Descriptor: Sendable {
    let path: String
    let number: CInt

    /// Only its owner may read a file that is made.
    init(_ path: String, _ flags: CInt) throws {
        self.path = path
        number = open(path, flags | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw failure() }
    }

    deinit { close(number) }

    func size() throws -> Int64 {
        var status = stat()
        guard fstat(number, &status) == 0 else { throw failure() }
        return Int64(status.st_size)
    }

    /// Fewer where the file ends.
    func read(at offset: Int64, count: Int) throws -> [UInt8] {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { room, filled in
            while filled < count {
                let more = pread(number, room.baseAddress! + filled, count - filled, off_t(offset) + off_t(filled))
                if more < 0, errno == EINTR { continue }
                failed = more < 0
                if more <= 0 { break }
                filled += more
            }
        }
        if failed { throw failure() }
        return bytes
    }

    /// What the system said last, in words with a remedy.
    func failure() -> StoreFailure { StoreFailure(path, errno) }
}
